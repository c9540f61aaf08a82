/** A signer gets a code by text message. The app stores their phone number only until Box has the request. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { createdFor, formValues, holdCalls, onlyCard, opensForm } from './acts.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

const row = 'Get a code by text message';
const others = 'Other signers (email)';
const numberOf = (name: string): string => `Phone number of ${name}`;

stories('a code by text message', () => {
  const world = aWorld();

  async function opensRoles(url: string, people = 'dee@client.com @bo'): Promise<void> {
    const { ana } = world();
    await opensForm(world(), `${url} ${people}`);
    await ana.presses('More options');
    await ana.sees('Who signs when', { in: 'modal' });
    await ana.presses('Roles of signers…');
    await ana.sees('Everyone signs, unless', { in: 'modal' });
  }

  async function marks(...names: string[]): Promise<void> {
    const { ana } = world();
    await ana.fills({ [row]: names });
    for (const name of names) {
      await expect.poll(async () => Object.keys((await ana.modal())?.values ?? {})).toContain(numberOf(name));
    }
  }

  const phonesIn = async (table: 'drafts' | 'sign_requests', id: string): Promise<unknown[]> =>
    ((await storedRows(world().store))[table] ?? [])
      .map((each) => JSON.parse(each) as Record<string, unknown>)
      .filter(({ form }) => JSON.stringify(form).includes(id))
      .map(({ phones }) => phones);
  const stored = async (): Promise<string> =>
    Object.values(await storedRows(world().store))
      .flat()
      .join('\n');

  it('the form asks for the number of each marked person, and only Box gets it', async () => {
    const { ana, box } = world();
    const file = world().newFile('Coded.pdf');
    await opensRoles(file.url);
    await ana.fills({ 'Approve instead of signing': ['Bo Lee'] });
    await marks('dee@client.com', 'Bo Lee');
    // What was chosen before stays when the fields for the numbers appear.
    expect(await formValues(world())).toMatchObject({ 'Approve instead of signing': 'Bo Lee' });
    expect(await ana.submits()).toMatchObject({
      errors: { [numberOf('dee@client.com')]: 'Please complete this required field.' },
    });
    await ana.fills({
      [numberOf('dee@client.com')]: ' 0170 / 12 34 56 ',
      [numberOf('Bo Lee')]: '+1 (415) 555-2671',
    });
    expect(await ana.submits()).toMatchObject({
      errors: {
        [numberOf('dee@client.com')]:
          '"0170 / 12 34 56" has no country code. Begin with + and the code, as in +49 170 1234567.',
      },
    });
    await ana.fills({ [numberOf('dee@client.com')]: '0049 (0)170 7654321' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('2 get a code by text message', { in: 'modal' });
    expect((await ana.modal())?.plain).not.toContain('7654321');
    expect(await ana.submits()).toEqual({});
    const card = await onlyCard(world(), 'Coded.pdf', 'Not sent yet');
    expect(createdFor(world(), file)[0]?.['signers']).toEqual([
      {
        email: 'bo@acme.com',
        role: 'approver',
        verification_method: { type: 'phone', phone_number: '+14155552671' },
      },
      {
        email: 'dee@client.com',
        role: 'signer',
        verification_method: { type: 'phone', phone_number: '+491707654321' },
      },
    ]);
    await ana.closes({ all: true });
    await ana.presses('Details', { on: card });
    await ana.sees('gets a code by text message', { in: 'modal' });
    expect((await ana.modal())?.plain).not.toContain('7654321');
    expect(await phonesIn('sign_requests', file.id)).toEqual([null]);
    expect(await phonesIn('drafts', file.id)).toEqual([null]);
    expect(await stored()).not.toContain('7654321');
    expect(world().app.output()).not.toContain('7654321');
    // A changed request asks for the number again, because the app no longer has it.
    await ana.closes();
    await ana.presses('Change…', { on: card });
    await ana.sees('2 get a code by text message', { in: 'modal' });
    expect(await ana.submits()).toMatchObject({
      errors: { [others]: expect.stringContaining('phone number') },
    });
    expect(box.signRequests().filter(({ name }) => name?.includes('Coded'))).toHaveLength(1);
    await ana.reloads();
  });

  it('the number is sent again after a refusal of Box, and is deleted afterwards', async () => {
    const { ana, box } = world();
    const file = world().newFile('Refused code.pdf');
    await opensRoles(file.url, 'dee@client.com');
    await marks('dee@client.com');
    await ana.fills({ [numberOf('dee@client.com')]: '+49 170 1111111' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('1 gets a code by text message', { in: 'modal' });
    box.faults.next({ kind: 'status', status: 403, method: 'POST', path: /sign_requests$/ });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nothing was sent', { in: 'modal' });
    // The number is stored encrypted until Box has the request.
    expect((await phonesIn('sign_requests', file.id))[0]).toEqual(expect.stringMatching(/^v1\./));
    expect(await stored()).not.toContain('1111111');
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), 'Refused code.pdf', 'Not sent yet');
    expect(createdFor(world(), file)[0]?.['signers']).toEqual([
      {
        email: 'dee@client.com',
        role: 'signer',
        verification_method: { type: 'phone', phone_number: '+491701111111' },
      },
    ]);
    expect(new Set(await phonesIn('sign_requests', file.id))).toEqual(new Set([null]));
    expect(new Set(await phonesIn('drafts', file.id))).toEqual(new Set([null]));
    await ana.reloads();
  });

  it('the number is kept while Send another waits for Box, also when the request replaces a refused one', async () => {
    const { ana, box, slack } = world();
    const file = world().newFile('Another code.pdf');
    const asks = async () => {
      await opensRoles(file.url, 'dee@client.com');
      await marks('dee@client.com');
      await ana.fills({ [numberOf('dee@client.com')]: '+49 170 3333333' });
      expect(await ana.submits()).toEqual({});
      await ana.sees('1 gets a code by text message', { in: 'modal' });
      expect(await ana.submits()).toEqual({});
    };
    await asks();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await asks();
    await ana.sees('a moment ago', { in: 'modal' });
    box.faults.next({ kind: 'status', status: 403, method: 'POST', path: /sign_requests$/ });
    await ana.presses('Send another request');
    await ana.sees('Nothing was sent', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('a moment ago', { in: 'modal' });
    const held = holdCalls(world(), /sign_requests$/, 1);
    await ana.presses('Send another request');
    await expect.poll(held.waiting).toBe(1);
    const { body } = await slack.replay('view_submission');
    held.release();
    expect(body).toContain('a moment ago');
    const phone = { type: 'phone', phone_number: '+491703333333' };
    const signers = [{ email: 'dee@client.com', role: 'signer', verification_method: phone }];
    await expect
      .poll(() => createdFor(world(), file).map((body) => body['signers']))
      .toEqual([signers, signers]);
    await ana.reloads();
  });

  it('a number that is no longer stored is asked for again, and nothing is sent', async () => {
    const { ana } = world();
    const file = world().newFile('Forgotten code.pdf');
    await opensRoles(file.url, 'dee@client.com');
    await marks('dee@client.com');
    await ana.fills({ [numberOf('dee@client.com')]: '+49 170 4444444' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('1 gets a code by text message', { in: 'modal' });
    await ana.fills({ 'Send now, without fields': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to dee@client.com', { in: 'modal' });
    await ana.closes();
    await world().passes(25 * 60 * 60_000);
    await expect.poll(() => phonesIn('sign_requests', file.id)).toEqual([null]);
    await ana.presses('Check and send…', { on: await onlyCard(world(), 'Forgotten code.pdf', 'Check') });
    await ana.sees('Goes to dee@client.com', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('A phone number for a code by text message is missing', { in: 'modal' });
    expect(createdFor(world(), file)).toEqual([]);
    await ana.reloads();
  });

  it('the code cannot be combined with another check, and its number is deleted with the request', async () => {
    const { ana } = world();
    const file = world().newFile('Given up code.pdf');
    await opensRoles(file.url, 'dee@client.com');
    await ana.fills({ 'Must sign in to Box': ['dee@client.com'] });
    await marks('dee@client.com');
    await ana.fills({ [numberOf('dee@client.com')]: '+49 170 2222222' });
    expect(await ana.submits()).toMatchObject({
      errors: { [row]: 'Someone here is already chosen above. Choose one of the two.' },
    });
    await ana.fills({ 'Must sign in to Box': [] });
    expect(await ana.submits()).toEqual({});
    await ana.sees('1 gets a code by text message', { in: 'modal' });
    await ana.fills({ 'Send now, without fields': true });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to dee@client.com', { in: 'modal' });
    await ana.closes();
    const card = await onlyCard(world(), 'Given up code.pdf', 'Check');
    expect((await phonesIn('sign_requests', file.id))[0]).toEqual(expect.stringMatching(/^v1\./));
    await ana.presses('Discard request', { on: card });
    await expect.poll(() => phonesIn('sign_requests', file.id)).toEqual([null]);
    expect(new Set(await phonesIn('drafts', file.id))).toEqual(new Set([null]));
  });
});
