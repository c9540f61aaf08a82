/**
 * `npm run sandbox`: a Slack and a Box on this machine with the real app between them. Their state is saved in a folder
 * (`data/sandbox` unless `--data` names another), so that the next start continues where this one ended.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { AppState } from './own/app-life.ts';
import { openInBrowser } from './own/opening.ts';
import { type Sandbox, startSandbox } from './sandbox.ts';

const defaultPort = 4600;
const highestPort = 65_532;

const usage = `npm run sandbox -- [options]
  --no-open           the page is not opened in a browser, its address is printed only
  --headless          no page
  --port N            the page on N, Slack, Box and the app on the three after it (default 4600; 0: free ones)
  --data FOLDER       where state is saved (default data/sandbox)
  --workspaces        two workspaces, into which people install the app themselves; kept apart, in
                      FOLDER/workspaces, so that the same folder serves with and without it
  --webhooks          Box notifies the app of what happens to requests (the app is given the keys for it)
  --fresh             forget what earlier runs of the same kind (with or without --workspaces) left
  --slack-latency ms  delays every answer of Slack by this time
  --box-latency ms    delays every answer of Box by this time
  --help              this`;

try {
  const { values } = parseArgs({
    options: {
      workspaces: { type: 'boolean', default: false },
      webhooks: { type: 'boolean', default: false },
      headless: { type: 'boolean', default: false },
      port: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
      data: { type: 'string' },
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
    hasWorkspaces: values.workspaces,
    hasWebhooks: values.webhooks,
    isHeadless: values.headless,
    isFresh: values.fresh,
    slackLatencyMs: wholeNumber('--slack-latency', values['slack-latency']),
    boxLatencyMs: wholeNumber('--box-latency', values['box-latency']),
    ...(values.data === undefined ? {} : { folder: resolve(values.data) }),
    onAppChange: printAppChange,
    rebuilds: !values.headless,
    onCompileErrors: printCompileResult,
    onSetupFailed: (what, reason) => process.stderr.write(`${what}: ${reason}\n`),
  });
  stopOnSignals(sandbox);
  let hasEnded = false;
  if (sandbox.pageUrl === null) {
    // Without a page nobody could start the app again.
    void sandbox.appEnded.then(async (status) => {
      hasEnded = true;
      process.stderr.write(`the app ended with status ${status ?? 'none'}\n`);
      await sandbox.stop();
      process.exit(1);
    });
    await sandbox.appReady;
  }
  if (!hasEnded) process.stdout.write(sandbox.greeting);
  if (sandbox.pageUrl !== null && !values['no-open'] && process.stdout.isTTY) openInBrowser(sandbox.pageUrl);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}\n`);
  process.exit(1);
}

/** The first signal ends everything in order; a second one does not wait. */
function stopOnSignals(sandbox: Sandbox): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) process.exit(130);
    isStopping = true;
    void sandbox.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function printCompileResult(errors: readonly string[]): void {
  const said = errors.length === 0 ? 'It compiles again.' : `It does not compile:\n${errors.join('\n')}`;
  process.stderr.write(`${said}\n`);
}

/** Prints what happened to the app's process; nothing about its first start, because the greeting follows. */
function printAppChange(app: AppState): void {
  if (app.phase === 'ended') process.stderr.write(`The app has stopped:\n${app.lastLines.join('\n')}\n`);
  else if (app.starts > 1) process.stderr.write(`The app is ${app.phase}.\n`);
}

/** Parses `--port`: the page's port. Unless it is 0, the next three ports are used too. */
function portNumber(text: string): number {
  const port = wholeNumber('--port', text);
  if (port <= highestPort) return port;
  throw new Error(`--port takes a number up to ${highestPort}, not ${port}`);
}

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new Error(`${option} takes a whole number, not "${text}"`);
}
