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
const unmetScript = readScript('unmet.js');

/** The focused element, whether its focus is visible, and whether Tab came to it before. */
interface Focused {
  readonly name: string | null;
  readonly isSeen: boolean;
  readonly isMet: boolean;
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
 * Tabs through the screen, until the focus comes back to an element, and returns every focused element. Fails where the
 * focus is not visible, where Tab does not come to every element that can have the focus, or after `atMost` presses.
 */
export async function tabsThrough(page: Page, { atMost = 120 } = {}): Promise<string[]> {
  const met: string[] = [];
  await page.evaluate('window.metByTab = new Set()');
  for (let presses = 0; presses < atMost; presses += 1) {
    await page.keyboard.press('Tab');
    const { name, isSeen, isMet } = (await page.evaluate(focusScript)) as Focused;
    if (name !== null && !isSeen) throw new Error(`${name} has the focus and nobody sees it`);
    if (isMet) {
      expect(await page.evaluate(unmetScript), `Tab does not come to these on ${page.url()}`).toEqual([]);
      return met;
    }
    // Behind the last element, the focus leaves the page, and then comes back to the first.
    if (name !== null) met.push(name);
  }
  throw new Error(`no end of Tab after ${atMost}: ${met.slice(-5).join(', ')}`);
}
