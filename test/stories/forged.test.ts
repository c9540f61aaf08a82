/** Requests that Slack never sent, and Slack's own requests with forged content: none has an effect. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { actions } from '../../src/views/actions.ts';
import {
  formType,
  press,
  type RawResponse,
  sendsRaw,
  signedHeaders,
  submission,
  trickle,
} from './forging.ts';
import { pollsRarely } from './quiet.ts';
import { storedCounts } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

/** A word that the app itself never writes. If the log has it, the app has logged content of a request. */
const marker = 'Zebrafinch';

/** Action ids left out below: they open a page, an empty form, the settings, or the person's own list. */
const leftOutActions: readonly string[] = [
  actions.openForm,
  actions.placeFields,
  actions.openSigned,
  actions.openLog,
  actions.goToBox,
  actions.allRequests,
  actions.settings,
  actions.listSearch,
  actions.listNewer,
  actions.listOlder,
  actions.listAgain,
  actions.more,
];
const answeredActions = Object.values(actions).filter((action) => !leftOutActions.includes(action));

/** Counts of what the app has done: stored requests, drafts and cards, calls to Slack and calls to Box. */
async function countsOfEffects({ store, slack, box }: World): Promise<unknown> {
  const calls = slack.log.filter((entry) => entry.direction === 'to-slack').length;
  return { rows: await storedCounts(store), toSlack: calls, toBox: box.traffic.length };
}

/** Checks that the app still answers. */
async function expectAlive(world: World): Promise<void> {
  expect((await sendsRaw(world, { method: 'GET', path: '/healthz' })).status).toBe(200);
}

const refused = ({ status }: { status: number | null }): boolean =>
  status !== null && status >= 400 && status < 500;

/** The body of a command as Slack would send it. */
function commandBody(world: World, more: Record<string, string> = {}): string {
  return new URLSearchParams({
    command: '/sign',
    text: marker,
    team_id: world.slack.teamId,
    user_id: world.slack.user('ana').id,
    channel_id: 'C1',
    trigger_id: '1.2.forged',
    response_url: `${world.slack.baseUrl}/hooks/command/R1/none`,
    ...more,
  }).toString();
}

stories('forged requests', () => {
  const world = aWorld({ env: { LOG_LEVEL: 'debug' } });

  it('unsigned, wrongly signed, old and future requests are refused', async () => {
    const before = await countsOfEffects(world());
    const payload = commandBody(world());
    const now = Math.floor(Date.now() / 1000);
    const forgeries = [
      { payload, sign: false },
      { payload, sign: 'wrong' },
      { payload, timestamp: now - 6 * 60 },
      { payload, timestamp: now + 6 * 60 },
      { payload, timestamp: Number.NaN },
      { payload, timestamp: 0 },
      {
        payload: { type: 'url_verification', challenge: marker },
        sign: 'wrong',
        contentType: 'application/json',
      },
    ] as const;
    for (const forgery of forgeries) {
      const answer = await world().slack.send(forgery);
      expect(answer, JSON.stringify(forgery)).toEqual({
        status: 401,
        body: expect.not.stringContaining(marker),
      });
    }
    const bare = await sendsRaw(world(), { body: payload, headers: { 'content-type': formType } });
    expect(bare.status).toBe(401);
    for (const signature of ['', 'v0', 'v0=', 'v1=00', 'v0=zz']) {
      const headers = { ...signedHeaders(world(), payload), 'x-slack-signature': signature };
      expect((await sendsRaw(world(), { body: payload, headers })).status).toBe(401);
    }
    expect(await countsOfEffects(world())).toEqual(before);
    expect(world().app.output()).not.toContain(marker);
    await expectAlive(world());
  });

  it('a payload hidden beside ssl_check has no effect', async () => {
    const before = await countsOfEffects(world());
    const body = `ssl_check=1&${commandBody(world())}`;
    const answer = await sendsRaw(world(), { body, headers: { 'content-type': formType } });
    expect(answer.body).toBe('');
    expect(await countsOfEffects(world())).toEqual(before);
  });

  it('odd bodies are refused even with a valid signature', async () => {
    const before = await countsOfEffects(world());
    const json = [
      'null',
      '1',
      '[]',
      `"${marker}"`,
      'true',
      '{}',
      `{"${marker}"`,
      '',
      `{"event":"${marker}"}`,
      `{"type":"event_callback","event":{"type":"tokens_revoked"},"team_id":"${marker}"}`,
    ];
    const odd: { body: string; type: string }[] = json.flatMap((body) => [
      { body, type: 'application/json' },
      { body: new URLSearchParams({ payload: body }).toString(), type: formType },
    ]);
    const nested = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    odd.push(
      { body: nested, type: 'application/json' },
      { body: `payload=${marker}`, type: formType },
      { body: '%%%', type: formType },
      { body: 'payload=%7B%7D&payload=%7B%7D', type: formType },
      {
        body: JSON.stringify({ command: ['/sign'], user_id: { a: marker }, text: 7 }),
        type: 'application/json',
      },
      { body: 'command=/sign&command=/other&user_id=U1&user_id=U2', type: formType },
      { body: commandBody(world()), type: `${formType}; charset=utf-8` },
      { body: commandBody(world()), type: 'text/plain' },
      { body: commandBody(world()), type: 'multipart/form-data; boundary=x' },
      { body: commandBody(world()), type: '' },
    );
    for (const { body, type } of odd) {
      const answer = await sendsRaw(world(), { body, headers: signedHeaders(world(), body, type) });
      const said = `${type}: ${body.slice(0, 60)} → ${answer.status}`;
      expect(refused(answer), said).toBe(true);
    }
    expect(await countsOfEffects(world())).toEqual(before);
    expect(world().app.output()).not.toContain(marker);
    await expectAlive(world());
  });

  it('interactions without the fields that Slack always sends are refused', async () => {
    const before = await countsOfEffects(world());
    const whole = press(world(), { by: 'ana' }, { actionId: 'refresh', value: marker });
    const view = submission(world(), { by: 'ana' }, { callbackId: 'create' });
    const lacking = [
      ...['user', 'actions'].map((key) => ({ ...whole, [key]: undefined })),
      { ...whole, actions: [] },
      { ...whole, actions: [null] },
      { ...whole, actions: marker },
      { ...whole, user: { id: [marker] } },
      { ...whole, user: null },
      { ...view, view: undefined },
      { ...view, view: null },
      { ...view, view: [marker] },
      { ...view, user: marker },
      { ...view, type: marker },
      { ...view, type: 'constructor' },
      { type: 'block_actions' },
      { type: 'view_submission' },
      { type: 'view_closed', view: {} },
      { ...whole, type: 'shortcut' },
      { ...whole, type: 'message_action', callback_id: marker, message: marker },
      { ...whole, type: 'message_action', callback_id: marker, channel: undefined },
      { command: '/sign' },
    ];
    for (const payload of lacking) {
      const answer = await world().slack.send({ payload });
      expect(refused(answer), `${JSON.stringify(payload)} → ${answer.status}`).toBe(true);
    }
    expect(await countsOfEffects(world())).toEqual(before);
    expect(world().app.output()).not.toContain(marker);
    await expectAlive(world());
  });

  it('an action or view that is named like an inherited member, such as constructor, finds no handler', async () => {
    const before = await storedCounts(world().store);
    const calls = world().box.traffic.length;
    const names = [
      '__proto__',
      'constructor',
      'toString',
      'hasOwnProperty',
      'valueOf',
      '',
      marker,
      'a'.repeat(255),
    ];
    for (const name of names) {
      const { slack } = world();
      const answers = [
        await slack.send({ payload: press(world(), { by: 'ana' }, { actionId: name, value: name }) }),
        await slack.send({
          payload: submission(world(), { by: 'ana' }, { callbackId: name, metadata: name }),
        }),
        await slack.send({
          payload: { ...submission(world(), { by: 'ana' }, { callbackId: name }), type: 'view_closed' },
        }),
      ];
      for (const { status, body } of answers) {
        expect(status, name).toBe(200);
        expect(body).not.toContain('internal');
      }
    }
    expect(await storedCounts(world().store)).toEqual(before);
    expect(world().box.traffic.length).toBe(calls);
    expect(world().app.output()).not.toContain(marker);
    await expectAlive(world());
  });

  it('keys like __proto__ inside a payload are plain data', async () => {
    const { slack } = world();
    const before = await storedCounts(world().store);
    const polluting =
      '{"__proto__":{"requestId":"x","draftId":"x","isAdmitted":true,"value":"x"},"constructor":{"prototype":{"polluted":1}}}';
    const base = JSON.stringify(
      submission(world(), { by: 'ana' }, { callbackId: 'create', metadata: polluting }),
    );
    const payload = base.replace('"values":{}', `"values":${polluting}`);
    const body = new URLSearchParams({ payload }).toString();
    const answer = await sendsRaw(world(), { body, headers: signedHeaders(world(), body) });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('out of date');
    for (const by of ['ana', 'gil', 'eve']) {
      const refresh = press(world(), { by }, { actionId: 'refresh', value: undefined });
      expect((await slack.send({ payload: refresh })).status).toBe(200);
    }
    expect(await storedCounts(world().store)).toEqual(before);
    await expectAlive(world());
  });

  it('every address and method gets an answer', async () => {
    const expected: readonly [string, string, number][] = [
      ['GET', '/slack/events', 405],
      ['PUT', '/slack/events', 405],
      ['POST', '/slack/events/', 404],
      ['POST', '/slack/events%2f', 404],
      ['POST', '/SLACK/EVENTS', 404],
      ['GET', '/slack/events/../healthz', 404],
      ['GET', '/slack/../healthz', 200],
      ['GET', '//', 400],
      ['GET', '///', 400],
      ['GET', '/%', 404],
      ['GET', '/%00', 404],
      ['GET', '/%ff%fe', 404],
      ['GET', '/..%2f..%2fetc%2fpasswd', 404],
      ['GET', '/', 404],
      ['GET', '/slack/install', 404],
      ['GET', `/${'a'.repeat(8_000)}`, 404],
      ['OPTIONS', '*', 404],
      ['DELETE', '/healthz', 405],
      ['GET', 'http://other.example/healthz', 200],
    ];
    for (const [method, path, status] of expected) {
      const answer = await sendsRaw(world(), { method, path });
      expect(answer.status, `${method} ${path.slice(0, 60)}`).toBe(status);
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
    }
    const endless = await sendsRaw(world(), { method: 'GET', path: `/${'a'.repeat(100_000)}` });
    // The connection may be cut while the request is still being sent, so that the answer may not arrive.
    expect([431, null]).toContain(endless.status);
    await expectAlive(world());
  });

  it('bodies that are too large are refused, with and without a stated length', async () => {
    const before = await countsOfEffects(world());
    const part = 'x'.repeat(64 * 1024);
    const parts = Array.from({ length: 80 }, () => part);
    const whole = parts.join('');
    const tooLarge = ({ status }: RawResponse): boolean => status === 413 || status === null;
    expect(tooLarge(await sendsRaw(world(), { body: whole, headers: signedHeaders(world(), whole) }))).toBe(
      true,
    );
    expect(tooLarge(await sendsRaw(world(), { body: parts, headers: { 'content-type': formType } }))).toBe(
      true,
    );
    expect(await countsOfEffects(world())).toEqual(before);
    await expectAlive(world());
  });

  it('clients that send half a request do not keep the app busy', async () => {
    const head = `POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-type: ${formType}\r\ncontent-length: 5000\r\n\r\n`;
    const sockets = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        trickle(world(), index % 2 === 0 ? `${head}payload=${marker}` : 'POST /slack/events HTT'),
      ),
    );
    await expectAlive(world());
    expect(await world().ana.types('/sign help')).toEqual({ shown: null });
    await world().ana.sees('opens the form');
    for (const socket of sockets) socket.destroy();
    await expectAlive(world());
    const rubbish = await trickle(world(), 'NONSENSE\r\n\r\n\0\0\0');
    const said = await new Promise<string>((resolve) =>
      rubbish.once('data', (data) => resolve(String(data))),
    );
    rubbish.destroy();
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(world().app.output()).not.toContain(marker);
  });

  /** Ana creates a request. Returns its file, its ids from the modals, and its card. */
  async function requestOfAna() {
    const { ana, box } = world();
    const file = world().newFile();
    const known = box.signRequests().length;
    await ana.types(`/sign ${file.url} bo@client.com`);
    await ana.sees('New signature request', { in: 'modal' });
    const draftId = String(metadataOfTop('ana')['draftId']);
    await ana.submits();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const requestId = String(metadataOfTop('ana')['requestId']);
    await ana.sees(new RegExp(file.name));
    expect(box.signRequests().length).toBe(known + 1);
    const card = (await ana.messages('app')).findLast(({ plain }) => plain.includes(file.name));
    if (!card) throw new Error('there is no card');
    return { file, draftId, requestId, card };
  }

  /** The modal on top of a person's screen. */
  function topView(handle: string) {
    const { slack } = world();
    const id = slack.state.stacks[slack.user(handle).id]?.at(-1);
    const view = id === undefined ? undefined : slack.state.views[id];
    if (!view) throw new Error(`${handle} has no modal open`);
    return view;
  }

  function metadataOfTop(handle: string): Record<string, unknown> {
    return JSON.parse(String(topView(handle).content['private_metadata'])) as Record<string, unknown>;
  }

  /** A button with any value, in a message that everyone in the channel sees. */
  function forgedButton(actionId: string, value: string, onMessage: { channel: string; ts: string }) {
    const text = { type: 'plain_text', text: 'Press', emoji: false };
    const element = { type: 'button', action_id: actionId, text, value };
    return { ...onMessage, blocks: [{ type: 'actions', block_id: 'b', elements: [element] }] };
  }

  async function channelMessage() {
    const { ana } = world();
    await ana.types('Look at this', { in: '#contracts' });
    const { channel, ts } = (await ana.messages('#contracts')).at(-1) ?? { channel: '', ts: '' };
    return { channel, ts };
  }

  it('a genuine request of Slack that is sent a second time has no second effect', async () => {
    const { ana, box, slack } = world();
    const { file } = await requestOfAna();
    const before = { rows: await storedCounts(world().store), created: box.signRequests().length };
    expect((await slack.replay('view_submission')).status).toBe(200);
    await ana.closes({ all: true });
    await expect.poll(async () => (await slack.replay('view_submission')).status).toBe(200);
    expect(box.signRequests().length).toBe(before.created);
    // The trigger was used already, so no second form opens, and nobody is told of a failure.
    expect((await slack.replay('/sign')).status).toBe(200);
    await expect.poll(() => world().app.output()).toContain('a view was opened by an earlier delivery');
    expect(await ana.views()).toEqual([]);
    const after = await storedCounts(world().store);
    expect(after['sign_requests']).toBe(before.rows['sign_requests']);
    const cards = (await ana.messages('app')).filter(({ plain }) => plain.includes(file.name));
    expect(cards.length).toBe(1);
  });

  it('only the requester is shown anything and can change anything', async () => {
    const { slack, box } = world();
    const { file, requestId } = await requestOfAna();
    const message = await channelMessage();
    await pollsRarely(world());
    const calls = box.traffic.length;
    const before = await storedCounts(world().store);
    const cy = slack.person('cy');
    for (const verb of answeredActions) {
      await cy.reloads();
      const real = await cy.presses('Press', { on: forgedButton(verb, requestId, message) });
      expect(real.shown).toBeNull();
      const answer = await answerTo('cy', verb);
      await cy.reloads();
      await cy.presses('Press', { on: forgedButton(verb, 'no-such-request', message) });
      // An existing request and a missing one get the same answer.
      expect(await answerTo('cy', verb), verb).toBe(answer);
      expect(answer).not.toContain(file.name);
    }
    expect(box.traffic.length).toBe(calls);
    expect(await storedCounts(world().store)).toEqual(before);
  });

  /**
   * The only private answer that the app has given to a person. @param about what was tried, for the error
   * text
   */
  async function answerTo(handle: string, about: string): Promise<string> {
    const person = world().slack.person(handle);
    await expect.poll(async () => (await person.ephemerals('#contracts')).length, { message: about }).toBe(1);
    return (await person.ephemerals('#contracts')).map(({ plain }) => plain).join();
  }

  it('guests and people of other workspaces get one sentence for a press', async () => {
    const { slack, box } = world();
    const { file, requestId } = await requestOfAna();
    const message = await channelMessage();
    await pollsRarely(world());
    const calls = box.traffic.length;
    for (const handle of ['eve', 'gil']) {
      const person = slack.person(handle);
      for (const verb of [
        'refresh',
        'discard',
        'fix_and_send',
        'send_again',
        'open_form',
        'check_and_send',
      ]) {
        await person.reloads();
        await person.presses('Press', { on: forgedButton(verb, requestId, message) });
        const said = await person.sees('full members', { in: '#contracts' });
        expect(said).not.toContain(file.name);
        expect(await person.views()).toEqual([]);
      }
    }
    const foreignTeam = press(
      world(),
      { by: 'ana', team: 'T0OTHER' },
      { actionId: 'refresh', value: requestId },
    );
    expect((await slack.send({ payload: foreignTeam })).status).toBe(200);
    const foreignUser = press(
      world(),
      { by: 'ana', userTeam: 'T0OTHER' },
      { actionId: 'refresh', value: requestId },
    );
    expect((await slack.send({ payload: foreignUser })).status).toBe(200);
    for (const forged of [{ team: 'T0OTHER' }, { userTeam: 'T0OTHER' }]) {
      const payload = submission(
        world(),
        { by: 'ana', ...forged },
        { callbackId: 'check', metadata: { requestId } },
      );
      expect((await slack.send({ payload })).body).toContain('full members');
    }
    expect(box.traffic.length).toBe(calls);
  });

  it('a form or check that names another person’s data is treated as expired', async () => {
    const { slack, box, ana } = world();
    const cy = slack.person('cy');
    const { draftId, requestId, file } = await requestOfAna();
    await ana.closes({ all: true });
    const before = await storedCounts(world().store);
    const created = box.signRequests().length;

    await cy.types(`/sign ${file.url} bo@client.com`);
    await cy.sees('New signature request', { in: 'modal' });
    topView('cy').content['private_metadata'] = JSON.stringify({ draftId, expanded: false });
    await cy.presses('More options');
    expect(await cy.sees('is no longer possible', { in: 'modal' })).not.toContain(file.name);
    await cy.closes();
    await cy.submits();
    expect(await cy.sees('out of date', { in: 'modal' })).not.toContain(file.name);
    await cy.closes({ all: true });

    const inCheck = { callbackId: 'check', metadata: { requestId } };
    const answer = await slack.send({ payload: submission(world(), { by: 'cy' }, inCheck) });
    const unknown = { callbackId: 'check', metadata: { requestId: 'no-such-request' } };
    const other = await slack.send({ payload: submission(world(), { by: 'cy' }, unknown) });
    expect(answer).toEqual(other);
    expect(answer.body).not.toContain(file.name);

    expect(box.signRequests().length).toBe(created);
    expect((await storedCounts(world().store))['sign_requests']).toBe(before['sign_requests']);
  });

  it('nobody else can send or change the request that Ana is about to check', async () => {
    const { ana, slack, box } = world();
    const file = world().newFile();
    await ana.types(`/sign ${file.url} bo@client.com`);
    await ana.sees('New signature request', { in: 'modal' });
    await ana.fills({ 'Send now, without fields': true });
    await ana.submits();
    await ana.sees('Check and send', { in: 'modal' });
    const requestId = String(metadataOfTop('ana')['requestId']);
    const created = box.signRequests().length;
    for (const by of ['cy', 'gil', 'eve']) {
      const payload = submission(world(), { by }, { callbackId: 'check', metadata: { requestId } });
      const { body } = await slack.send({ payload });
      expect(body).not.toContain(file.name);
      expect(body).toContain('"push"');
    }
    for (const button of ['change_something', 'send_another', 'show_that_one']) {
      const shown = topView('ana');
      const payload = {
        ...press(world(), { by: 'cy' }, { actionId: button, value: requestId }),
        view: { id: shown.id, callback_id: 'check', private_metadata: '', state: { values: {} } },
      };
      expect((await slack.send({ payload })).status).toBe(200);
    }
    expect(box.signRequests().length).toBe(created);
    await ana.submits();
    await expect.poll(() => box.signRequests().length).toBe(created + 1);
    await ana.closes({ all: true });
  });
});
