/** The list of a person's requests on the screen: paging, search, and one request in full. */
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoFlaws, tabsThrough } from './accessible.ts';
import { anaInBox, modal, newFile, sends } from './acts.ts';
import { inBrowser, type Stage } from './stage.ts';

const title = 'My signature requests';

/** Creates this many requests in Box, with one signer each; the last one is the newest. */
function createsRequests({ sandbox: { box } }: Stage, count: number): void {
  const file = newFile(box, 'Row.pdf');
  for (let number = 1; number <= count; number += 1) {
    const name = `Contract ${String(number).padStart(2, '0')}.pdf`;
    box.addSignRequest(anaInBox(box), { file, to: [`signer${number}@client.com`], name });
  }
}

async function namesIn(list: Locator): Promise<string[]> {
  return ((await list.textContent()) ?? '').match(/Contract \d+\.pdf/g) ?? [];
}

inBrowser('the list', (stage) => {
  it('the list shows 34 requests page by page, finds one by a word, and opens its details', async () => {
    createsRequests(stage(), 34);
    const page = await stage().window('/slack/ana/contracts');
    await sends(page, '/sign list');
    const list = modal(page, title);
    await list.getByRole('button', { name: /^Waiting: 34 requests/ }).waitFor();
    await expectNoFlaws(page);
    const seen: string[] = [];
    for (let number = 1; number <= 4; number += 1) {
      await list.getByText(`Page ${number} of 4`).waitFor();
      seen.push(...(await namesIn(list)));
      if (number < 4) await list.getByRole('button', { name: 'Older' }).click();
    }
    expect(new Set(seen).size).toBe(34);
    await list.getByRole('button', { name: 'Newer' }).click();
    await list.getByText('Page 3 of 4').waitFor();

    await list
      .getByRole('textbox', { name: /Name, person, address, folder or SR number/ })
      .fill('signer7@client.com');
    await list.getByRole('button', { name: 'Search' }).click();
    await list.getByText('Contract 07.pdf').waitFor();
    await expect.poll(() => namesIn(list)).toEqual(['Contract 07.pdf']);

    await list.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Details' }).click();
    const details = modal(page, 'Signature request');
    await details.getByText('History').waitFor();
    expect(await details.textContent()).toContain('signer7@client.com');
    await expectNoFlaws(page);
    expect((await tabsThrough(page)).join()).not.toContain('<textarea>');
  });
});
