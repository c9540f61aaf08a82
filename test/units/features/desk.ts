/**
 * A workspace for unit tests of features: a store and gateways like those of the app, and one HTTP server that stands
 * for Slack and Box and whose answers each test sets.
 */

import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import Database from 'libsql';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { createBoxConnections } from '../../../src/box/connections.ts';
import type { Run } from '../../../src/features/run.ts';
import type { Services } from '../../../src/features/services.ts';
import { workRules } from '../../../src/features/work-rules.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { type Step, work } from '../../../src/signing/work.ts';
import { fixedToken } from '../../../src/slack/client.ts';
import { createSlackGateway } from '../../../src/slack/gateway.ts';
import { openStore, type Store } from '../../../src/store/database.ts';
import { tuesday } from '../../builders/sign-requests.ts';
import { aSignRequest as boxJson } from '../box/sign-request-json.ts';
import { KEY, temporaryFolder } from '../store/stores.ts';

/** A call that Slack or Box has received: `chat.postMessage`, `respond`, or `GET /sign_requests/box-1`. */
export interface Call {
  readonly to: string;
  /** The fields that were sent, those of a query included. */
  readonly body: Readonly<Record<string, string>>;
  /** The header that names a shared link to Box; absent: none was sent. */
  readonly boxapi?: string;
}

/** An answer of Slack or Box. `drop` closes the connection instead. */
export type DeskAnswer =
  | { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: unknown }
  | 'drop';

export interface Desk {
  readonly services: Services;
  readonly store: Store;
  /** The run of a job, which holds its lease. */
  readonly run: Run;
  /** Answers of Slack and Box by the call; those of Slack's without an entry succeed. */
  readonly answers: Record<string, DeskAnswer | ((call: Call) => DeskAnswer | Promise<DeskAnswer>)>;
  readonly calls: Call[];
  /** The calls whose name begins like this, by name. */
  callsTo(name: string): readonly string[];
  readonly clock: { now: number };
  /** The messages that were logged, with their level's number and fields. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  readonly responseUrl: string;
  /** Stores the request, without the jobs that its creation enqueues. */
  given(record: SignRequest): Promise<SignRequest>;
  /** The stored request. */
  stored(record: Pick<SignRequest, 'id'>): Promise<SignRequest>;
  /** Deletes the request as the sweep does. */
  deleted(record: Pick<SignRequest, 'id'>): Promise<void>;
  /** The arguments of the jobs of this step that wait, and after how many milliseconds they run. */
  waiting(step: Step): Promise<readonly { readonly args: object; readonly inMs: number }[]>;
  /** Closes the store, so that nothing can be read or written any longer. */
  close(): Promise<void>;
  /** Deletes the jobs that wait. */
  forgetJobs(): Promise<void>;
}

/** What Box says about the request of `aSignRequest().sentTo('bo@client.com')`, unless fields say otherwise. */
export function atBox(fields: Record<string, unknown> = {}): DeskAnswer {
  const signers = [{ email: 'bo@client.com', role: 'signer', order: 1, has_viewed_document: false }];
  const external_id = '8d1a5c9e-0000-4000-8000-000000000001';
  return { body: boxJson({ id: 'box-1', external_id, status: 'sent', signers, ...fields }) };
}

/** A refusal of Slack, which answers 200. */
export const slackRefuses = (error: string): DeskAnswer => ({ body: { ok: false, error } });

const slackAnswers: Readonly<Record<string, object>> = {
  'conversations.open': { channel: { id: 'D1' } },
  'chat.postMessage': { ts: '1.1' },
  'views.open': { view: { id: 'V_NEW' } },
  'views.push': { view: { id: 'V_NEW' } },
  'users.info': { user: { id: 'U_ANA', team_id: 'T1', name: 'Ana', real_name: 'Ana', locale: 'en-GB' } },
  'conversations.history': { messages: [] },
};

/** Sets up a workspace; it is closed after the test. @param given services that differ from the usual ones */
export async function setDesk(given: Partial<Services> = {}): Promise<Desk> {
  const calls: Call[] = [];
  const answers: Desk['answers'] = {};
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://desk');
    const isBox = pathname.startsWith('/2.0/');
    const to = isBox ? `${request.method} ${pathname.slice(4)}` : pathname.replace(/^\/(api\/)?/, '');
    const sent = Buffer.concat(chunks).toString();
    const body = read(sent, request.headers['content-type'] ?? '');
    const boxapi = request.headers['boxapi'];
    const call = {
      to,
      body: request.method === 'GET' ? Object.fromEntries(searchParams) : body,
      ...(typeof boxapi === 'string' && { boxapi }),
    };
    calls.push(call);
    const set = answers[to] ?? { body: { ok: true, ...slackAnswers[to] } };
    const answer = typeof set === 'function' ? await set(call) : set;
    if (answer === 'drop') return request.socket.destroy();
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    return response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clock = { now: tuesday };
  const now = () => clock.now;
  const dataDir = temporaryFolder();
  const store = await openStore({ dataDir, encryptionKeys: KEY, rules: workRules, now });
  let isClosed = false;
  const close = async () => {
    if (isClosed) return;
    isClosed = true;
    await store.close();
  };
  onTestFinished(async () => {
    await close();
    rmSync(dataDir, { recursive: true });
    server.close();
    server.closeAllConnections();
  });
  const raw = (statement: string): readonly Record<string, unknown>[] => {
    const file = new Database(join(dataDir, 'store.db'));
    try {
      const prepared = file.prepare(statement);
      if (prepared.reader) return prepared.all() as Record<string, unknown>[];
      prepared.run();
      return [];
    } finally {
      file.close();
    }
  };
  await store.jobs.enqueue('T1', work.sweep({}));
  const claimed = await store.jobs.claim();
  if (claimed === null) throw new Error('no lease');
  const forgetJobs = async () => {
    raw("delete from jobs where state = 'waiting'");
  };
  const log: Record<string, unknown>[] = [];
  const services: Services = {
    store,
    slack: createSlackGateway({ token: fixedToken('xoxb-1'), apiUrl: `${url}/api/`, now }),
    box: createBoxConnections({
      apiUrl: url,
      uploadUrl: url,
      access: { kind: 'trial', developerToken: 'token', developerSlackUser: 'U_ANA' },
    }),
    accountMode: { kind: 'trial' },
    revokeAtBox: null,
    events: null,
    log: pino({}, { write: (line: string) => log.push(JSON.parse(line)) }),
    identity: {
      teamId: 'T1',
      name: 'Acme',
      enterpriseId: null,
      isEnterpriseInstall: false,
      botUserId: 'UBOT',
      botId: 'BBOT',
      scopes: null,
    },
    now,
    startedAt: tuesday,
    destinationFolderId: null,
    webhookAddress: null,
    ...given,
  };
  return {
    services,
    store,
    run: { tenant: 'T1', jobId: 'job-1', attempts: 1, createdAt: tuesday, lease: claimed.lease },
    answers,
    calls,
    callsTo: (name) => calls.map(({ to }) => to).filter((to) => to.startsWith(name)),
    clock,
    log,
    responseUrl: `${url}/respond`,
    close,
    forgetJobs,
    given: async (record) => {
      const { requester, nonce, fingerprint, createdAt: since } = record;
      const key = { requester, nonce, fingerprint, since };
      await store.signRequests.createUnlessDuplicate('T1', key, () => ({ record, steps: [] }));
      await forgetJobs();
      return record;
    },
    stored: async ({ id }) => {
      const record = await store.signRequests.get('T1', id);
      if (record === null) throw new Error('not stored');
      return record;
    },
    deleted: async ({ id }) => {
      raw(`delete from sign_requests where id = '${id}'`);
    },
    waiting: async (step) => {
      const columns = 'request_id, args, run_at';
      const rows = raw(
        `select ${columns} from jobs where state = 'waiting' and step = '${step}' order by run_at`,
      );
      return rows.map(({ request_id: requestId, args, run_at }) => ({
        args: { ...(requestId !== null && { requestId }), ...JSON.parse(String(args)) },
        inMs: Number(run_at) - clock.now,
      }));
    },
  };
}

function read(body: string, type: string): Call['body'] {
  if (type.includes('urlencoded')) return Object.fromEntries(new URLSearchParams(body));
  return type.includes('json') && body !== '' ? JSON.parse(body) : {};
}
