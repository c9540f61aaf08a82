/**
 * `npm run sandbox`: a Slack and a Box on this machine with the real app between them. Everything is kept in
 * `data/sandbox`, so that the next start goes on where this one ended.
 */
import { parseArgs } from 'node:util';
import { startSandbox } from './sandbox.ts';

const defaultPort = 4600;
const highestPort = 65_532;

const usage = `npm run sandbox -- [options]
  --headless          no page
  --port N            the page on N, Slack, Box and the app on the three after it (default 4600; 0: free ones)
  --fresh             forget what earlier runs left
  --slack-latency ms  every answer of Slack comes so much later
  --box-latency ms    every answer of Box comes so much later
  --help              this`;

try {
  const { values } = parseArgs({
    options: {
      headless: { type: 'boolean', default: false },
      port: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      'slack-latency': { type: 'string', default: '0' },
      'box-latency': { type: 'string', default: '0' },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  const sandbox = await startSandbox({
    port: values.port === undefined ? defaultPort : portNumber(values.port),
    isHeadless: values.headless,
    isFresh: values.fresh,
    slackLatencyMs: wholeNumber('--slack-latency', values['slack-latency']),
    boxLatencyMs: wholeNumber('--box-latency', values['box-latency']),
  });
  process.stdout.write(sandbox.greeting);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void sandbox.stop().then(() => process.exit(0));
    });
  }
  void sandbox.appEnded.then((status) => {
    process.stderr.write(`the app ended with status ${status ?? 'none'}\n${sandbox.appOutput()}`);
    process.exit(1);
  });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
  process.exit(1);
}

/** Three more follow it. */
function portNumber(text: string): number {
  const port = wholeNumber('--port', text);
  if (port <= highestPort) return port;
  throw new Error(`--port takes a number up to ${highestPort}, not ${port}`);
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new Error(`${option} takes a whole number, not "${text}"`);
}
