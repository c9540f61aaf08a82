/** Slack lost the answer to Continue, so the form is still open. Ana submits it again, unchanged or changed. */
// runs: http, embedded, ci
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anaInBox, createdFor, holdCalls, messagesAbout, onlyCard, opensForm } from './acts.ts';
import { type LossyProxy, startLossyProxy } from './lossy.ts';
import { aWorld, stories } from './world.ts';

const trouble = 'We had some trouble connecting. Try again?';

stories('a form that the app accepted although Slack reported an error', () => {
  const world = aWorld({ mode: 'http' });
  let proxy: LossyProxy;
  beforeAll(async () => {
    proxy = await startLossyProxy(world());
  });
  afterAll(() => proxy.close());
  beforeEach(() => world().ana.reloads());

  /** Ana has filled in the form and pressed Continue, and Slack said that it did not work. */
  async function pressedInVain(name: string) {
    const { ana, box } = world();
    const file = world().newFile(name);
    const folder = box.addFolder(anaInBox(world()), { name: `Elsewhere, of ${name}` });
    await opensForm(world(), `${file.url} dee@client.com`);
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    await ana.fills({ Message: 'The first words' });
    const held = holdCalls(world(), /\/2\.0\//);
    proxy.loses(true);
    expect(await ana.submits()).toMatchObject({ shown: trouble });
    proxy.loses(false);
    return { file, folder, held };
  }

  it('an unchanged form makes no second request', async () => {
    const { ana } = world();
    const { file, held } = await pressedInVain('Same.pdf');
    // Another spelling of the same address is not a change.
    await ana.fills({ 'Other signers (email)': 'Dee <DEE@client.com>' });
    expect(await ana.submits()).toEqual({});
    held.release();
    await ana.sees('Nobody has been emailed yet. Place the fields in Box', { in: 'modal' });
    await onlyCard(world(), 'Same.pdf', 'Not sent yet');
    expect(createdFor(world(), file)).toHaveLength(1);
  });

  const changes: Record<string, (folder: { url: string }) => Record<string, string | boolean>> = {
    message: () => ({ Message: 'Other words' }),
    expiry: () => ({ 'Expires after (days)': '7' }),
    reminders: () => ({ "Box reminds everyone who hasn't signed": false }),
    subject: () => ({ 'Email subject': 'Your signature' }),
    name: () => ({ 'Request name': 'Another name' }),
    order: () => ({ 'Who signs when': 'Other signers first, then colleagues' }),
    folder: ({ url }) => ({ 'Folder for the signed copy': url }),
    delivery: () => ({ 'Send now, without fields': true }),
    people: () => ({ 'Other signers (email)': 'eli@client.com' }),
    'signing too': () => ({ 'I sign too, after everyone else': true }),
  };

  it.each(Object.entries(changes))(
    'Ana is told that a change after her first Continue was not taken: %s',
    async (what, change) => {
      const { ana } = world();
      const name = `Changed ${what}.pdf`;
      const { file, folder, held } = await pressedInVain(name);
      await ana.fills(change(folder));
      expect(await ana.submits()).toEqual({});
      await ana.sees(/You had already pressed Continue.*without your later changes/s, { in: 'modal' });
      held.release();
      await ana.presses('Show that request');
      await ana.sees('Nobody has been emailed yet. Place the fields in Box', { in: 'modal' });
      await onlyCard(world(), name, 'Not sent yet');
      expect(createdFor(world(), file)).toMatchObject([{ email_message: 'The first words', days_valid: 30 }]);
    },
  );

  it('a changed form is sent as a second request, once, if Ana wants it', async () => {
    const { ana } = world();
    const { file, held } = await pressedInVain('Both.pdf');
    await ana.fills({ Message: 'Other words' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('without your later changes', { in: 'modal' });
    held.release();
    expect((await ana.presses('Send another request', { times: 2 })).shown).toBeNull();
    await ana.sees('Nobody has been emailed yet. Place the fields in Box', { in: 'modal' });
    await expect.poll(async () => (await messagesAbout(world(), 'Both.pdf')).length).toBe(2);
    const messages = createdFor(world(), file).map((body) => body['email_message']);
    expect(messages.sort()).toEqual(['Other words', 'The first words']);
  });
});
