/**
 * Requests that nobody would make, at every route and with every payload: each is answered, none of them fails inside,
 * strangers change nothing, and afterwards the app still sends. The seed is printed; FUZZ_SEED repeats a run, and
 * FUZZ_CASES makes it longer.
 */
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LogEntry } from '../../sandbox/slack/log.ts';
import { maxPayloadBytes } from '../../src/slack/payload-shapes.ts';
import { maxUnsignedBytes } from '../../src/slack/receiver.ts';
import { asksFor, onlyCard } from '../stories/acts.ts';
import { installs } from '../stories/installing.ts';
import { checkLeftovers } from '../stories/leftovers.ts';
import { quiet } from '../stories/quiet.ts';
import { storedRows } from '../stories/stored.ts';
import { aWorld, stories } from '../stories/world.ts';
import { casesAt, type FuzzCase } from './fuzz-cases.ts';
import { type Corpus, recordCorpus } from './fuzz-corpus.ts';
import { type Actor, type RequestSources, requestOf } from './fuzz-requests.ts';
import { createSender, type FuzzAnswer, maxInFlight, sendsBytes } from './fuzz-send.ts';
import { allRoutes } from './routes.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
const cases = Number(process.env['FUZZ_CASES'] ?? 10_000);

/**
 * Log messages of Slack's refusals that a case causes by naming a person or view that Slack does not accept, or an
 * unknown or used-up trigger or response URL. The app logs them as errors, because a real trigger or response URL is
 * refused only when Slack or the app was slow.
 */
const refusedBySlack =
  /^slack (response_url: \w+|views\.(open|push): \w+_trigger_id|views\.update: invalid_arguments|users\.info: user_not_found|conversations\.open: (cannot_dm_bot|user_disabled|user_not_found)) /;

/**
 * Whether Slack found this call malformed, which is the app's fault. Two kinds do not count: a case that put Home in
 * the place of a modal, and calls of a response URL, because the app sends blocks of the message back as they came.
 */
function isMalformed({ direction, method, answer }: LogEntry): boolean {
  return (
    direction === 'to-slack' &&
    method !== 'response_url' &&
    /"error":"invalid_(arguments|blocks|metadata)/.test(answer) &&
    !answer.includes('unsupported type: modal')
  );
}

interface LogLine {
  readonly time: string;
  readonly level: number;
  readonly msg: string;
  readonly err?: { readonly message?: string };
  readonly error?: string;
}

/** Why an interaction failed. Empty for all other lines: no failure of a job is excused. */
function reasonOf({ msg, err, error }: LogLine): string {
  const late = msg === 'an interaction that was too late failed' ? error : undefined;
  return (err?.message ?? late ?? '').replace(/^OutsideFailure: /, '');
}

/** Columns that the app writes while time passes: the state of polling, tokens that were renewed, what a card shows. */
const writtenInTime = new Set([
  ...['observed_at', 'prepare_url', 'next_poll_at', 'drawn_hash', 'last_heard_at'],
  ...['access_token', 'refresh_token', 'expires_at', 'generation', 'refresh_claim', 'refresh_until'],
]);

stories('requests that nobody would make', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many', webhooks: true, hasForgedMessages: true });
  let corpus: Corpus;
  let ana: Actor;
  let outsiders: readonly Actor[];
  const counts = new Map<string, number>();

  beforeAll(async () => {
    const { slack } = world();
    const other = slack.addWorkspace({ name: 'Globex' });
    await installs(world(), slack.home);
    await installs(world(), other);
    corpus = await recordCorpus(world());
    await quiet(world());
    const { teamId } = slack;
    const at = (name: string, where = slack.home): Actor => {
      const { id, teamId: homeTeamId } = where.user(name);
      return { userId: id, teamId: where.teamId, homeTeamId };
    };
    ana = at('ana');
    outsiders = [
      ...['cy', 'gil', 'eve', 'dan', 'otherbot'].map((name) => at(name)),
      at('ana', other),
      at('bo', other),
      // A person of the other workspace who claims to act in this one, an unknown person, and an unknown workspace.
      { ...at('bo', other), teamId },
      { userId: 'U404', teamId, homeTeamId: teamId },
      { userId: ana.userId, teamId: 'T404', homeTeamId: 'T404' },
    ];
  });

  afterAll(() => {
    const kinds = [...counts].map(([kind, count]) => `  ${kind}: ${count}`).sort();
    process.stdout.write(`fuzzing with seed ${seed}:\n${kinds.join('\n')}\n`);
  });

  interface Sent {
    readonly one: FuzzCase;
    readonly answer: FuzzAnswer;
  }

  /** Sends these cases, several at the same time. @returns the answers, and what is wrong with them */
  async function sendsAll(
    all: readonly FuzzCase[],
    ground: RequestSources,
  ): Promise<{ sent: Sent[]; wrong: string[] }> {
    const { port } = world().app;
    const sender = createSender(port);
    const sent: Sent[] = [];
    const wrong: string[] = [];
    const waiting = [...all.entries()];
    const work = async (): Promise<void> => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        const [at, one] = next;
        // Every 100 cases the clock moves a minute, so that the limits per minute, Slack's and the app's, refuse no
        // case.
        if (at % 100 === 0) await world().passes(60_000);
        const { kind, sent: request } = requestOf(ground, one);
        counts.set(kind, (counts.get(kind) ?? 0) + 1);
        const answer = await (Buffer.isBuffer(request) ? sendsBytes(port, request) : sender.send(request));
        sent.push({ one, answer });
        const bytes = Buffer.isBuffer(request) ? request.length : Buffer.byteLength(request.body);
        const fault = faultOf(one, bytes, answer);
        if (fault !== null) wrong.push(`${fault}, ${bytes} bytes: ${JSON.stringify(one).slice(0, 600)}`);
        if (at % 20 === 0) wrong.push(...newMalformedCalls());
      }
    };
    await Promise.all(Array.from({ length: maxInFlight }, work));
    sender.close();
    return { sent, wrong: [...wrong, ...newMalformedCalls()] };
  }

  const seenCalls = new WeakSet<object>();
  /** The malformed calls that the app has made since this function was last called. */
  function newMalformedCalls(): string[] {
    const calls = world().slack.log.filter((entry) => !seenCalls.has(entry));
    for (const entry of calls) seenCalls.add(entry);
    return calls
      .filter(isMalformed)
      .map(({ method, answer, body }) => `${method}: ${answer}: ${body.slice(0, 2_000)}`);
  }

  function faultOf(one: FuzzCase, bytes: number, { status, text }: FuzzAnswer): string | null {
    // The app closes the connection without reading what is too large, or comes in pieces to a route that reads none.
    // The client may then see the connection end before it has read the answer.
    const isSigned = one.to === 'slack' && one.signature === 'right';
    if (status === null)
      return one.to === 'bytes' || bytes > (isSigned ? maxPayloadBytes : maxUnsignedBytes)
        ? null
        : 'no answer';
    // An answer with a status of 500 or above must be a page that explains it, so that people can read it.
    return status < 500 || /<h1>/.test(text) ? null : `status ${status}`;
  }

  const sourcesFor = (senders: readonly Actor[], spared: Actor | null): RequestSources => ({
    corpus,
    senders,
    spared,
    webhookKey: world().env['BOX_WEBHOOK_PRIMARY_KEY'] ?? '',
    place: world(),
  });
  const generated = fc.sample(casesAt([...allRoutes().keys()]), { seed, numRuns: cases });
  const half = Math.floor(cases / 2);

  /** The stored rows of Ana, her requests and her workspace, without columns that polls and redraws write. */
  async function rowsOfAna(): Promise<unknown[]> {
    const rows = await storedRows(world().store);
    return ['sign_requests', 'connections', 'cards', 'shared_cards', 'installations', 'settings', 'webhooks']
      .flatMap((table) => rows[table] ?? [])
      .map((row) => JSON.parse(row) as Record<string, unknown>)
      .filter(
        ({ tenant, user_id: user }) =>
          tenant === ana.teamId && [undefined, '', ana.userId].includes(user as string),
      )
      .map((row) => Object.fromEntries(Object.entries(row).filter(([column]) => !writtenInTime.has(column))));
  }

  const created = () =>
    world().box.traffic.filter(({ method, path }) => method === 'POST' && path === '/2.0/sign_requests')
      .length;

  it('come from strangers and people without rights: answered, and without effect', async () => {
    const before = await rowsOfAna();
    const asked = created();
    const { sent, wrong } = await sendsAll(generated.slice(0, half), sourcesFor(outsiders, ana));
    await quiet(world());
    expect(wrong).toEqual([]);
    expect(created()).toBe(asked);
    expect(await rowsOfAna()).toEqual(before);
    const heard = sent.map(({ answer }) => answer.text).join('\n');
    checkLeftovers(world(), heard, '');
  }, 300_000);

  it('come from a person who may send: answered, and all of it is her own', async () => {
    const { wrong } = await sendsAll(generated.slice(half), sourcesFor([ana], null));
    expect(wrong).toEqual([]);
    await quiet(world());
  }, 300_000);

  it('leave no failure in the log', () => {
    const lines = world().app.output().trimEnd().split('\n');
    const odd = lines.filter((line) => !line.startsWith('{'));
    expect(odd).toEqual([]);
    const failures = lines
      .map((line) => JSON.parse(line) as LogLine)
      .filter((line) => line.level >= 50 && !refusedBySlack.test(reasonOf(line)));
    // A busy machine is too slow now and then, for all cases that are in flight at that moment. A kind of case that is
    // always too slow would come at many moments: every 100 cases the clock moves a minute.
    const isLate = (line: LogLine): boolean =>
      /no answer within the time Slack waits|: timeout \(no answer/.test(reasonOf(line));
    const lateAt = failures.filter(isLate).map(({ time }) => Date.parse(time));
    const moments = lateAt.filter((at, index) => at - (lateAt[index - 1] ?? 0) > 3_000);
    expect(moments.length).toBeLessThanOrEqual(cases / 2_000);
    const said = new Map<string, number>();
    for (const { msg, err, ...line } of failures.filter((one) => !isLate(one))) {
      const what = JSON.stringify([
        msg,
        err,
        Object(line)['kind'],
        Object(line)['error'],
        Object(line)['step'],
      ]);
      said.set(what, (said.get(what) ?? 0) + 1);
    }
    expect(Object.fromEntries(said)).toEqual({});
  });

  it('leave the app as it was: a request goes out', async () => {
    await world().ana.reloads();
    await world().passes(60 * 60_000);
    await asksFor(world(), `${world().newFile('Afterwards.pdf').url} dee@client.com`);
    await world().ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world(), 'Afterwards.pdf', 'Place the fields');
  });
});
