/** Using a page without a mouse. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const focusScript = readFileSync(new URL('in-page/focus.js', import.meta.url), 'utf8');

/** Presses Tab, or another key, until an element with this name has the focus; fails after 150 presses. */
export async function tabsTo(page: Page, wanted: RegExp, key = 'Tab'): Promise<void> {
  const met: string[] = [];
  while (met.length < 150) {
    const { text } = (await page.evaluate(focusScript)) as { text: string };
    if (wanted.test(text)) return;
    met.push(text);
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never came to ${wanted}, only to ${[...new Set(met)].join(', ')}`);
}

/** Waits until an element with this name has the focus, where the page moves the focus by itself. */
export async function waitForFocus(page: Page, wanted: RegExp): Promise<void> {
  await expect
    .poll(async () => ((await page.evaluate(focusScript)) as { text: string }).text)
    .toMatch(wanted);
}

/** Tabs to an element and presses Enter on it. */
export async function chooses(page: Page, wanted: RegExp): Promise<void> {
  await tabsTo(page, wanted);
  await page.keyboard.press('Enter');
}
