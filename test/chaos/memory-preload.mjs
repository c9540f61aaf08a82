/**
 * Loaded into the app's process before the app: at SIGWINCH it collects all garbage and prints a line with what is
 * left. The app knows nothing of it.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();

// The signal is SIGWINCH, because SIGUSR2 would stop the app.
process.on('SIGWINCH', () => {
  const delayMs = Math.round(delay.percentile(99) / 1e6);
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  const open = {};
  for (const kind of process.getActiveResourcesInfo()) open[kind] = (open[kind] ?? 0) + 1;
  process.stdout.write(`${JSON.stringify({ msg: 'memory', heapUsed, external, rss, delayMs, open })}\n`);
  // The time that the garbage collection itself took does not count as delay.
  setImmediate(() => delay.reset());
});
