/** The thread that draws documents, one job at a time; `pdf.ts` starts and ends it. */
import { parentPort } from 'node:worker_threads';
import { draw, isSignable } from './drawing.ts';
import type { Job, JobResult } from './drawing-job.ts';

/** Runs a job; an error becomes its result. */
async function runJob(job: Job): Promise<JobResult> {
  try {
    if (job.what === 'check') return { isConvertible: await isSignable(job.name, Buffer.from(job.bytes)) };
    return { bytes: await draw(job.content) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** `ready` is sent once loading is done, which takes longer than drawing most documents. */
parentPort?.postMessage('ready');
parentPort?.on('message', (job: Job) => {
  void runJob(job).then((answer) => parentPort?.postMessage(answer));
});
