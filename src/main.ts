/** The process: reads the environment, starts the app, stops it on a signal. */
import closeWithGrace from 'close-with-grace';
import { config as readDotenv } from 'dotenv';
import { startApp } from './app.ts';
import { formatProblems, readConfig } from './config.ts';
import { OutsideFailure } from './failure.ts';
import { createLog } from './log.ts';

/** A supervisor kills after ten seconds as a rule; by then everything is handed back. */
const closeWithinMs = 5_000;

readDotenv({ quiet: true });
const read = readConfig(process.env);
if ('problems' in read) {
  process.stderr.write(`${formatProblems(read.problems)}\n`);
  process.exit(1);
}
const { config } = read;
const log = createLog(config.logLevel);
try {
  const app = await startApp(config, log);
  log.info({ port: app.port }, 'ready');
  closeWithGrace({ delay: closeWithinMs, logger: false }, async ({ err }) => {
    if (err)
      log.fatal({ err: { message: err.message, stack: err.stack } }, 'ending after an unexpected error');
    await app.stop();
    log.info('stopped');
  });
} catch (error) {
  process.stderr.write(`${startProblem(error)}\n`);
  process.exit(1);
}

function startProblem(error: unknown): string {
  if (error instanceof OutsideFailure) {
    return `Slack did not accept SLACK_BOT_TOKEN or could not be reached: ${error.reason}.`;
  }
  return `Could not start: ${error instanceof Error ? error.message : String(error)}`;
}
