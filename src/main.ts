/** The process: reads the environment, starts the app, stops it on a signal. */
import closeWithGrace from 'close-with-grace';
import { config as readDotenv } from 'dotenv';
import { startApp } from './app/app.ts';
import { createLog, logMeasured } from './app/log.ts';
import { logOutput } from './app/log-output.ts';
import { formatProblems, readConfig } from './config/config.ts';
import { describeError, stackFramesOf } from './failure.ts';
import { startProblem } from './operate/start-problem.ts';
import { newAppPage } from './slack/manifest.ts';

/** A supervisor usually kills after ten seconds; by then everything is handed back. */
const closeWithinMs = 5_000;

/** How long writing the last log lines may take. */
const flushWithinMs = 200;

readDotenv({ quiet: true });
const read = readConfig(process.env);
if ('problems' in read) {
  process.stderr.write(`${formatProblems(read.problems, newAppPage)}\n`);
  process.exit(1);
}
const { config } = read;
const output = logOutput();
const log = createLog(config.logLevel, output);
logMeasured(log);
for (const note of config.notes) log.warn(note);
try {
  const app = await startApp(config, log);
  const { metricsPort } = config.server;
  if (metricsPort !== undefined) {
    const { serveMetrics } = await import('./operate/metrics.ts');
    log.info({ port: await serveMetrics(metricsPort, app.queueState, log) }, 'metrics');
  }
  log.info({ mode: config.slack.intake.mode, port: app.port }, 'ready');
  closeWithGrace({ delay: closeWithinMs, logger: false }, async ({ err }) => {
    if (err)
      log.fatal({ error: describeError(err), stack: stackFramesOf(err) }, 'ending after an unexpected error');
    await app.stop();
    log.info('stopped');
    await output.flushed(flushWithinMs);
  });
} catch (error) {
  await output.flushed(flushWithinMs);
  process.stderr.write(`${startProblem(error, config)}\n`);
  process.exit(1);
}
