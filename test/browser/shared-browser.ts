/** Starts one browser for all files of the run, and ends it with them. */
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import { chromiumFlags, findChromium } from './chromium.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where to connect to the browser; null where none is installed. */
    browser: string | null;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = findChromium();
  if (executablePath === null) {
    project.provide('browser', null);
    return async () => undefined;
  }
  const server = await chromium.launchServer({
    executablePath,
    args: [...chromiumFlags],
    headless: true,
    host: '127.0.0.1',
  });
  project.provide('browser', server.wsEndpoint());
  return () => server.close();
}
