/** The process: reads the environment, starts the app, stops it on a signal. */
import closeWithGrace from 'close-with-grace';
import { config as readDotenv } from 'dotenv';
import { type RunningApp, startApp } from './app/app.ts';
import { createLog, logMeasured } from './app/log.ts';
import { logOutput } from './app/log-output.ts';
import { settleWithin } from './app/worker.ts';
import { formatProblems, readConfig } from './config/config.ts';
import { describeError, stackFramesOf } from './failure.ts';
import { startProblem } from './operate/start-problem.ts';
import { newAppPage } from './slack/manifest.ts';

/** How long stopping the app may take (ms). A supervisor usually kills a process ten seconds after its signal. */
const closeWithinMs = 5_000;

/** How long writing the last log lines may take (ms). */
const flushWithinMs = 200;

/** The longest time (ms) for sending the last spans; it is shorter if stopping the app has taken long. */
const tracesWithinMs = 1_500;

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
  const { metricsPort, tracesTo } = config.server;
  let app: RunningApp | null = null;
  let starting: Promise<RunningApp> | null = null;
  let traces: { stop(): Promise<void> } | null = null;
  closeWithGrace({ delay: closeWithinMs, logger: false }, async ({ err }) => {
    if (err)
      log.fatal({ error: describeError(err), stack: stackFramesOf(err) }, 'ending after an unexpected error');
    const beganAt = performance.now();
    // A signal may come while the app is being started.
    await (await starting?.catch(() => null))?.stop();
    const leftMs = closeWithinMs - 2 * flushWithinMs - (performance.now() - beganAt);
    if (traces)
      await settleWithin(Math.max(flushWithinMs, Math.min(tracesWithinMs, leftMs)), [traces.stop()]);
    log.info('stopped');
    await output.flushed(flushWithinMs);
  });
  if (metricsPort !== undefined) {
    const { serveMetrics } = await import('./operate/metrics.ts');
    // The metrics come first: if their port is taken, the process ends before the app has started any work.
    log.info(
      { port: await serveMetrics(metricsPort, async () => (await app?.queueState()) ?? null, log) },
      'metrics',
    );
  }
  if (tracesTo !== undefined) traces = (await import('./operate/traces.ts')).sendTraces(tracesTo, log);
  starting = startApp(config, log);
  app = await starting;
  log.info({ mode: config.slack.intake.mode, port: app.port }, 'ready');
} catch (error) {
  await output.flushed(flushWithinMs);
  process.stderr.write(`${startProblem(error, config)}\n`);
  process.exit(1);
}
