/**
 * Watches pages for errors that no person would see: errors in scripts, blocked scripts and styles, failed answers,
 * calls to other sites. A test in which one of them occurs fails.
 */
import type { BrowserContext, ConsoleMessage, Page } from 'playwright-core';

/** Whether Chromium logs a 4xx of a control server (`/control-servers/`). That is a refusal, which the page shows. */
function isRefusalByControlServer(message: ConsoleMessage): boolean {
  return /status of 4\d\d/.test(message.text()) && message.location().url.includes('/control-servers/');
}

/**
 * A script that runs in the page before the page's own scripts, and reports violations of its security
 * policy.
 */
const reportViolationsScript = `addEventListener('securitypolicyviolation', (event) => {
  toldViolation(event.effectiveDirective + ' ' + event.blockedURI);
});`;

/** The origins that pages may come from. */
export interface Origins {
  /** Origin of the sandbox's page. */
  readonly page: string;
  /** Origins that a new window may lead to, and that pages never call. */
  readonly others: readonly string[];
}

/** Adds to `problems` what goes wrong on the pages of this browser context. */
export async function watch(context: BrowserContext, origins: Origins, problems: string[]): Promise<void> {
  await context.exposeFunction('toldViolation', (what: string) => {
    problems.push(`refused by the content security policy: ${what}`);
  });
  await context.addInitScript({ content: reportViolationsScript });
  context.on('page', (page) => watchPage(page, origins, problems));
}

function watchPage(page: Page, origins: Origins, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`error in the page: ${error.stack ?? error.message}`));
  page.on('console', (message) => {
    const isBad = message.type() === 'error' || message.type() === 'warning';
    if (isBad && !isRefusalByControlServer(message)) problems.push(`console: ${message.text()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} for ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    const isHere = url.startsWith(`${origins.page}/`) || /^(data|blob|about):/.test(url);
    const isLedThere =
      request.isNavigationRequest() && origins.others.some((origin) => url.startsWith(`${origin}/`));
    if (!isHere && !isLedThere) problems.push(`the page calls ${url}`);
  });
  // Only an injected script could call `alert`.
  page.on('dialog', (dialog) => {
    problems.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
}
