/**
 * `npm run memory [-- --minutes N] [--seed S]`: the fuzz test's odd HTTP requests arrive at most routes, and now and
 * then Ana sends a request that is signed. Twelve times, evenly spread, it prints how much memory the app's process
 * holds after a garbage collection, and at the end how much its heap grew from the first third of the time to the last.
 * It exits with 1 if that growth is more than a fifth.
 */
import { randomInt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { startWorld } from '../../bench/world.ts';
import { startAppProcess } from '../../sandbox/app-process.ts';
import { pause } from '../../sandbox/http.ts';
import { webhookEnvironment } from '../../sandbox/own/box-app.ts';
import { projectRoot } from '../../sandbox/project-root.ts';
import { readManifest } from '../../sandbox/slack/manifest.ts';
import { casesAt, type FuzzCase } from '../attack/fuzz-cases.ts';
import { recordCorpus } from '../attack/fuzz-corpus.ts';
import { type Actor, type RequestSources, requestOf } from '../attack/fuzz-requests.ts';
import { createSender, sendsBytes } from '../attack/fuzz-send.ts';

/** Number of odd requests sent in a second, and number of them for each request that Ana really sends. */
const casesPerSecond = 50;
const casesPerRequest = 150;
/**
 * After this many cases the app's clock is moved forward a minute, because the rate limits of Slack and of the app
 * apply per minute.
 */
const casesPerMinute = 100;
const mostGrowth = 0.2;
const aCase = casesAt(['/slack/events', '/box/connect', '/box/oauth_redirect', '/box/webhooks', '/readyz']);

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, seed: { type: 'string' } },
});
const minutes = Number(values.minutes);
const seed = values.seed === undefined ? randomInt(2 ** 31) : Number(values.seed);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  process.stderr.write('--minutes is a number above 0, --seed a whole number.\n');
  process.exit(2);
}

interface MemoryReading {
  readonly heapUsed: number;
  readonly external: number;
  readonly rss: number;
  readonly delayMs: number;
  readonly open: Readonly<Record<string, number>>;
}

let offsetMs = 0;
const clock = (): number => Date.now() + offsetMs;
const world = await startWorld('sqlite', { clock });
const { slack, box } = world;
const keys = webhookEnvironment(box);
const preload = new URL('test/chaos/memory-preload.mjs', projectRoot).href;
const app = await startAppProcess({ env: { ...world.env, ...keys }, preload: [preload] });
let isStopping = false;
void app.ended.then((status) => {
  if (isStopping) return;
  process.stderr.write(`the app ended by itself with status ${status}:\n${app.output().slice(-3_000)}\n`);
  process.exit(1);
});
try {
  slack.connectApp({ shortcuts: readManifest(await readFile('manifest.yml', 'utf8')).shortcuts });
  await world.connectTo(app.port);
  const isFlat = await runLoad();
  process.exitCode = isFlat ? 0 : 1;
} finally {
  isStopping = true;
  await app.stop();
  await world.stop();
}

async function runLoad(): Promise<boolean> {
  const passes = async (ms: number): Promise<void> => {
    offsetMs += ms;
    await app.setClock(offsetMs);
  };
  const folder = box.addFolder(world.anaAtBox, { name: 'Recorded' });
  const newFile = (name = 'Recorded.pdf'): { readonly url: string } =>
    box.addFile(world.anaAtBox, { name, folder });
  const place = { slack, box, store: world.env, newFile, passes, now: clock };
  const corpus = await recordCorpus(place);
  const of = (name: string): Actor => {
    const { id, teamId } = slack.user(name);
    return { userId: id, teamId: slack.teamId, homeTeamId: teamId };
  };
  const senders = ['ana', 'ana', 'cy', 'gil', 'eve', 'dan', 'otherbot'].map(of);
  const ground: RequestSources = {
    ...{ corpus, senders, spared: null, place },
    webhookKey: keys['BOX_WEBHOOK_PRIMARY_KEY'] ?? '',
  };
  const sender = createSender(app.port);
  const send = async (one: FuzzCase): Promise<void> => {
    const { sent } = requestOf(ground, one);
    await (Buffer.isBuffer(sent) ? sendsBytes(app.port, sent) : sender.send(sent));
  };
  const begunAt = performance.now();
  const elapsed = (): number => (performance.now() - begunAt) / 60_000;
  const held: MemoryReading[] = [];
  const done = { cases: 0, requests: 0, notSent: 0 };
  process.stdout.write(`seed ${seed}: ${minutes} minutes\n`);
  while (elapsed() < minutes) {
    const some = fc.sample(aCase, { seed: seed + done.cases, numRuns: casesPerSecond });
    await Promise.all([...some.map(send), pause(1_000)]);
    done.cases += some.length;
    if (done.cases % casesPerMinute === 0) await passes(60_000);
    if (done.cases % casesPerRequest === 0) {
      // Ana sends no odd request meanwhile: odd presses of hers would open modals over the form.
      await sendRequest().then(
        () => {
          done.requests += 1;
        },
        (error: unknown) => {
          done.notSent += 1;
          if (done.notSent === 1) process.stdout.write(`  the first that was not sent: ${String(error)}\n`);
        },
      );
    }
    // The report has twelve rows, however long the run is.
    if (elapsed() >= (minutes * (held.length + 1)) / 12) held.push(await measureMemory(elapsed(), done));
  }
  sender.close();
  return report(held);
}

/** Ana sends a request with the form, places its fields in Box, and somebody signs it. */
async function sendRequest(): Promise<void> {
  const { ana } = world;
  const file = world.newFile();
  await ana.reloads();
  await ana.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
  await ana.sees('New signature request', { in: 'modal' });
  // The form remembers how Ana sent her last request, and an odd submission of hers may have changed that.
  await ana.fills({ 'How to send': 'Place fields in Box, then send' });
  await ana.submits();
  await ana.sees('Nobody has been emailed yet', { in: 'modal' });
  const { url } = await ana.presses('Place the fields');
  await box.person('ana@acme.com').placesFieldsAndSends(url ?? '');
  await box.person('dee@client.com').signs();
  await ana.closes({ all: true });
}

/** Asks the app's process how much memory it holds, and prints that. */
async function measureMemory(minute: number, done: Readonly<Record<string, number>>): Promise<MemoryReading> {
  const from = app.output().length;
  process.kill(app.pid, 'SIGWINCH');
  const line = async (): Promise<string> => {
    for (;;) {
      const found = app
        .output()
        .slice(from)
        .split('\n')
        .slice(0, -1)
        .find((one) => one.includes('"msg":"memory"'));
      if (found !== undefined) return found;
      await pause(50);
    }
  };
  const held = JSON.parse(await line()) as MemoryReading;
  const mb = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  const open = Object.entries(held.open).map(([kind, count]) => `${count} ${kind}`);
  process.stdout.write(
    `  ${minute.toFixed(1)} min: heap ${mb(held.heapUsed)} MB, outside of it ${mb(held.external)} MB, resident ${mb(held.rss)} MB, ` +
      `loop late by ${held.delayMs} ms (99%), open: ${open.join(', ')}; ` +
      `${done['cases']} cases, ${done['requests']} requests sent, ${done['notSent']} not\n`,
  );
  return held;
}

function report(held: readonly MemoryReading[]): boolean {
  const third = Math.max(1, Math.floor(held.length / 3));
  const mean = (of: readonly MemoryReading[]): number =>
    of.reduce((sum, { heapUsed }) => sum + heapUsed, 0) / of.length;
  const growth = mean(held.slice(-third)) / mean(held.slice(0, third)) - 1;
  process.stdout.write(
    `  heap from the first third to the last: ${growth < 0 ? '' : '+'}${(growth * 100).toFixed(1)} %\n`,
  );
  return growth <= mostGrowth;
}
