/**
 * The environment of a browser test: a sandbox for each group, started as by `npm run sandbox`, and windows in a real
 * Chromium. A failure leaves a screenshot in `test-results/browser`, and with `TRACE=1` a trace, which takes a seventh
 * of the time.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, inject, type TestContext } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { slackWaitsMs } from '../stories/world.ts';
import { watch } from './watched.ts';

const results = fileURLToPath(new URL('../../test-results/browser', import.meta.url));
const isTraced = process.env['TRACE'] === '1';
/** How long a step waits for an element (ms); long enough for a busy machine. */
const patienceMs = 20_000;

export interface WindowOptions {
  readonly width?: number;
  readonly height?: number;
}

/** A sandbox and its windows, for one group of tests. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly browser: Browser;
  /** Opens an address of the page in a new window, which shares nothing but the clipboard with other windows. */
  window(path: string, options?: WindowOptions): Promise<Page>;
}

interface OpenWindow {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly problems: string[];
}

export interface StageOptions {
  /** The time at which the sandbox's clock starts; absent: now. */
  readonly at?: Date;
  /** Whether there is a second workspace, as with `--workspaces`. */
  readonly hasWorkspaces?: boolean;
}

/**
 * Defines a group of browser tests that share one sandbox; skipped where no Chromium is installed, with the reason in
 * the group's name.
 */
export function inBrowser(
  name: string,
  tell: (stage: () => Stage) => void,
  { at = new Date(), hasWorkspaces = false }: StageOptions = {},
): void {
  const endpoint = browserOfWorker();
  const isMissing = endpoint === undefined;
  describe.skipIf(isMissing)(isMissing ? `${name} (no Chromium found; CHROMIUM names one)` : name, () => {
    let sandbox: Sandbox | undefined;
    let browser: Browser | undefined;
    let folder = '';
    const windows: OpenWindow[] = [];
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sign-browser-'));
      const failures: string[] = [];
      // The sandbox starts with saved state whose clock was moved, as from an earlier run.
      const clock = { offsetMs: at.getTime() - Date.now() };
      await writeFile(join(folder, 'clock.json'), JSON.stringify(clock));
      [browser, sandbox] = await Promise.all([
        chromium.connect(endpoint ?? ''),
        startSandbox({
          port: 0,
          isFresh: false,
          isHeadless: false,
          slackLatencyMs: 0,
          boxLatencyMs: 0,
          slackWaitsMs,
          onSetupFailed: (what, reason) => failures.push(`${what}: ${reason}`),
          folder,
          hasWorkspaces,
        }),
      ]);
      await sandbox.appReady;
      if (failures.length > 0) throw new Error(failures.join('\n'));
    });
    afterEach(async (test) => {
      await closeWindows(windows.splice(0), test);
    });
    afterAll(async () => {
      await Promise.all([browser?.close(), sandbox?.stop()]);
      await rm(folder, { recursive: true, force: true });
    });
    tell(() => {
      if (!browser || !sandbox) throw new Error('the stage is there only inside a test');
      return stageOf(browser, sandbox, windows);
    });
  });
}

/** The address of this worker's browser; undefined where none is installed. */
function browserOfWorker(): string | undefined {
  const endpoints = inject('browsers');
  // Files that run at the same time are in workers with different numbers, from 1.
  return endpoints[(Number(process.env['VITEST_POOL_ID']) - 1) % endpoints.length];
}

function stageOf(browser: Browser, sandbox: Sandbox, windows: OpenWindow[]): Stage {
  return {
    sandbox,
    browser,
    window: async (path, { width = 1280, height = 800 } = {}) => {
      const origin = sandbox.pageUrl ?? '';
      const context = await browser.newContext({
        baseURL: origin,
        viewport: { width, height },
        hasTouch: width < 600,
        locale: 'en-US',
        timezoneId: 'Europe/Berlin',
        permissions: ['clipboard-read', 'clipboard-write'],
      });
      context.setDefaultTimeout(patienceMs);
      const problems: string[] = [];
      const others = [sandbox.appUrl, sandbox.box.url, sandbox.slack.baseUrl];
      await watch(context, { page: origin, others }, problems);
      if (isTraced) await context.tracing.start({ snapshots: true });
      const page = await context.newPage();
      windows.push({ context, page, problems });
      await page.goto(path);
      return page;
    },
  };
}

async function closeWindows(windows: readonly OpenWindow[], { task }: TestContext): Promise<void> {
  const problems = windows.flatMap((window) => window.problems);
  const isFailed = task.result?.state === 'fail' || problems.length > 0;
  const name = task.name.replaceAll(/[^\w]+/g, '-').slice(0, 80);
  if (isFailed) await mkdir(results, { recursive: true });
  for (const [index, { context, page }] of windows.entries()) {
    const path = join(results, `${name}-${index + 1}`);
    if (isFailed && !page.isClosed()) await page.screenshot({ path: `${path}.png` });
    if (isTraced) await context.tracing.stop(isFailed ? { path: `${path}.zip` } : {});
    await context.close();
  }
  if (problems.length > 0) throw new Error(`on the way:\n${problems.join('\n')}`);
}
