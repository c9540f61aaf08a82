/**
 * Box and Slack answer without end, or with a body that unpacks to a gigabyte. The app reads only a little of it, and
 * the call fails as it should.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { getFile } from '../../src/box/files.ts';
import { maxBoxAnswerBytes } from '../../src/box/network.ts';
import { postForm } from '../../src/box/oauth-call.ts';
import { sessionOf } from '../../src/box/session.ts';
import { createSignRequest } from '../../src/box/sign-requests.ts';
import { fixedToken } from '../../src/slack/client.ts';
import { createSlackGateway } from '../../src/slack/gateway.ts';
import { maxSlackAnswerBytes } from '../../src/slack/network.ts';
import { createResponder } from '../../src/slack/responder.ts';
import { hostilities, startHostileServer } from './hostile.ts';

let hostile: Awaited<ReturnType<typeof startHostileServer>>;
beforeAll(async () => {
  hostile = await startHostileServer();
});
beforeEach(() => {
  Object.assign(hostile.state, { sent: 0, asked: 0 });
});
afterAll(() => hostile.close());

const input = {
  source: { kind: 'files', fileIds: ['12'] },
  externalId: 'our-id',
  signers: [{ email: 'bo@client.com', role: 'signer', order: null }],
  options: {},
} as const;
const message = { text: 'hello', blocks: [] };

/**
 * For each call: the function, the largest answer that the app reads (bytes), and the kind of its failure when an
 * endless answer has status 200, and when it has status 500.
 */
const calls = () => {
  const { url } = hostile;
  const session = sessionOf({ apiUrl: url, callTimeoutMs: 60_000 }, async () => 'token');
  const slack = createSlackGateway({ token: fixedToken('xoxb-1'), apiUrl: `${url}/api/` });
  const form = {
    operation: 'refresh',
    mustNotRepeat: true,
    url: `${url}/oauth2/token`,
    form: {},
    callTimeoutMs: 60_000,
  };
  return {
    'a read of Box': [() => getFile(session, { fileId: '12' }), maxBoxAnswerBytes, 'retry', 'retry'],
    'a write of Box': [() => createSignRequest(session, input), maxBoxAnswerBytes, 'unknown', 'unknown'],
    'tokens of Box': [() => postForm(form), 65_536, 'unknown', 'unknown'],
    'a read of Slack': [() => slack.person('U1'), maxSlackAnswerBytes, 'retry', 'retry'],
    'a response address': [
      () => createResponder(`${url}/api/`).respond(`${url}/hooks/1`, message, 'ephemeral'),
      maxSlackAnswerBytes,
      'unknown',
      'unknown',
    ],
  } as const;
};

const callNames = [
  'a read of Box',
  'a write of Box',
  'tokens of Box',
  'a read of Slack',
  'a response address',
] as const;

/**
 * Bytes that may be unpacked before the sender notices that nobody reads: buffers of sockets and of zlib on both sides.
 */
const maxBufferedBytes = 64 * 1024 * 1024;

describe.each(callNames)('%s', (name) => {
  it.each(hostilities)('an endless answer with status 200 fails (%s)', async (how) => {
    Object.assign(hostile.state, { status: 200, how });
    const [call, limit, kind] = calls()[name];
    await expect(call()).rejects.toMatchObject({ name: 'OutsideFailure', kind, reason: 'answer_too_long' });
    expect(hostile.state.asked).toBe(1);
    expect(hostile.state.sent).toBeLessThan(limit + maxBufferedBytes);
  });

  it.each(hostilities)('an endless answer with status 500 fails (%s)', async (how) => {
    Object.assign(hostile.state, { status: 500, how });
    const [call, limit, , kind] = calls()[name];
    await expect(call()).rejects.toMatchObject({ name: 'OutsideFailure', kind, status: 500 });
    expect(hostile.state.asked).toBe(1);
    expect(hostile.state.sent).toBeLessThan(limit + maxBufferedBytes);
  });

  it('an endless answer with status 403 is a refusal', async () => {
    Object.assign(hostile.state, { status: 403, how: 'endless' });
    const [call, limit] = calls()[name];
    await expect(call()).rejects.toMatchObject({ name: 'OutsideFailure', kind: 'final', status: 403 });
    expect(hostile.state.sent).toBeLessThan(limit + maxBufferedBytes);
  });
});
