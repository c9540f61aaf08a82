/** A person asks what is stored about them and to delete it; the operator's program does both. */
// runs: http, ci
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProgram, settingsOf } from './examining.ts';
import { sendsRequests } from './sent.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

stories('personal data', () => {
  const world = aWorld();
  const address = 'wolpertinger@client.com';
  const untouched = 'Messages in Slack, and documents and emails in Box, are not touched.';
  const data = (...args: string[]) => runProgram('data', settingsOf(world()), args);

  it('a person’s data can be shown, and is deleted once their request has ended', async () => {
    const { ana, box } = world();
    const reason = 'Clause four is not acceptable';
    const [lease] = await sendsRequests(world(), ['Lease'], address);
    await world().app.stop();

    const shown = await data('export', '--email', address.toUpperCase());
    expect(shown.problems).toBe('');
    expect(JSON.parse(shown.output)).toMatchObject({
      signRequests: [{ requester: world().slack.user('ana').id, signers: [{ email: address }] }],
    });

    const tooEarly = await data('forget', '--email', address);
    expect(tooEarly).toMatchObject({ status: 0, problems: '' });
    expect(JSON.parse(tooEarly.output)).toMatchObject({
      forgotten: { signRequests: 0 },
      stillOpen: [{ shortId: expect.stringMatching(/^SR-/) }],
      note: `Open requests keep the data they need: cancel them or wait, then run this again. ${untouched}`,
    });

    await world().restart();
    const bo = box.person(address);
    const { link } = await bo.opensMail();
    await bo.declines(link, reason);
    await ana.presses('Refresh');
    await lease?.card(reason);
    await world().app.stop();

    const forgotten = await data('forget', '--email', address);
    expect(forgotten).toMatchObject({ status: 0, problems: '' });
    expect(JSON.parse(forgotten.output)).toMatchObject({
      forgotten: { signRequests: 1 },
      stillOpen: [],
      note: untouched,
    });
    await world().restart();
    // The card's button still works, and Details say that a signer declined.
    await ana.presses('Details');
    await ana.sees(/Declined/, { in: 'modal' });
    const stored = JSON.stringify(await storedRows(world().store));
    expect(stored).not.toContain(address);
    expect(stored).not.toContain(reason);
  });

  it('the program prints its usage when it is not told whose data to handle, or what to do', async () => {
    const user = ['--user', 'U0123456'];
    const unsaid = 'Say what to do, and for whom: either --email or --user.\n';
    const noMember =
      '--user takes a member ID (U…): in Slack, their profile, the three dots, Copy member ID\n';
    const noTenant = '--tenant takes the ID of a workspace (T…) or of an organisation (E…)\n';
    for (const [args, says] of [
      [[], unsaid],
      [['export'], unsaid],
      [['remove', '--email', address], unsaid],
      [['export', '--email', address, ...user], unsaid],
      [['export', 'all', '--email', address], unsaid],
      [['end-former', '--email', address], unsaid],
      [['end-former', 'all'], unsaid],
      [['history', '--email', address], unsaid],
      [['history', ...user], unsaid],
      [['history', 'all'], unsaid],
      [['history', '--tenant', 'acme'], noTenant],
      [['forget', ...user, '--tenant', 'acme'], noTenant],
      [['export', '--email', 'nobody'], '--email takes an address\n'],
      [['forget', '--user', 'bo'], noMember],
    ] as const) {
      const { status, output, problems } = await data(...args);
      expect([status, output], args.join(' ')).toEqual([1, '']);
      expect(problems.startsWith(`${says}\nnpm run --silent data`), args.join(' ')).toBe(true);
    }
  });

  it('the program says when nothing is stored about a person, whose id may be misspelt', async () => {
    await world().app.stop();
    for (const act of ['export', 'forget']) {
      const { status, problems } = await data(act, '--user', 'U0NOBODY');
      expect([status, problems]).toEqual([0, 'Nothing is stored about U0NOBODY.\n']);
    }
    const ofAddress = await data('export', '--email', 'nobody@client.com');
    expect(ofAddress.problems).toBe('Nothing is stored about nobody@client.com.\n');
    expect(Object.values(JSON.parse(ofAddress.output)).flat()).toEqual([]);
    const inTenant = await data('forget', '--user', 'U0NOBODY', '--tenant', 'T0NOWHERE');
    expect(inTenant.problems).toBe('Nothing is stored about U0NOBODY in T0NOWHERE.\n');
    expect(await data('end-former')).toEqual({
      status: 1,
      output: '',
      problems: 'A trial cannot revoke tokens: give it a DATA_DIR of its own.\n',
    });
    await world().restart();
  });

  it('without a store the program finds nothing, and creates none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sign-nothing-'));
    const inside = join(folder, 'data');
    for (const DATA_DIR of [inside, folder]) {
      const { DATABASE_URL: _url, ...settings } = settingsOf(world());
      const { status, output, problems } = await runProgram('data', { ...settings, DATA_DIR }, [
        'export',
        '--email',
        address,
      ]);
      expect([status, output]).toEqual([1, '']);
      expect(problems).toContain(`There is no store in ${DATA_DIR}.`);
    }
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });
});
