/**
 * The whole sandbox as one thing: Slack, Box, and the real app between them, with people and documents to
 * begin with. What they do is kept in a folder.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startAppProcess } from './app-process.ts';
import { type SandboxBox, startBox } from './box/server.ts';
import type { BoxState } from './box/state.ts';
import { type Kept, keepIn } from './kept.ts';
import { type PageServer, startPage } from './page/server.ts';
import { readManifest } from './slack/manifest.ts';
import { type SandboxSlack, startSlack } from './slack/server.ts';
import type { SlackState } from './slack/state.ts';

export interface SandboxOptions {
  /** The page's port; Slack, Box and the app on the three after it; 0: free ones. */
  readonly port: number;
  readonly isFresh: boolean;
  /** No page. */
  readonly isHeadless: boolean;
  readonly slackLatencyMs: number;
  readonly boxLatencyMs: number;
  /** Where everything is kept; default `data/sandbox`. */
  readonly folder?: string;
}

export interface Sandbox {
  /** Where everything is and what to try first, to be printed. */
  readonly greeting: string;
  /** Null when there is none. */
  readonly pageUrl: string | null;
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  readonly appEnded: Promise<number | null>;
  appOutput(): string;
  stop(): Promise<void>;
}

const usualFolder = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../data/sandbox/' : '../data/sandbox/', import.meta.url),
);

const manifest = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../manifest.yml' : '../manifest.yml', import.meta.url),
);

/** @throws naming the port that is taken, or what the app said when it did not start. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const folder = options.folder ?? usualFolder;
  const kept = keepIn(folder, options.isFresh);
  const slack = await openSlack(kept, options);
  const box = await openBox(kept, options);
  const documents = seedBox(box);
  const app = await startAppProcess({
    env: {
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_BOT_TOKEN: slack.botToken,
      SLACK_API_URL: slack.apiUrl,
      BOX_DEVELOPER_TOKEN: documents.token,
      BOX_DEVELOPER_SLACK_USER: slack.user('ana').id,
      BOX_API_URL: box.url,
      BOX_UPLOAD_URL: `${box.url}/api`,
      HOST: '127.0.0.1',
      PORT: String(portOf(options, 3)),
      DATA_DIR: join(folder, 'app'),
    },
  });
  const requestUrl = `http://127.0.0.1:${app.port}/slack/events`;
  slack.connectApp({ requestUrl, ...readManifest(await readFile(manifest, 'utf8')) });
  const page = options.isHeadless ? null : await openPage(options, slack, box);
  let isStopping = false;
  return {
    pageUrl: page?.url ?? null,
    slack,
    box,
    greeting: greeting(slack, box, app.port, documents.url, page?.url ?? null),
    appEnded: app.ended.then((status) => (isStopping ? new Promise<never>(() => undefined) : status)),
    appOutput: () => app.output(),
    stop: async () => {
      isStopping = true;
      await app.stop();
      await Promise.all([slack.close(), box.close(), page?.close()]);
      kept.end();
    },
  };
}

async function openSlack(kept: Kept, options: SandboxOptions): Promise<SandboxSlack> {
  const state = kept.read<SlackState>('slack');
  const { slackLatencyMs: latencyMs } = options;
  const port = portOf(options, 1);
  const slack = await onPort(port, startSlack({ port, latencyMs, ...(state ? { state } : {}) }));
  kept.follow('slack', slack.state);
  return slack;
}

async function openBox(kept: Kept, options: SandboxOptions): Promise<SandboxBox> {
  const state = kept.read<BoxState>('box');
  const port = portOf(options, 2);
  const box = await onPort(
    port,
    startBox({ port, latencyMs: options.boxLatencyMs, ...(state ? { state } : {}) }),
  );
  kept.follow('box', box.state);
  return box;
}

function openPage(options: SandboxOptions, slack: SandboxSlack, box: SandboxBox): Promise<PageServer> {
  const port = portOf(options, 0);
  return onPort(port, startPage({ port, doors: { slack: slack.baseUrl, box: box.url } }));
}

function portOf({ port }: SandboxOptions, place: number): number {
  return port === 0 ? 0 : port + place;
}

async function onPort<T>(port: number, starting: Promise<T>): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error(`port ${port} is taken: choose another with --port N`, { cause: error });
  }
}

/** Ana's account and documents; made once, found again at the next run. */
function seedBox(box: SandboxBox): { token: string; url: string } {
  const login = 'ana@acme.com';
  const known = Object.values(box.state.users).find((user) => user.login === login);
  const token = Object.entries(box.state.tokens).find(([, { userId }]) => userId === known?.id)?.[0];
  const file = Object.values(box.state.files).find((each) => each.ownerId === known?.id);
  if (known && token && file) return { token, url: `https://app.box.com/file/${file.id}` };
  const ana = box.addUser({ login, name: 'Ana Alvarez' });
  const contracts = box.addFolder(ana, { name: 'Contracts' });
  const nda = box.addFile(ana, { name: 'NDA Acme.pdf', folder: contracts });
  box.addFile(ana, { name: 'Offer letter.pdf', folder: contracts });
  return { token: ana.token, url: nda.url };
}

function greeting(
  slack: SandboxSlack,
  box: SandboxBox,
  appPort: number,
  url: string,
  pageUrl: string | null,
): string {
  const typed = JSON.stringify({
    person: 'ana',
    act: 'types',
    args: { text: `/sign ${url} bo@client.com`, in: '#contracts' },
  });
  const look = JSON.stringify({ person: 'ana', act: 'views', args: {} });
  const door = `curl -s ${slack.baseUrl}/control/person -H 'content-type: application/json' -d`;
  return [
    ...(pageUrl ? [`Open ${pageUrl}`] : []),
    'The sandbox is running. Slack, Box and the app are on this machine alone; Ctrl-C stops all and keeps everything.',
    `  Slack  ${slack.baseUrl}`,
    `  Box    ${box.url}`,
    `  app    http://127.0.0.1:${appPort}/readyz`,
    'Try first, in another terminal: Ana types /sign with a document, then looks at the form that opens.',
    `  ${door} '${typed}'`,
    `  ${door} '${look}'`,
    '',
  ].join('\n');
}
