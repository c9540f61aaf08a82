/** Who may use the app, what everyone else is told, and the help text. */
// runs: embedded, ci
import { beforeEach, expect, it } from 'vitest';
import { commandWords } from '../../src/features/commands.ts';
import { closeHandlers, pressHandlers, submissionHandlers } from '../../src/features/table.ts';
import { actions } from '../../src/views/actions.ts';
import { asksFor, createdFor, formValues, onlyCard } from './acts.ts';
import { type Forged, press, submission } from './forging.ts';
import { pollsRarely } from './quiet.ts';
import { storedCounts } from './stored.ts';
import { aWorld, stories } from './world.ts';

/** Action ids of buttons that only open a page in the browser; Slack reports their presses all the same. */
const pageButtons: ReadonlySet<string> = new Set([actions.openSigned, actions.openLog, actions.goToBox]);

const onlyMembers = 'Sign is only for full members of this workspace. Nothing was done.';

stories('who may use the app', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('a guest gets one private sentence that the app is not for guests', async () => {
    const { slack } = world();
    const gil = slack.person('gil');
    await gil.types('/sign help', { in: '#contracts' });
    await gil.sees(onlyMembers, { in: '#contracts' });
    await gil.reloads();
    await gil.types('/sign 12345678 dee@client.com', { in: '#contracts' });
    await gil.sees(onlyMembers, { in: '#contracts' });
    expect(await gil.modal()).toBeNull();
    expect(await slack.person('ana').messages('#contracts')).toEqual([]);
  });

  it('a press by an outsider or a colleague reveals nothing about the request', async () => {
    const { slack, box } = world();
    const file = world().newFile('Private.pdf');
    await asksFor(world(), `${file.url} dee@client.com`);
    const card = await onlyCard(world(), 'Private.pdf', 'Not sent yet');
    await world().ana.closes();
    await postInChannel({ text: 'Somebody copied this', blocks: card.blocks.slice(-1) });
    await pollsRarely(world());
    const before = box.traffic.length;
    for (const [who, told] of [
      ['eve', onlyMembers],
      ['gil', onlyMembers],
      ['cy', 'We no longer have this request'],
    ] as const) {
      const person = slack.person(who);
      await person.presses('Refresh');
      await person.sees(told, { in: '#contracts' });
      expect(JSON.stringify(await person.messages('#contracts'))).not.toContain('Private.pdf');
    }
    expect(box.traffic.length).toBe(before);
    await onlyCard(world(), 'Private.pdf', 'Not sent yet');
  });

  /** Posts this message as the app, in a channel where everyone can press its buttons. */
  async function postInChannel(message: object): Promise<void> {
    const { slack } = world();
    const channel = Object.values(slack.state.channels).find(({ name }) => name === 'contracts');
    channel?.members.push(slack.botUserId);
    const answer = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
      body: JSON.stringify({ channel: channel?.id, ...message }),
    });
    expect(await answer.json()).toMatchObject({ ok: true });
  }

  it('a colleague without a Box connection can fill in the form, and nothing is sent', async () => {
    const { slack } = world();
    const file = world().newFile();
    const bo = slack.person('bo');
    await bo.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    await bo.sees('Not connected to Box', { in: 'modal' });
    await bo.fills({ Message: 'Hello' });
    expect(await bo.submits()).toEqual({});
    await bo.sees('⚠️ Nothing was sent. You are not connected to Box here.', { in: 'modal' });
    expect((await bo.modal())?.values).toMatchObject({ 'Box link or file ID': file.url, Message: 'Hello' });
    expect(createdFor(world(), file)).toEqual([]);
    expect(await bo.messages('app')).toEqual([]);
  });

  it('a deactivated person loses access within about an hour, although their data was cached', async () => {
    const { slack, box } = world();
    const left = slack.addUser({ handle: 'leo' });
    const leo = slack.person('leo');
    await leo.types('/sign', { in: 'app' });
    await leo.sees('New signature request', { in: 'modal' });
    const file = world().newFile();
    await leo.fills({ 'Box link or file ID': file.url, 'Other signers (email)': 'dee@client.com' });
    // The number of calls to Box, without the app's own polls.
    const asked = () =>
      box.traffic.filter(({ method, path }) => method !== 'GET' || !path.includes('/sign_requests')).length;
    const before = asked();
    left.deleted = true;
    await world().passes(61 * 60_000);
    const opened = () => slack.log.filter(({ method }) => method === 'views.open').length;
    const views = opened();
    const logged = slack.log.length;
    const typed = new URLSearchParams({
      command: '/sign',
      text: file.url,
      user_id: left.id,
      team_id: slack.teamId,
      channel_id: 'C1',
      trigger_id: 'none',
      response_url: `${slack.baseUrl}/hooks/command/none/none`,
    });
    expect((await slack.send({ payload: typed.toString() })).status).toBe(200);
    const told = () => slack.log.slice(logged).filter(({ method }) => method === 'response_url');
    await expect
      .poll(() =>
        told()
          .map(({ body }) => body)
          .join(),
      )
      .toContain(onlyMembers);
    expect(opened()).toBe(views);
    expect(asked()).toBe(before);
  });
});

stories('outsiders at every entry point', () => {
  const world = aWorld();
  const strangers = [
    ['a guest', { by: 'gil' }],
    ['a person of another workspace', { by: 'eve' }],
    ['a colleague, in whose name a payload comes from another workspace', { by: 'bo', userTeam: 'T0OTHER' }],
  ] as const;

  /** The texts that this response URL has shown. */
  const told = (address: string) => () =>
    world()
      .slack.log.filter(({ path }) => address.endsWith(path))
      .map(({ body }) => body)
      .join();

  it.each(strangers)('every command, press, submission and close of %s is refused', async (_what, who) => {
    const { slack, box } = world();
    const before = await storedCounts(world().store);
    const calls = box.traffic.length;
    expect(commandWords.length).toBeGreaterThan(8);
    for (const text of ['', ...commandWords, 'connect 123456', 'else', '12345678 dee@client.com']) {
      await expectTurnedAway({ command: '/sign', text, ...commandOf(who) });
    }
    const actionIds = Object.keys(pressHandlers).filter((name) => !pageButtons.has(name));
    expect(actionIds.length).toBeGreaterThan(20);
    for (const actionId of actionIds) await expectTurnedAway(press(world(), who, { actionId, value: 'x' }));
    for (const callbackId of Object.keys(submissionHandlers)) {
      const { body } = await slack.send({ payload: submission(world(), who, { callbackId }) });
      expect(body, callbackId).toContain(onlyMembers);
    }
    for (const callbackId of Object.keys(closeHandlers)) {
      const closed = { ...submission(world(), who, { callbackId }), type: 'view_closed' };
      expect(await slack.send({ payload: closed }), callbackId).toMatchObject({ status: 200, body: '' });
    }
    expect(await storedCounts(world().store)).toEqual(before);
    expect(box.traffic.length).toBe(calls);
    expect(slack.log.filter(({ method }) => method.startsWith('views.'))).toEqual([]);
  });

  function commandOf({ by, userTeam }: Forged): Record<string, string> {
    const { slack } = world();
    // In shared channels Slack names the workspace of the person who types.
    const team = userTeam ?? slack.user(by).teamId;
    return { user_id: slack.user(by).id, team_id: team, channel_id: 'C1', trigger_id: 'none' };
  }

  let addresses = 0;

  async function expectTurnedAway(payload: Record<string, unknown>): Promise<void> {
    const { slack } = world();
    addresses += 1;
    const address = `${slack.baseUrl}/hooks/action/R${addresses}/none`;
    const sent = { ...payload, response_url: address };
    const isCommand = 'command' in payload;
    const body = isCommand ? new URLSearchParams(sent as Record<string, string>).toString() : sent;
    expect((await slack.send({ payload: body })).status).toBe(200);
    await expect.poll(told(address), { message: JSON.stringify(payload) }).toContain(onlyMembers);
  }
});

stories('help and quotations', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('only the person who typed sees help, and can open the form from there', async () => {
    const { ana, slack } = world();
    await ana.types('/sign help', { in: '#contracts' });
    const help = await ana.sees('Get a Box document signed. Only you can see this.', { in: '#contracts' });
    expect(help).toContain('/sign — opens the form for a new signature request');
    expect(help).toContain('/sign LINK email@… @person …');
    expect(help).toContain('/sign help — shows this list');
    expect(await slack.person('bo').messages('#contracts')).toEqual([]);
    await ana.presses('Open');
    await ana.sees('New signature request', { in: 'modal' });
    expect((await formValues(world()))['Box link or file ID']).toBe('');
  });

  it.each([
    ['/sign hlep', /I didn't recognize "\/sign hlep"\. Did you mean "\/sign help"\?/],
    ['/sign acme', /I didn't recognize "\/sign acme"\. Type "\/sign help" to see what you can do\./],
    ['/sign *acme* <b>', /I didn't recognize "\/sign \*acme\* <b>"/],
  ])('%s gets an answer that only the person who typed sees', async (typed, answer) => {
    const { ana, slack } = world();
    await ana.types(typed, { in: '#contracts' });
    await ana.sees(answer, { in: '#contracts' });
    expect(await slack.person('bo').messages('#contracts')).toEqual([]);
    expect(await ana.modal()).toBeNull();
  });

  it('the app quotes words as they were typed, not in Slack’s encoding', async () => {
    const { ana } = world();
    await ana.types('/sign R&D <plan>', { in: '#contracts' });
    await ana.sees(/I didn't recognize/, { in: '#contracts' });
    const [answer] = await ana.ephemerals('#contracts');
    expect(JSON.stringify(answer?.blocks)).toContain('/sign R&D <plan>');
  });

  it('the app quotes the command’s name as it was installed', async () => {
    const { ana } = world();
    await ana.types('/unterschreiben hilfe', { in: 'app' });
    await ana.sees('Type "/unterschreiben help" to see what you can do.', { in: 'app' });
  });
});
