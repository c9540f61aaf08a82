/**
 * The pictures of README, and a check that they are current. `npm run screenshots` draws them; every other run compares
 * the screen with the pictures. Pixels differ between machines with different fonts, so a description in words beside
 * each picture is compared: every text with its size and colours, every coloured or bordered surface.
 */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { expect, inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether pictures are drawn or compared, read by `inject('pictures')`. */
    pictures: 'draw' | 'compare';
  }
}

const folder = new URL('../../docs/images/', import.meta.url);
const source = readFileSync(new URL('in-page/drawn.js', import.meta.url), 'utf8').replace(/;\s*$/, '');
const describeElement = new Function('element', `return (${source})(element);`) as (
  element: unknown,
) => string;

/** Largest picture (bytes). README is read over slow connections too. */
const maxBytes = 200 * 1024;

export interface PictureOptions {
  /** What the picture shows; the rest of the window is cut off. */
  readonly shown: Locator;
  /** Margin around the shown element, in pixels. */
  readonly margin?: number;
}

/** Draws or checks the pictures `NAME.png` and `NAME-dark.png` of the current page. */
export async function checkPicture(
  page: Page,
  name: string,
  { shown, margin = 0 }: PictureOptions,
): Promise<void> {
  // After a press, another element may be under the pointer.
  await page.mouse.move(0, 0);
  const file = new URL(`${name}.txt`, folder);
  if (inject('pictures') === 'draw') {
    const draw = (dark: boolean) => takePicture(page, `${name}${dark ? '-dark' : ''}.png`, shown, margin);
    await writeFile(file, await describeInBothColours(page, shown, draw));
    return;
  }
  // What was just pressed may redraw the screen once more.
  const outdated = `docs/images/${name}.png is out of date: npm run screenshots`;
  await expect
    .poll(() => describeInBothColours(page, shown), { message: outdated })
    .toBe(readFileSync(file, 'utf8'));
}

/** Describes what is shown, in light and in dark colours; `draw` takes a picture of each. */
async function describeInBothColours(
  page: Page,
  shown: Locator,
  draw?: (isDark: boolean) => Promise<void>,
): Promise<string> {
  const words: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    words.push(`${colorScheme}\n\n${withoutTimesAndNumbers(await shown.evaluate(describeElement))}\n`);
    await draw?.(colorScheme === 'dark');
  }
  return words.join('\n');
}

/** The description without times and request numbers, which depend on the speed of the machine. */
function withoutTimesAndNumbers(text: string): string {
  return text.replaceAll(/\b\d{1,2}:\d\d( [AP]M)?/g, 'h:mm').replaceAll(/\bSR-\d+/g, 'SR-…');
}

async function takePicture(page: Page, name: string, shown: Locator, margin: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const box = await shown.boundingBox();
  const size = page.viewportSize();
  if (!box || !size) throw new Error(`there is nothing to take a picture of for ${name}`);
  const x = Math.max(0, Math.floor(box.x - margin));
  const y = Math.max(0, Math.floor(box.y - margin));
  const clip = {
    x,
    y,
    width: Math.min(size.width, Math.ceil(box.x + box.width + margin)) - x,
    height: Math.min(size.height, Math.ceil(box.y + box.height + margin)) - y,
  };
  const bytes = await page.screenshot({
    clip,
    animations: 'disabled',
    caret: 'hide',
    path: fileURLToPath(new URL(name, folder)),
  });
  if (bytes.length > maxBytes) throw new Error(`${name} has ${bytes.length} bytes, more than ${maxBytes}`);
}
