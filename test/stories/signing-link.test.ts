/** Only the picked signer ever gets a signing link, whatever anyone presses and with whichever ids. */
// runs: http, embedded, ci
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { SECRET_MARK } from '../../sandbox/box/state.ts';
import { press } from './forging.ts';
import { quiet } from './quiet.ts';
import { sendsDirectly, turnsOnSigning } from './signing-here.ts';
import { storedRows, storedText } from './stored.ts';
import { aWorld, stories } from './world.ts';

stories('a signing link', () => {
  const world = aWorld({ box: 'oauth' });

  /** Presses a button with a valid trigger, as on a message that was kept, copied or forwarded. */
  async function presses(
    by: string,
    { actionId, value, ...who }: { actionId: string; value: string; team?: string; userTeam?: string },
  ): Promise<void> {
    const { slack, now } = world();
    const { id: userId } = slack.user(by);
    const id = `${now()}.7.${Math.random()}`;
    slack.state.triggers[id] = { userId, issuedAt: now(), fromView: null, used: false };
    const payload = { ...press(world(), { by, ...who }, { actionId, value }), trigger_id: id };
    expect((await slack.send({ payload })).status).toBe(200);
  }

  /** Who was shown a signing link in Slack, and whose link it was. */
  function shown(): string[] {
    const { slack, box } = world();
    const inMessages = JSON.stringify(slack.state.messages).includes(SECRET_MARK) ? ['a message'] : [];
    const signers = box.signRequests().flatMap(({ signers }) => signers);
    const inViews = Object.values(slack.state.views).flatMap(({ userId, content }) => {
      const text = JSON.stringify(content);
      return signers
        .filter(({ linkToken }) => text.includes(linkToken))
        .map(({ email }) => `${slack.state.users[userId]?.handle} got that of ${email}`);
    });
    return [...new Set([...inMessages, ...inViews])].sort();
  }

  /** Deletes the contents that modals have shown so far. */
  function emptiesModals(): void {
    for (const view of Object.values(world().slack.state.views)) view.content = {};
  }

  /** The app's id of the request with this id in Box. */
  function idOf(boxId: string): string {
    const { given } =
      world()
        .box.signRequests()
        .find(({ id }) => id === boxId) ?? {};
    return String(given?.['external_id']);
  }

  beforeAll(async () => {
    world().slack.addUser({ handle: 'doro', name: 'Doro Other' });
    await turnsOnSigning(world());
  });

  it('only the picked signer sees the link to their own request, whatever anyone presses', async () => {
    const { slack } = world();
    const boxIds = [
      await sendsDirectly(world(), 'Given', '@bo dee@client.com'),
      await sendsDirectly(world(), 'Taken', '@cy'),
    ];
    await slack.person('bo').sees(/asks you to sign Given/);
    await slack.person('cy').sees(/asks you to sign Taken/);
    const [given = '', taken = ''] = boxIds.map(idOf);
    const ids = Object.values(slack.state.users).map(({ id }) => id);
    const onePress = fc.record({
      by: fc.constantFrom('ana', 'bo', 'cy', 'doro', 'gil', 'eve', 'boss'),
      actionId: fc.constantFrom('review_and_sign', 'review_and_sign', 'open_signing_page'),
      value: fc.oneof(fc.constantFrom(given, taken), fc.constantFrom(...boxIds, ...ids), fc.string()),
      team: fc.option(fc.constantFrom('T0OTHER', ''), { nil: undefined, freq: 3 }),
      userTeam: fc.option(fc.constantFrom('T0OTHER', ''), { nil: undefined, freq: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(onePress, { minLength: 8, maxLength: 16 }), async (pressed) => {
        emptiesModals();
        for (const { by, actionId, value, team, userTeam } of pressed) {
          const elsewhere = {
            ...(team !== undefined && { team }),
            ...(userTeam !== undefined && { userTeam }),
          };
          await presses(by, { actionId, value, ...elsewhere });
        }
        await quiet(world());
        const may = (by: string, value: string): boolean =>
          pressed.some((one) => one.by === by && one.value === value && one.actionId === 'review_and_sign');
        const most = [
          ...(may('bo', given) ? ['bo got that of bo@acme.com'] : []),
          ...(may('cy', taken) ? ['cy got that of cy@acme.com'] : []),
        ];
        expect(shown().filter((one) => !most.includes(one))).toEqual([]);
        // The signer gets the link only if the payload names no made-up workspace.
        const isOwn = pressed.some(
          (one) =>
            one.by === 'bo' &&
            one.value === given &&
            one.actionId === 'review_and_sign' &&
            one.team === undefined &&
            one.userTeam === undefined,
        );
        if (isOwn) await expect.poll(shown).toContain('bo got that of bo@acme.com');
      }),
      { numRuns: 8 },
    );
  });

  it('only the signer whose turn it is gets a link', async () => {
    const { slack, box } = world();
    const mine = await sendsDirectly(
      world(),
      'Mine',
      '@bo @gil @cy dee@client.com',
      {},
      {
        'Bo Lee': 'First',
        'Cy Ng': 'Second',
        'Gil Guest': 'First',
        'dee@client.com': 'First',
      },
    );
    const other = await sendsDirectly(world(), 'Other', '@cy dee@client.com');
    await slack.person('bo').sees(/asks you to sign Mine/);
    await slack.person('cy').sees(/asks you to sign Other/);
    await quiet(world());
    emptiesModals();
    const asked = (): number => box.traffic.filter(({ path }) => path.includes('/sign_requests/')).length;
    const before = asked();
    const { id: bo } = slack.user('bo');
    const values = [
      mine,
      `${slack.teamId}/${bo}`,
      bo,
      'bo@acme.com',
      '',
      `${idOf(mine)} `,
      `signer:${idOf(mine)}:${bo}`,
      JSON.stringify({ requestId: idOf(mine), user: bo }),
    ];
    const strangers = ['ana', 'doro', 'gil', 'eve', 'boss'];
    for (const actionId of ['review_and_sign', 'open_signing_page']) {
      for (const by of strangers) {
        for (const value of [idOf(mine), idOf(other)]) await presses(by, { actionId, value });
      }
      for (const value of values) await presses('bo', { actionId, value });
      // Bo is not a signer of the request in the first payload. The others name another workspace, or another home
      // workspace of Bo.
      await presses('bo', { actionId, value: idOf(other) });
      await presses('bo', { actionId, value: idOf(mine), team: 'T0OTHER' });
      await presses('bo', { actionId, value: idOf(mine), userTeam: 'T0OTHER' });
    }
    // A signer presses before their turn.
    await presses('cy', { actionId: 'review_and_sign', value: idOf(mine) });
    await quiet(world());
    expect(shown()).toEqual([]);
    expect(asked()).toBe(before);

    await presses('bo', { actionId: 'review_and_sign', value: idOf(mine) });
    await presses('cy', { actionId: 'review_and_sign', value: idOf(other) });
    await expect.poll(shown).toEqual(['bo got that of bo@acme.com', 'cy got that of cy@acme.com']);

    // The sender has given the signer's place in Box to someone else.
    const atBox = box.signRequests().find(({ id }) => id === mine);
    const entry = atBox?.signers.find(({ email }) => email === 'bo@acme.com');
    await slack.person('bo').reloads();
    emptiesModals();
    Object.assign(entry ?? {}, { email: 'somebody@client.com' });
    await presses('bo', { actionId: 'review_and_sign', value: idOf(mine) });
    await quiet(world());
    expect(shown()).toEqual([]);
    const kept = `${await storedText(world().store)}${world().app.output()}`;
    expect(kept.includes(SECRET_MARK)).toBe(false);
    expect((await storedRows(world().store))['cards']?.join()).not.toContain('box.com');
  });
});
