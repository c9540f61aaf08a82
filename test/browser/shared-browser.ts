/**
 * Starts one browser for each worker, and ends all browsers when the run ends. One browser for all workers would not
 * do: its windows share a clipboard, so one test file could paste what another has copied.
 */
import { type BrowserServer, chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { chromiumFlags, findChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The addresses of the browsers, one for each worker; empty where no browser is installed. */
    browsers: readonly string[];
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = findChromium();
  const servers = executablePath === null ? [] : await startOneEach(project, executablePath);
  project.provide(
    'browsers',
    servers.map((server) => server.wsEndpoint()),
  );
  return async () => {
    await Promise.all(servers.map((server) => server.close()));
  };
}

async function startOneEach(project: TestProject, executablePath: string): Promise<readonly BrowserServer[]> {
  const { testFiles } = await project.globTestFiles();
  const workers = Math.min(Number(project.config.maxWorkers), Math.max(1, testFiles.length));
  const start = () =>
    chromium.launchServer({ executablePath, args: [...chromiumFlags], headless: true, host: '127.0.0.1' });
  return Promise.all(Array.from({ length: workers }, start));
}
