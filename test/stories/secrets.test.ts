/** No secret is in what the app prints, stores or says, neither normally nor after failures. */
// runs: http, embedded, ci
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { SECRET_MARK } from '../../sandbox/box/state.ts';
import { leaks } from './disguises.ts';
import { storedText } from './stored.ts';
import { aWorld, stories } from './world.ts';

/** Texts that come from people. The requester may see them, but they must not be logged. */
const fileName = 'Zebrafinch merger.pdf';
const address = 'wolpertinger@client-of-ours.com';
const message = 'Quokka clause four & <five>';
const reason = 'Axolotl is not acceptable';
const encryptionKey = randomBytes(32).toString('base64');

stories('secrets', () => {
  const world = aWorld({ env: { LOG_LEVEL: 'debug', ENCRYPTION_KEY: encryptionKey } });

  /** The secrets that give access to something, by name. */
  function credentials(): Record<string, string> {
    const { slack, box } = world();
    const tokens = Object.keys(box.state.tokens);
    const urls = Object.values(slack.state.responseUrls);
    return {
      'bot token': slack.botToken,
      'signing secret': slack.signingSecret,
      'verification token': slack.state.app.verificationToken,
      'encryption key': encryptionKey,
      'what is in every signing link': SECRET_MARK,
      ...Object.fromEntries(tokens.map((token, index) => [`Box token ${index}`, token])),
      ...Object.fromEntries(urls.map(({ secret }, index) => [`response URL ${index}`, secret])),
    };
  }

  function prepareTokens(): Record<string, string> {
    const requests = world().box.signRequests();
    return Object.fromEntries(requests.map((one, index) => [`prepare URL ${index}`, one.prepareToken]));
  }

  async function expectNoLeaks(): Promise<void> {
    const printed = world().app.output();
    const people = {
      'file name': fileName.slice(0, 10),
      'address of a signer': address,
      'address of the requester': 'ana@acme.com',
      message,
      reason,
    };
    expect(leaks(printed, { ...credentials(), ...prepareTokens(), ...people }), printed).toEqual([]);
    expect(leaks(await storedText(world().store), { ...credentials(), ...prepareTokens() })).toEqual([]);
  }

  /** All messages and views in Slack, as they are now, as one text. */
  function shown(): string {
    const { messages, views } = world().slack.state;
    return JSON.stringify([messages, Object.values(views).map(({ content }) => content)]);
  }

  async function fillsForm(more: Record<string, string | boolean> = {}) {
    const { ana } = world();
    const file = world().newFile(fileName);
    await ana.types(`/sign ${file.url} ${address}`, { in: '#contracts' });
    await ana.sees('New signature request', { in: 'modal' });
    await ana.fills({ Message: message, ...more });
    await ana.submits();
  }

  it('no secret is left behind between the form and the signed document', async () => {
    const { ana, anaAtBox, box } = world();
    await fillsForm();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await expectNoLeaks();
    const { url } = await ana.presses('Place the fields');
    await anaAtBox.placesFieldsAndSends(url ?? '');
    await ana.closes();
    await ana.sees('Not sent yet');
    await ana.presses('Refresh');
    await ana.sees(/Sent .*Nobody has opened it/s);
    const bo = box.person(address);
    const { link } = await bo.opensMail();
    // A person pastes a signing link in place of the document's link.
    await ana.types(`/sign ${link} and then ${link}`);
    await ana.sees('New signature request', { in: 'modal' });
    await expectNoLeaks();
    await ana.fills({ 'Box link or file ID': link, 'Other signers (email)': link });
    expect(Object.keys((await ana.submits()).errors ?? {})).toContain('Box link or file ID');
    await ana.closes();
    await bo.signs(link, { typing: 'Wolpertinger' });
    await expect.poll(() => box.signRequests()[0]?.status).toBe('signed');
    await ana.presses('Refresh');
    await ana.sees(/Completed/);
    await expectNoLeaks();
  });

  it('no secret is left behind by a request whose signers have embed links', async () => {
    const { ana, box, anaAtBox } = world();
    const file = world().newFile('Offer.pdf');
    const owner = Object.values(box.state.users).find(({ login }) => login === anaAtBox.address);
    box.addSignRequest(owner ?? { id: '' }, { file, to: [address], name: 'Embedded', isEmbedded: true });
    await expect.poll(() => box.signRequests().some(({ status }) => status === 'sent')).toBe(true);
    await ana.types('/sign list');
    await ana.sees('Waiting (1)', { in: 'modal' });
    expect(JSON.stringify(box.traffic.map(({ responseBody }) => responseBody))).toContain('/embed/sign/');
    await ana.closes();
    await expectNoLeaks();
    expect(shown()).not.toContain(SECRET_MARK);
  });

  it('no secret is left behind when a signer declines', async () => {
    const { ana, anaAtBox, box } = world();
    await fillsForm();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const { url } = await ana.presses('Place the fields');
    await ana.closes();
    await anaAtBox.placesFieldsAndSends(url ?? '');
    await box.person(address).declines(undefined, reason);
    await expect.poll(async () => (await ana.messages('app')).at(-1)?.buttons).toContain('Refresh');
    await ana.presses('Refresh');
    await ana.sees(/Declined/);
    await expectNoLeaks();
  });

  it('no secret is left behind when Box or Slack fail', async () => {
    const { ana, box, slack } = world();
    const create = { method: 'POST', path: /sign_requests$/ } as const;
    const echo = {
      code: 'bad_request',
      message: `${fileName} ${address} ${box.url}`,
      context_info: { message },
    };
    for (const fault of [
      { kind: 'status', status: 400, body: echo },
      { kind: 'status', status: 403, body: echo },
      { kind: 'status', status: 401 },
      { kind: 'drop-after' },
      { kind: 'status', status: 503, applied: true },
    ] as const) {
      box.faults.next({ ...create, ...fault });
      await fillsForm();
      await ana.sees(/Nothing was sent|Nobody has been emailed yet/, { in: 'modal' });
      await ana.closes({ all: true });
    }
    for (const fault of [
      { kind: 'error', error: 'internal_error', method: 'views.open', times: 4 },
      { kind: 'status', status: 500, method: 'views.open', times: 4 },
      { kind: 'drop-after', method: 'views.open' },
      { kind: 'ratelimit', retryAfterSeconds: 30, method: 'views.open' },
    ] as const) {
      slack.faults.next(fault);
      await ana.types(`/sign ${world().newFile(fileName).url} ${address} ${message}`);
      await ana.sees(/That did not work just now/);
      await ana.reloads();
    }
    slack.faults.next({ kind: 'error', error: 'invalid_blocks', method: 'views.update' });
    slack.faults.next({ kind: 'status', status: 500, method: 'chat.postMessage' });
    slack.faults.next({ kind: 'drop-after', method: 'chat.update' });
    await fillsForm();
    await ana.closes({ all: true });
    await expect.poll(() => world().app.output()).toContain('chat.postMessage');
    slack.faults.clear();
    await expectNoLeaks();
  });

  it('no message shows a secret, except the requester’s own link', () => {
    expect(leaks(shown(), credentials())).toEqual([]);
    const { slack } = world();
    for (const handle of ['bo', 'cy', 'eve', 'gil']) {
      const { id } = slack.user(handle);
      expect(leaks(JSON.stringify(visibleTo(id)), prepareTokens())).toEqual([]);
    }
  });

  function visibleTo(userId: string): unknown {
    const { state } = world().slack;
    const conversations = Object.values(state.channels).filter(({ members }) => members.includes(userId));
    const ids = new Set(conversations.map(({ id }) => id));
    const messages = state.messages.filter(
      ({ channel, ephemeralTo }) => ids.has(channel) && (ephemeralTo === null || ephemeralTo === userId),
    );
    return [messages, Object.values(state.views).filter((view) => view.userId === userId)];
  }
});
