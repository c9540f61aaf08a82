/**
 * The whole sandbox: Slack, Box, the page, and the real app between them, with people and documents to start with.
 * Their state is saved in a folder.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BoxOptions } from './box/options.ts';
import { type SandboxBox, startBox } from './box/server.ts';
import type { BoxState } from './box/state.ts';
import { createChanges } from './changes.ts';
import { explainTakenPort, freePort, mustAllBeFree } from './http.ts';
import { createActivity } from './own/activity.ts';
import { ownActs } from './own/acts.ts';
import { type AppState, createAppLife } from './own/app-life.ts';
import { savedSetup, setUpOnce } from './own/beginning.ts';
import { registeredApp, webhookEnvironment } from './own/box-app.ts';
import { createClock, type MovableClock } from './own/clock.ts';
import { ensureDocuments } from './own/documents.ts';
import { ensureGlobex, installUrlOf, workspacesEnvironment } from './own/globex.ts';
import { greeting } from './own/greeting.ts';
import { rebuildOnSave } from './own/rebuilding.ts';
import { startControlServer } from './own/server.ts';
import { startPage } from './page/server.ts';
import { projectRoot } from './project-root.ts';
import { appFolder, openSavedState, type SavedState, workspacesFolder } from './saved-state.ts';
import { type ManifestPart, readManifest } from './slack/manifest.ts';
import type { OtherWorkspaces } from './slack/other-workspaces.ts';
import { type SandboxSlack, type SlackOptions, startSlack } from './slack/server.ts';
import type { SlackState } from './slack/state.ts';

export interface SandboxOptions {
  /** The page's port; Slack, Box and the app use the three after it; 0: free ones. */
  readonly port: number;
  /** The folder in which state is saved; absent: `data/sandbox`. */
  readonly folder?: string;
  /** Whether the saved state of earlier runs of the same kind is deleted. */
  readonly isFresh: boolean;
  /** Whether people install the app themselves, in two workspaces. Their state is saved separately. */
  readonly hasWorkspaces?: boolean;
  /** Whether the app gets the keys with which Box signs notifications. Without them it uses no webhooks. */
  readonly hasWebhooks?: boolean;
  /** Whether the sandbox runs without its page. */
  readonly isHeadless: boolean;
  readonly slackLatencyMs: number;
  readonly boxLatencyMs: number;
  /** How long (ms) Slack waits for an acknowledgement, and accepts a trigger; absent: three seconds, as the real one. */
  readonly slackWaitsMs?: number;
  /** Whether saved source files are compiled, and the app restarted when one of them is the app's. */
  readonly rebuilds?: boolean;
  /** Called with the compiler's errors after each compilation that failed, and with none once it succeeds again. */
  readonly onCompileErrors?: (errors: readonly string[]) => void;
  /** Called with what the sandbox could not set up at the start, and why. */
  readonly onSetupFailed?: (what: string, reason: string) => void;
  /** Called whenever the app starts, is ready, or has ended without being stopped by the sandbox. */
  readonly onAppChange?: (app: AppState) => void;
}

/** A running sandbox: Slack, Box, the app and the page. */
export interface Sandbox {
  /** The text to print at the start: where everything is, and what to try first. */
  readonly greeting: string;
  /** Address of the page; null without a page. */
  readonly pageUrl: string | null;
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  /** Base address of the app's own pages. */
  readonly appUrl: string;
  /** Resolves when the app is ready for the first time, or has ended instead. */
  readonly appReady: Promise<void>;
  /** Resolves with the exit status when the app first ends by itself; null: a signal ended it. */
  readonly appEnded: Promise<number | null>;
  stop(): Promise<void>;
}

const defaultFolder = fileURLToPath(new URL('data/sandbox/', projectRoot));

/**
 * Starts the sandbox. Resolves when the page is ready; the app is still starting. @throws naming a port that is taken,
 * or when another sandbox uses the folder
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { hasWorkspaces = false } = options;
  // The ports are checked before any data is touched, the lowest first: the page's, which the user gave, unless
  // there is no page.
  await mustAllBeFree(portsOf(options));
  const folder = join(options.folder ?? defaultFolder, hasWorkspaces ? workspacesFolder : '');
  const saved = openSavedState(folder, options.isFresh);
  const clock = savedClock(saved);
  const changes = createChanges();
  const activity = createActivity(() => changes.changed());
  const slack = await openSlack(saved, options, { clock: clock.now, onLogged: activity.noteSlack });
  const box = await openBox(saved, options, {
    clock: clock.now,
    onExchange: activity.noteBox,
    onNotification: activity.noteNotification,
  });
  const documentUrl = ensureDocuments(box);
  if (hasWorkspaces) ensureGlobex(slack, box);
  // The app's port is needed before the app starts, since people's browsers come back to it.
  const appPort = portOf(options, 3) || (await freePort());
  const appUrl = `http://127.0.0.1:${appPort}`;
  const setup = savedSetup(saved);
  const addsToAcme = hasWorkspaces && !setup.isInstalled;
  let resolveEnded: (status: number | null) => void = () => undefined;
  const appEnded = new Promise<number | null>((resolve) => {
    resolveEnded = resolve;
  });
  const app = createAppLife({
    env: {
      ...appEnvironment(slack, box, appUrl),
      ...(options.hasWebhooks ? webhookEnvironment(box) : {}),
      ...(hasWorkspaces ? workspacesEnvironment(slack, appUrl) : { SLACK_BOT_TOKEN: slack.botToken }),
      PORT: String(appPort),
      DATA_DIR: join(folder, appFolder),
    },
    clockOffsetMs: () => clock.state.offsetMs,
    onReady: async () => {
      const requestUrl = `${appUrl}/slack/events`;
      // The manifest is read at every start of the app, so that a developer's edits apply after a restart.
      const installUrl = hasWorkspaces ? { installUrl: installUrlOf(appUrl) } : {};
      slack.connectApp({ requestUrl, ...installUrl, ...(await manifestOfApp()) });
      await setUpOnce(setup, { slack, box, appUrl }, (what, reason) => {
        activity.noteProblem(what, reason, clock.now());
        options.onSetupFailed?.(what, reason);
      });
    },
    onChange: (state) => {
      changes.changed();
      options.onAppChange?.(state);
      if (state.phase === 'ended') resolveEnded(state.status);
    },
  });
  const rebuilding = options.rebuilds
    ? rebuildOnSave({
        onRebuilt: () => void app.restart(),
        onCompileErrors: (errors) => {
          changes.changed();
          options.onCompileErrors?.(errors);
        },
      })
    : null;
  const control = await startControlServer(
    ownActs({ rebuilding, app, clock, activity, slack, box, onChange: () => changes.changed() }),
    changes,
  );
  const page = options.isHeadless ? null : await openPage(options, slack, box, control.url);
  const appReady = app.restart();
  return {
    pageUrl: page?.url ?? null,
    slack,
    box,
    appUrl,
    greeting: greeting({ slack, box, appUrl, documentUrl, addsToAcme, pageUrl: page?.url ?? null }),
    appReady,
    appEnded,
    stop: async () => {
      rebuilding?.stop();
      await app.stop();
      await Promise.all([slack.close(), box.close(), control.close(), page?.close()]);
      saved.end();
    },
  };
}

async function manifestOfApp(): Promise<ManifestPart> {
  try {
    return readManifest(await readFile(new URL('manifest.yml', projectRoot), 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`manifest.yml cannot be read: ${reason}`, { cause: error });
  }
}

function savedClock(saved: SavedState): MovableClock {
  const clock = createClock(saved.read<{ offsetMs: number }>('clock') ?? { offsetMs: 0 });
  saved.follow('clock', clock.state);
  return clock;
}

/**
 * The environment that an operator would set for this Slack and this Box, when people connect their own accounts. Also
 * registers the app in Box.
 */
function appEnvironment(slack: SandboxSlack, box: SandboxBox, publicUrl: string): Record<string, string> {
  const { clientId, clientSecret } = registeredApp(box, publicUrl);
  return {
    SLACK_SIGNING_SECRET: slack.signingSecret,
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

async function openSlack(
  saved: SavedState,
  options: SandboxOptions,
  more: SlackOptions,
): Promise<SandboxSlack> {
  const state = saved.read<SlackState>('slack');
  const otherWorkspaces = options.hasWorkspaces ? saved.read<OtherWorkspaces>('slack-beyond') : null;
  const port = portOf(options, 1);
  const known = { ...(state ? { state } : {}), ...(otherWorkspaces ? { otherWorkspaces } : {}) };
  const slack = await explainTakenPort(
    port,
    startSlack({ port, latencyMs: options.slackLatencyMs, ...waitsOf(options), ...more, ...known }),
  );
  saved.follow('slack', slack.state);
  if (options.hasWorkspaces) saved.follow('slack-beyond', { toJSON: () => slack.otherWorkspaces() });
  return slack;
}

function waitsOf({ slackWaitsMs: ms }: SandboxOptions): Partial<SlackOptions> {
  return ms === undefined ? {} : { ackTimeoutMs: ms, triggerLifeMs: ms };
}

async function openBox(saved: SavedState, options: SandboxOptions, more: BoxOptions): Promise<SandboxBox> {
  const state = saved.read<BoxState>('box');
  const port = portOf(options, 2);
  const box = await explainTakenPort(
    port,
    startBox({ port, latencyMs: options.boxLatencyMs, ...more, ...(state ? { state } : {}) }),
  );
  saved.follow('box', box.state);
  return box;
}

function openPage(options: SandboxOptions, slack: SandboxSlack, box: SandboxBox, sandbox: string) {
  const port = portOf(options, 0);
  return explainTakenPort(
    port,
    startPage({ port, controlServers: { slack: slack.baseUrl, box: box.url, sandbox } }),
  );
}

/** The ports that the options name; empty when any free ports will do. */
function portsOf(options: SandboxOptions): readonly number[] {
  if (options.port === 0) return [];
  return (options.isHeadless ? [1, 2, 3] : [0, 1, 2, 3]).map((place) => portOf(options, place));
}

/** The port of the page (place 0), Slack (1), Box (2) or the app (3); 0: any free one. */
function portOf({ port }: SandboxOptions, place: number): number {
  return port === 0 ? 0 : port + place;
}
