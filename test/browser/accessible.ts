/**
 * Checks of a screen for accessibility, as far as a program can check it. A person must still look at the screen.
 */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const readScript = (name: string): string =>
  readFileSync(new URL(`in-page/${name}`, import.meta.url), 'utf8');
const flawsScript = readScript('flaws.js');
const focusScript = readScript('focus.js');

/** The focused element, and whether its focus is visible. */
interface Focused {
  readonly name: string | null;
  readonly isSeen: boolean;
  readonly key: string;
}

/** Matches a line of an ARIA snapshot that has a control without a name for screen readers. */
const controlWithoutName =
  /^\s*- (button|link|textbox|combobox|checkbox|radio|dialog|listbox|menuitem|tab|searchbox|slider)(?! ")(\s|:|$).*/;

/** Fails with a line for each flaw of the current screen, in light and in dark mode. */
export async function expectNoFlaws(page: Page): Promise<void> {
  const tree = await page.locator('body').ariaSnapshot();
  const found = tree
    .split('\n')
    .filter((line) => controlWithoutName.test(line))
    .map((line) => `${line.trim()} has no name`);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const seen = (await page.evaluate(flawsScript)) as string[];
    found.push(...seen.map((flaw) => `${flaw} (${colorScheme})`));
  }
  await page.emulateMedia({ colorScheme: null });
  expect(found, page.url()).toEqual([]);
}

/**
 * Tabs through the screen, until the focus leaves it or comes back to an element, and returns every focused element.
 * Fails where the focus is not visible, or after `atMost` elements.
 */
export async function tabsThrough(page: Page, { atMost = 120 } = {}): Promise<string[]> {
  const met = new Map<string, string>();
  for (let presses = 0; presses < atMost; presses += 1) {
    await page.keyboard.press('Tab');
    const { name, isSeen, key } = (await page.evaluate(focusScript)) as Focused;
    if (name !== null && !isSeen) throw new Error(`${name} has the focus and nobody sees it`);
    if (name === null || met.has(key)) return [...met.values()];
    met.set(key, name);
  }
  throw new Error(`no end of Tab after ${atMost}: ${[...met.values()].slice(-5).join(', ')}`);
}
