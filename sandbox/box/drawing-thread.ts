/** The thread in which documents are drawn, one job at a time; `pdf.ts` starts it and ends it. */
import { parentPort } from 'node:worker_threads';
import { draw, isSignable } from './drawing.ts';
import type { Done, Job } from './drawing-job.ts';

async function done(job: Job): Promise<Done> {
  try {
    if (job.what === 'check') return { is: await isSignable(job.name, Buffer.from(job.bytes)) };
    return { bytes: await draw(job.content) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Said once, as loading takes longer than most documents do. */
parentPort?.postMessage('ready');
parentPort?.on('message', (job: Job) => {
  void done(job).then((answer) => parentPort?.postMessage(answer));
});
