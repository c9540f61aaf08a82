/**
 * Draws documents in a separate thread, with a time and a memory limit, since people try the sandbox with their own
 * files. Whatever such a file does there, Slack, Box and the page keep running.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { projectRoot } from '../project-root.ts';
import type { Content } from './content.ts';
import type { Job, JobResult } from './drawing-job.ts';

/** Time limit of a drawing job (ms). An ordinary document takes a tenth of that. */
const MAX_MS = 10_000;
/** Memory limit of a drawing job (bytes), on top of what the whole process used before it. */
const MAX_BYTES = 1024 * 1024 * 1024;
const CHECK_LIMITS_EVERY_MS = 50;

/** The address of the compiled code, which Node's threads run. */
const code = new URL('dist/sandbox/box/drawing-thread.js', projectRoot);

let thread: Worker | null = null;
let lastJob: Promise<unknown> = Promise.resolve();

/**
 * True when a file of that name and these bytes can be converted to a PDF for signing. False also when checking takes
 * longer than `maxMs`, or too much memory.
 */
export async function isConvertible(name: string, bytes: Buffer, maxMs = MAX_MS): Promise<boolean> {
  const done = await inThread({ what: 'check', name, bytes }, maxMs);
  return 'isConvertible' in done && done.isConvertible;
}

const drawnBytes = new WeakMap<Content, Promise<Buffer>>();

/**
 * The bytes of a version: as given, or drawn once and cached as long as the version exists. A file that cannot be
 * drawn becomes a page that says so.
 */
export function render(content: Content): Promise<Buffer> {
  const known = drawnBytes.get(content) ?? bytesOf(content);
  drawnBytes.set(content, known);
  return known;
}

async function bytesOf(content: Content): Promise<Buffer> {
  if (content.kind === 'bytes') return Buffer.from(content.base64, 'base64');
  const done = await inThread({ what: 'draw', content }, MAX_MS);
  if ('bytes' in done) return Buffer.from(done.bytes);
  if (content.kind === 'page') throw new Error('a page of words could not be drawn');
  return render({ kind: 'page', lines: ['This document could not be turned into a PDF.'] });
}

/** Runs one job after another, so that they do not compete for the limits. */
function inThread(job: Job, maxMs: number): Promise<JobResult> {
  const done = lastJob.then(() => run(job, maxMs));
  lastJob = done.catch(() => undefined);
  return done;
}

/** Starts a thread that has loaded its modules. Rejects when it cannot. */
async function startedThread(): Promise<Worker> {
  const worker = new Worker(code, { resourceLimits: { maxOldGenerationSizeMb: 512 } });
  worker.on('exit', () => {
    if (thread === worker) thread = null;
  });
  await once(worker, 'message');
  // Each job listens for errors itself. Without this listener, an error between jobs would end the process.
  worker.on('error', () => undefined);
  return worker;
}

/** Runs a job in the thread; ends the thread when a limit is exceeded. */
async function run(job: Job, maxMs: number): Promise<JobResult> {
  const worker = thread ?? (await startedThread());
  thread = worker;
  const startedAt = performance.now();
  const startedWith = process.memoryUsage.rss();
  return new Promise((resolve) => {
    const end = (done: JobResult): void => {
      clearInterval(watch);
      worker.off('message', end).off('error', fail).off('exit', leave);
      // An idle thread does not keep the process alive.
      worker.unref();
      resolve(done);
    };
    const giveUp = (problem: string): void => {
      thread = null;
      void worker.terminate();
      end({ problem });
    };
    const fail = ({ message }: Error): void => giveUp(message);
    const leave = (): void => giveUp('the thread ended');
    const watch = setInterval(() => {
      if (performance.now() - startedAt > maxMs) giveUp('it takes too long');
      if (process.memoryUsage.rss() - startedWith > MAX_BYTES) giveUp('it needs too much memory');
    }, CHECK_LIMITS_EVERY_MS);
    worker.on('message', end).on('error', fail).on('exit', leave);
    worker.ref();
    worker.postMessage(job);
  });
}
