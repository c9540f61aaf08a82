/** The app's shortcuts on the page: in the menu of a message, and behind the + of a composer. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import { composer, documentOf, message, newFile, sends, theForm } from './acts.ts';
import { tabsTo } from './keyboard.ts';
import { inBrowser } from './stage.ts';

const shortcut = 'Request signature';
const field = (page: Page, label: string) => theForm(page).getByRole('textbox', { name: label });

inBrowser('shortcuts', (stage) => {
  const box = () => stage().sandbox.box;

  it('a message’s menu has the shortcut, by keyboard too, and a closing form returns the focus to it', async () => {
    const { url } = newFile(box(), 'Lease.pdf');
    const bo = await stage().window('/slack/bo/contracts');
    await sends(bo, `@ana this one please: ${url}`);
    const ana = await stage().window('/slack/ana/contracts');
    const said = message(ana, 'this one please');
    const menu = said.getByRole('button', { name: 'Actions on this message of Bo Lee' });
    await said.hover();
    await menu.focus();
    await ana.keyboard.press('ArrowDown');
    const item = ana.getByRole('menuitem', { name: shortcut });
    await expect.poll(() => item.evaluate((element) => element.matches(':focus'))).toBe(true);
    await expectNoFlaws(ana);
    await ana.keyboard.press('Escape');
    expect(await item.count()).toBe(0);
    await expect.poll(() => menu.evaluate((element) => element.matches(':focus'))).toBe(true);
    await ana.keyboard.press('Enter');
    await expect.poll(() => item.evaluate((element) => element.matches(':focus'))).toBe(true);
    await ana.keyboard.press('Enter');
    await theForm(ana).waitFor();
    expect(await field(ana, 'Box link or file ID').inputValue()).toBe(url);
    await ana.keyboard.press('Escape');
    await expect.poll(() => menu.evaluate((element) => element.matches(':focus'))).toBe(true);
  });

  it('the menu with the shortcut is there on a phone and in a thread, but not on an ephemeral message', async () => {
    const ana = await stage().window('/slack/ana/private', { width: 390 });
    await sends(ana, 'No link here');
    await sends(ana, '/sign help');
    const whisper = message(ana, 'Only visible to you');
    await whisper.waitFor();
    expect(await whisper.getByRole('button', { name: /^Actions on/ }).count()).toBe(0);
    await message(ana, 'No link here')
      .getByRole('button', { name: /^Actions on/ })
      .tap();
    await expectNoFlaws(ana);
    await ana.getByRole('menuitem', { name: shortcut }).tap();
    await theForm(ana).getByText('That message has no Box link. Paste one here.').waitFor();
    await expectNoFlaws(ana);
    await theForm(ana).getByRole('button', { name: 'Cancel' }).tap();
    await message(ana, 'No link here')
      .getByRole('link', { name: /^Reply to/ })
      .tap();
    const thread = ana.getByRole('region', { name: 'Thread' });
    await thread.getByRole('button', { name: /^Actions on/ }).tap();
    await ana.getByRole('menuitem', { name: shortcut }).tap();
    await theForm(ana).waitFor();
  });

  it('the global shortcut is behind the + of the composer', async () => {
    const ana = await stage().window('/slack/ana/contracts');
    await composer(ana).fill('half a sentence');
    await composer(ana).focus();
    await tabsTo(ana, /^Shortcuts$/, 'Shift+Tab');
    await ana.keyboard.press('Enter');
    await ana.getByRole('menuitem', { name: shortcut }).waitFor();
    await expectNoFlaws(ana);
    await ana.keyboard.press('Enter');
    await theForm(ana).waitFor();
    expect(await field(ana, 'Box link or file ID').inputValue()).toBe('');
    await field(ana, 'Box link or file ID').fill(documentOf(box(), 'Lease.pdf').url);
    await theForm(ana).getByRole('button', { name: 'Cancel' }).click();
    await theForm(ana).waitFor({ state: 'hidden' });
    expect(await composer(ana).inputValue()).toBe('half a sentence');
  });

  it('a stopped app is reported below the conversation; people of other companies see no shortcuts', async () => {
    const eve = await stage().window('/slack/eve/contracts');
    await composer(eve).waitFor();
    expect(await eve.getByRole('button', { name: /^(Shortcuts|Actions on)/ }).count()).toBe(0);
    const { slack } = stage().sandbox;
    const { requestUrl } = slack.state.app;
    slack.connectApp({ requestUrl: 'http://127.0.0.1:9/' });
    const ana = await stage().window('/slack/ana/contracts');
    await ana.getByRole('button', { name: 'Shortcuts' }).click();
    await ana.getByRole('menuitem', { name: shortcut }).click();
    await message(ana, 'This app did not respond').waitFor();
    slack.connectApp(requestUrl === null ? {} : { requestUrl });
  });
});
