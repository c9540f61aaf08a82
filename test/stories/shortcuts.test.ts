/** The shortcuts named Request signature: one in the menu of a message, and a global one. */
// runs: embedded
import { beforeEach, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import type { Message } from '../../sandbox/slack/state.ts';
import { shortcuts } from '../../src/views/actions.ts';
import { createdFor, formValues, holdCalls, messagesAbout, onlyCard } from './acts.ts';
import { actor, type Forged } from './forging.ts';
import { quiet } from './quiet.ts';
import { storedCounts, storedText } from './stored.ts';
import { aWorld, stories } from './world.ts';

const place = '#contracts';
const there = { in: place };
const shortcut = 'Request signature';
const document = 'Box link or file ID';
const colleagues = 'Signers from your workspace';
const others = 'Other signers (email)';
const noLink = 'That message has no Box link. Paste one here.';
const onlyMembers = 'Sign is only for full members of this workspace. Nothing was done.';
const signingLink = 'https://app.box.com/sign/document/9f2c/zebrafinch';

stories('the shortcut Request signature', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  /** Bo posts this text to the channel, as Slack stores it; `more` is what Bo's client or an app adds. */
  async function boSays(text: string, more: Partial<Message> = {}): Promise<SeenMessage> {
    const { slack } = world();
    await slack.person('bo').types('…', there);
    // The app may post a card of an earlier request at this moment.
    const posted = slack.state.messages.findLast((one) => one.text === '…');
    if (posted) Object.assign(posted, { text, ...more });
    const message = (await slack.person('bo').messages(place)).findLast(({ from }) => from === 'bo');
    if (!message) throw new Error('Bo has said nothing');
    return message;
  }

  /** Ana uses the shortcut on a message of Bo's; returns the form's text. */
  async function opensOn(text: string, more: Partial<Message> = {}): Promise<string> {
    const { ana } = world();
    expect(await ana.usesShortcut(shortcut, { on: await boSays(text, more) })).toEqual({ shown: null });
    return ana.sees('New signature request', { in: 'modal' });
  }

  it('on a message, the form takes the link and people from the message, and no other text', async () => {
    const { ana } = world();
    const file = world().newFile('Lease.pdf');
    const cy = `<@${world().slack.user('cy').id}>`;
    const shown = await opensOn(
      `Call 5550100, then have <${file.url}|x> signed by ${cy} and <mailto:dee@client.com|dee@client.com>, zebrafinch!`,
    );
    expect(await formValues(world())).toMatchObject({
      [document]: file.url,
      [colleagues]: '@cy',
      [others]: 'dee@client.com',
    });
    expect(shown).not.toMatch(/Not used|zebrafinch|no Box link/);
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const [created = {}] = createdFor(world(), file);
    const emails = (created['signers'] as { email: string }[]).map(({ email }) => email);
    expect(emails.filter((email) => email !== 'ana@acme.com')).toEqual(['cy@acme.com', 'dee@client.com']);
    await onlyCard(world(), 'Lease.pdf', 'Not sent yet. Place the fields');
    expect(JSON.stringify(created)).not.toContain('zebrafinch');
    expect(await storedText(world().store)).not.toContain('zebrafinch');
    expect(world().app.output()).not.toContain('zebrafinch');
  });

  it('on a message that mentions more people than Box allows, the form says that only some were taken', async () => {
    const { slack } = world();
    const many = Array.from({ length: 37 }, (_, index) => slack.addUser({ handle: `crowd${index}` }).id);
    const shown = await opensOn(`${world().newFile().url} for ${many.map((id) => `<@${id}>`).join(' ')}`);
    expect(shown).toContain('37 people are named, and a request takes at most 35. The first 35 are chosen.');
    const { [colleagues]: chosen = '' } = await formValues(world());
    expect(chosen.split(', ')).toHaveLength(35);
  });

  it('the form takes the first link to a file in Box, whatever else is linked', async () => {
    const file = world().newFile();
    await opensOn(`1234567 https://example.com/a/1 https://acme.app.box.com/folder/7 and ${file.url} now`);
    expect(await formValues(world())).toMatchObject({ [document]: file.url });
    await world().ana.reloads();
    await opensOn('only https://app.box.com/folder/7');
    expect(await formValues(world())).toMatchObject({ [document]: 'https://app.box.com/folder/7' });
  });

  it('the form finds a link that is only in the blocks or attachments of a message', async () => {
    const file = world().newFile();
    const link = { type: 'link', url: file.url, text: 'the lease' };
    const section = { type: 'rich_text_section', elements: [{ type: 'text', text: 'See ' }, link] };
    expect(
      await opensOn('See the lease', { blocks: [{ type: 'rich_text', elements: [section] }] }),
    ).not.toContain(noLink);
    expect(await formValues(world())).toMatchObject({ [document]: file.url });
    await world().ana.reloads();
    await opensOn('Shared a file', { attachments: [{ title: 'Lease', title_link: file.url }] });
    expect(await formValues(world())).toMatchObject({ [document]: file.url });
  });

  it('on a message without a Box link the form says so, until a link is filled in', async () => {
    const { ana, slack } = world();
    const file = world().newFile();
    const shown = await opensOn(
      `<@${slack.user('bo').id}> please have https://example.com/lease.pdf signed, ticket 1234567`,
    );
    expect(shown).toContain(noLink);
    expect(shown).not.toContain('Not used');
    expect(await formValues(world())).toMatchObject({ [document]: '', [colleagues]: '@bo' });
    await ana.presses('More options');
    expect(await ana.sees('Rarely needed', { in: 'modal' })).toContain(noLink);
    await ana.fills({ [document]: file.url });
    await ana.presses('Rarely needed…');
    await ana.sees('Keep', { in: 'modal' });
    await ana.submits();
    await expect.poll(async () => (await ana.modal())?.plain).not.toContain(noLink);
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toHaveLength(1);
    expect(await slack.person('bo').ephemerals(place)).toEqual([]);
  });

  it('a signing link is left out with a reason, and neither shown nor stored', async () => {
    const shown = await opensOn(`Please sign ${signingLink} today`);
    expect(shown).toContain('That is a link to sign something. Open the file in Box and copy its link.');
    expect(shown).not.toMatch(/zebrafinch|no Box link/);
    expect(await formValues(world())).toMatchObject({ [document]: '' });
    await world().ana.reloads();
    const file = world().newFile();
    expect(await opensOn(`${signingLink} is for ${file.url}`)).toContain('A signing link was left out');
    expect(await formValues(world())).toMatchObject({ [document]: file.url });
    expect(await storedText(world().store)).not.toContain('zebrafinch');
  });

  it('a note in the message’s channel tells Ana alone that the request is ready, if she closed the form', async () => {
    const { ana, slack } = world();
    const file = world().newFile('Away.pdf');
    await opensOn(`${file.url} dee@client.com`);
    const held = holdCalls(world(), /\/2\.0\//);
    expect(await ana.submits()).toEqual({});
    await ana.closes();
    held.release();
    await ana.sees('Away.pdf is ready.', there);
    expect(await slack.person('bo').ephemerals(place)).toEqual([]);
  });

  it('used without a message, the shortcut opens an empty form, and there is no note', async () => {
    const { ana } = world();
    expect(await ana.usesShortcut(shortcut)).toEqual({ shown: null });
    const shown = await ana.sees('New signature request', { in: 'modal' });
    expect(shown).not.toContain(noLink);
    expect(await formValues(world())).toMatchObject({ [document]: '', [colleagues]: '', [others]: '' });
    const file = world().newFile('Global.pdf');
    await ana.fills({ [document]: file.url, [others]: 'dee@client.com' });
    const held = holdCalls(world(), /\/2\.0\//);
    expect(await ana.submits()).toEqual({});
    await ana.closes();
    held.release();
    await onlyCard(world(), 'Global.pdf', 'Not sent yet. Place the fields');
    await quiet(world());
    expect(await ana.ephemerals(place)).toEqual([]);
    expect(await ana.ephemerals('app')).toEqual([]);
  });

  it('two simultaneous uses of the shortcut make one request, and a later use shows that request', async () => {
    const { ana, slack } = world();
    const file = world().newFile('Twice.pdf');
    const message = await boSays(`${file.url} dee@client.com`);
    const opened = (): number => slack.log.filter(({ method }) => method === 'views.open').length;
    const before = opened();
    await Promise.all([1, 2].map(() => ana.usesShortcut(shortcut, { on: message })));
    await expect.poll(opened).toBe(before + 2);
    await ana.submits({ times: 2 });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await ana.usesShortcut(shortcut, { on: message });
    await ana.sees('New signature request', { in: 'modal' });
    await ana.submits();
    await ana.sees('You created a request with the same document and the same people a moment ago', {
      in: 'modal',
    });
    expect(createdFor(world(), file)).toHaveLength(1);
    expect(await messagesAbout(world(), 'Twice.pdf')).toHaveLength(1);
  });

  it('a guest gets one sentence, privately or in a view', async () => {
    const { slack } = world();
    const gil = slack.person('gil');
    const message = await boSays(`${world().newFile().url} dee@client.com`);
    const before = await storedCounts(world().store);
    expect(await gil.usesShortcut(shortcut, { on: message })).toEqual({ shown: null });
    await gil.sees(onlyMembers, there);
    expect((await gil.ephemerals(place)).map(({ plain }) => plain)).toEqual([onlyMembers]);
    expect(await gil.modal()).toBeNull();
    expect(await gil.usesShortcut(shortcut)).toEqual({ shown: null });
    await gil.sees(onlyMembers, { in: 'modal' });
    expect((await gil.modal())?.submit).toBeNull();
    expect(await slack.person('bo').ephemerals(place)).toEqual([]);
    const after = await storedCounts(world().store);
    expect({ ...after, people: 0 }).toEqual({ ...before, people: 0 });
  });

  it('a payload with ids of another workspace, or of a person there, does nothing', async () => {
    const { ana, slack } = world();
    const before = await storedCounts(world().store);
    const elsewhere: readonly Forged[] = [
      { by: 'ana', team: 'T0ELSEWHERE' },
      { by: 'ana', userTeam: 'T0ELSEWHERE' },
      { by: 'eve' },
    ];
    const from = slack.log.length;
    for (const who of elsewhere) {
      const common = { ...actor(world(), who), trigger_id: '1.2.forged', action_ts: '1.000001' };
      const onMessage = {
        channel: { id: 'C1', name: 'contracts' },
        message_ts: '1.000001',
        message: { type: 'message', ts: '1.000001', text: world().newFile().url },
        response_url: `${slack.baseUrl}/hooks/app/R1/none`,
      };
      const payloads = [
        { ...common, type: 'shortcut', callback_id: shortcuts.requestSignature },
        { ...common, ...onMessage, type: 'message_action', callback_id: shortcuts.requestSignatureOfMessage },
      ];
      for (const payload of payloads) expect(await slack.send({ payload })).toMatchObject({ status: 200 });
    }
    const told = (method: string) =>
      slack.log.slice(from).filter((entry) => entry.direction === 'to-slack' && entry.method === method);
    for (const method of ['response_url', 'views.open']) {
      await expect.poll(() => told(method).length).toBeGreaterThanOrEqual(3);
    }
    await quiet(world());
    for (const { body } of [...told('response_url'), ...told('views.open')]) {
      expect(body).toMatch(/full( |%20)members|did( |%20)not( |%20)work/);
    }
    expect(await ana.views()).toEqual([]);
    const after = await storedCounts(world().store);
    expect({ ...after, people: 0 }).toEqual({ ...before, people: 0 });
  });

  it('the person is told when the form cannot open in time', async () => {
    const { ana, slack } = world();
    const message = await boSays('hello');
    const late = { kind: 'error', error: 'expired_trigger_id', method: 'views.open', times: 3 } as const;
    slack.faults.next(late);
    expect(await ana.usesShortcut(shortcut, { on: message })).toEqual({ shown: null });
    await ana.sees('That did not work just now.', there);
    expect(await ana.usesShortcut(shortcut)).toEqual({ shown: null });
    await ana.sees('That did not work just now.');
    expect(await ana.modal()).toBeNull();
    slack.faults.clear();
  });

  it('a shortcut of a later version of the app gets a sentence', async () => {
    const { ana, slack } = world();
    const { shortcuts: known = [] } = slack.state.app;
    const message = await boSays('hello');
    slack.connectApp({
      shortcuts: [{ name: 'Later', type: 'message', callbackId: 'constructor', description: '' }, ...known],
    });
    expect(await ana.usesShortcut('Later', { on: message })).toEqual({ shown: null });
    await ana.sees('That is no longer possible', there);
    slack.connectApp({ shortcuts: known });
  });
});
