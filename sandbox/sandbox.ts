/**
 * The whole sandbox as one thing: Slack, Box, the page, and the real app between them, with people and
 * documents to begin with. What they do is kept in a folder.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BoxOptions, type SandboxBox, startBox } from './box/server.ts';
import type { BoxState } from './box/state.ts';
import { createChanges } from './changes.ts';
import { freePort, mustBeFree, onPort } from './http.ts';
import { type Kept, keepIn } from './kept.ts';
import { createActivity } from './own/activity.ts';
import { ownActs } from './own/acts.ts';
import { type AppState, createAppLife } from './own/app-life.ts';
import { registeredApp } from './own/box-app.ts';
import { createClock, type MovableClock } from './own/clock.ts';
import { connectAna } from './own/connecting.ts';
import { documentsOf } from './own/documents.ts';
import { greeting } from './own/greeting.ts';
import { rebuildOnSave } from './own/rebuilding.ts';
import { startOwnDoor } from './own/server.ts';
import { startPage } from './page/server.ts';
import { readManifest } from './slack/manifest.ts';
import { type SandboxSlack, type SlackOptions, startSlack } from './slack/server.ts';
import type { SlackState } from './slack/state.ts';

export interface SandboxOptions {
  /** The page's port; Slack, Box and the app on the three after it; 0: free ones. */
  readonly port: number;
  /** What is kept lies there. */
  readonly folder?: string;
  readonly isFresh: boolean;
  /** No page. */
  readonly isHeadless: boolean;
  readonly slackLatencyMs: number;
  readonly boxLatencyMs: number;
  /** Compiles and restarts the app when a file of it is saved. */
  readonly rebuilds?: boolean;
  /** Told what does not compile; of nothing when it compiles again. */
  readonly complained?: (complaints: readonly string[]) => void;
  /** Told why, when the sandbox could not connect Ana to Box. */
  readonly notConnected?: (reason: string) => void;
  /** Told whenever the app starts, is ready, or has ended by itself. */
  readonly appChanged?: (app: AppState) => void;
}

export interface Sandbox {
  /** Where everything is and what to try first, to be printed. */
  readonly greeting: string;
  /** Null when there is none. */
  readonly pageUrl: string | null;
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  /** Where the app's own pages are. */
  readonly appUrl: string;
  /** Resolves when the app is ready for the first time, or has ended instead. */
  readonly appReady: Promise<void>;
  /** Resolves with its exit status when the app has ended by itself. */
  readonly appEnded: Promise<number | null>;
  stop(): Promise<void>;
}

const usualFolder = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../data/sandbox/' : '../data/sandbox/', import.meta.url),
);

const manifest = fileURLToPath(
  new URL(import.meta.url.includes('/dist/') ? '../../manifest.yml' : '../manifest.yml', import.meta.url),
);

/** The page is there when this resolves; the app is still starting. @throws naming the port that is taken. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const folder = options.folder ?? usualFolder;
  const kept = keepIn(folder, options.isFresh);
  const clock = keptClock(kept);
  const changes = createChanges();
  const activity = createActivity(() => changes.changed());
  const slack = await openSlack(kept, options, { clock: clock.now, noted: activity.noteSlack });
  const box = await openBox(kept, options, { clock: clock.now, noted: activity.noteBox });
  const { url: documentUrl } = documentsOf(box);
  // Known before the app starts, since people's browsers come back to it.
  const appPort = portOf(options, 3) || (await freePort());
  await onPort(appPort, mustBeFree(appPort));
  const appUrl = `http://127.0.0.1:${appPort}`;
  const begun = keptBegun(kept);
  let hasEnded: (status: number | null) => void = () => undefined;
  const appEnded = new Promise<number | null>((resolve) => {
    hasEnded = resolve;
  });
  const app = createAppLife({
    env: {
      ...appEnvironment(slack, box, appUrl),
      PORT: String(appPort),
      DATA_DIR: join(folder, 'app'),
    },
    clockOffsetMs: () => clock.state.offsetMs,
    ready: async () => {
      const requestUrl = `${appUrl}/slack/events`;
      // Read at every start, so that a developer sees what was just added to it.
      slack.connectApp({ requestUrl, ...readManifest(await readFile(manifest, 'utf8')) });
      if (begun.isAnaConnected) return;
      try {
        await connectAna({ slack, box, publicUrl: appUrl });
        begun.isAnaConnected = true;
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        activity.noteProblem('Ana could not be connected to Box', reason, clock.now());
        options.notConnected?.(reason);
      }
    },
    changed: (state) => {
      changes.changed();
      options.appChanged?.(state);
      if (state.phase === 'ended') hasEnded(state.status);
    },
  });
  const rebuilding = options.rebuilds
    ? rebuildOnSave({
        rebuilt: () => void app.restart(),
        changed: (complaints) => {
          changes.changed();
          options.complained?.(complaints);
        },
      })
    : null;
  const door = await startOwnDoor(
    ownActs({ rebuilding, app, clock, activity, slack, box, changed: () => changes.changed() }),
    changes,
  );
  const page = options.isHeadless ? null : await openPage(options, slack, box, door.url);
  const appReady = app.restart();
  return {
    pageUrl: page?.url ?? null,
    slack,
    box,
    appUrl,
    greeting: greeting(slack.baseUrl, box.url, documentUrl, page?.url ?? null),
    appReady,
    appEnded,
    stop: async () => {
      rebuilding?.stop();
      await app.stop();
      await Promise.all([slack.close(), box.close(), door.close(), page?.close()]);
      kept.end();
    },
  };
}

function keptClock(kept: Kept): MovableClock {
  const clock = createClock(kept.read<{ offsetMs: number }>('clock') ?? { offsetMs: 0 });
  kept.follow('clock', clock.state);
  return clock;
}

interface Begun {
  /** She was once; she may have disconnected since. */
  isAnaConnected: boolean;
}

/** What is done at the first start alone. */
function keptBegun(kept: Kept): Begun {
  const begun = kept.read<Begun>('begun') ?? { isAnaConnected: false };
  kept.follow('begun', begun);
  return begun;
}

/** What an operator would set for this Slack and this Box: people send with accounts of their own. */
function appEnvironment(slack: SandboxSlack, box: SandboxBox, publicUrl: string): Record<string, string> {
  const { clientId, clientSecret } = registeredApp(box, publicUrl);
  return {
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    BOX_CLIENT_ID: clientId,
    BOX_CLIENT_SECRET: clientSecret,
    BOX_API_URL: box.url,
    BOX_UPLOAD_URL: `${box.url}/api`,
    BOX_ACCOUNT_URL: box.url,
    PUBLIC_URL: publicUrl,
    HOST: '127.0.0.1',
  };
}

async function openSlack(kept: Kept, options: SandboxOptions, more: SlackOptions): Promise<SandboxSlack> {
  const state = kept.read<SlackState>('slack');
  const { slackLatencyMs: latencyMs } = options;
  const port = portOf(options, 1);
  const slack = await onPort(port, startSlack({ port, latencyMs, ...more, ...(state ? { state } : {}) }));
  kept.follow('slack', slack.state);
  return slack;
}

async function openBox(kept: Kept, options: SandboxOptions, more: BoxOptions): Promise<SandboxBox> {
  const state = kept.read<BoxState>('box');
  const port = portOf(options, 2);
  const box = await onPort(
    port,
    startBox({ port, latencyMs: options.boxLatencyMs, ...more, ...(state ? { state } : {}) }),
  );
  kept.follow('box', box.state);
  return box;
}

function openPage(options: SandboxOptions, slack: SandboxSlack, box: SandboxBox, sandbox: string) {
  const port = portOf(options, 0);
  return onPort(port, startPage({ port, doors: { slack: slack.baseUrl, box: box.url, sandbox } }));
}

function portOf({ port }: SandboxOptions, place: number): number {
  return port === 0 ? 0 : port + place;
}
