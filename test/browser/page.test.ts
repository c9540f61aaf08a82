/** The page as a whole: every part can be reached, and no foreign code runs or loads. */
import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoFlaws, tabsThrough } from './accessible.ts';
import { composer, conversation, goesTo, sends, theForm, theResult } from './acts.ts';
import { chooses } from './keyboard.ts';
import { inBrowser } from './stage.ts';
import { watch } from './watched.ts';

/** The elements of each part of the page that load last. Tests wait for them: what loads later could move the focus. */
const lastToLoad: Readonly<Record<string, (page: Page) => readonly Locator[]>> = {
  '/slack': (page) => [composer(page), page.getByRole('log')],
  '/box': (page) => [page.getByRole('link', { name: 'Contracts', exact: true })],
  '/mail': (page) => [page.getByRole('link', { name: /@/ }).first()],
  '/faults': (page) => [
    page.getByRole('heading', { name: 'Box accounts' }),
    page.getByText('The app is running.'),
    page.getByRole('region', { name: 'Clock' }).getByRole('status'),
  ],
  '/activity': (page) => [page.getByText(/^(\d+ calls|No calls yet)/)],
  '/nowhere': (page) => [composer(page), page.getByRole('log')],
};

inBrowser('the page', (stage) => {
  it('every part can be reached by keyboard, and Back returns to the one before', async () => {
    const page = await stage().window('/');
    const places = page.getByRole('navigation', { name: 'Places' });
    await expect.poll(() => page.url()).toContain('/slack');
    for (const [name, path] of [
      ['Box', '/box'],
      ['Mail', '/mail'],
      ['Misbehave', '/faults'],
      ['Activity', '/activity'],
      ['Slack', '/slack'],
    ] as const) {
      await chooses(page, new RegExp(`^${name}$`));
      await expect.poll(() => page.url()).toContain(path);
      await expect.poll(() => places.getByRole('link', { name }).getAttribute('aria-current')).toBe('page');
    }
    await page.goBack();
    await page.getByText("Times are this browser's (Europe/Berlin).").waitFor();
    await page.goBack();
    await expect.poll(() => page.url()).toContain('/faults');
  });

  it('every part opens by its address in a new window', async () => {
    for (const path of ['/', '/slack', '/slack/', '/slack/bo', '/nowhere']) {
      const page = await stage().window(path);
      await conversation(page, /^Sign/).waitFor();
      await page.close();
    }
    for (const [path, heading] of [
      ['/box', 'All Files'],
      ['/mail', 'Mail'],
      ['/faults', 'Misbehave'],
      ['/activity', 'Activity'],
      ['/open?url=https://app.box.com/folder/0', 'All Files'],
      ['/open?url=https://app.box.com/nowhere', 'Page not found'],
    ] as const) {
      const page = await stage().window(path);
      await page.getByRole('heading', { name: heading, exact: true }).waitFor();
      await page.close();
    }
  });

  for (const width of [1280, 390]) {
    it(`the page is accessible, ${width} pixels wide`, async () => {
      const page = await stage().window('/', { width });
      for (const [path, parts] of Object.entries(lastToLoad)) {
        await page.goto(path);
        for (const part of parts(page)) await part.waitFor();
        await expectNoFlaws(page);
        await tabsThrough(page);
      }
    });
  }

  it('hiding the guide moves the focus to the button that shows it again', async () => {
    const page = await stage().window('/slack/ana/contracts');
    await page.getByRole('button', { name: 'Hide the guide' }).click();
    const shows = page.getByRole('button', { name: 'Guide', exact: true });
    await expect.poll(() => shows.evaluate((button) => button === document.activeElement)).toBe(true);
    await shows.click();
    await page.getByRole('region', { name: 'Guide' }).waitFor();
  });

  it('on a phone a switch stays beside its words, and the head of the app has no words cut off', async () => {
    const page = await stage().window('/faults', { width: 390 });
    const labels = page.getByRole('region', { name: 'Until you switch it off' }).locator('label');
    await labels.first().waitFor();
    for (const label of await labels.all()) {
      const box = await label.getByRole('checkbox').boundingBox();
      const words = await label.locator('span').boundingBox();
      expect(words?.x, (await label.textContent()) ?? '').toBeGreaterThan((box?.x ?? 0) + (box?.width ?? 0));
    }
    await page.goto('/slack/ana/app');
    await page.getByRole('heading', { name: 'Sign', level: 1 }).waitFor();
    expect(await page.locator('.conversation-head p').isVisible()).toBe(false);
  });

  it('an element that holds the focus is noticed', async () => {
    const page = await stage().window('/mail');
    await page.getByRole('link', { name: /@/ }).first().waitFor();
    await page.evaluate(`addEventListener('focusin', () => document.querySelector('nav a').focus())`);
    await expect(tabsThrough(page)).rejects.toThrow('Tab does not come to these');
  });

  it('a person who types only /sign is led to a document, back to the form, and on', async () => {
    const page = await stage().window('/slack/ana/contracts');
    const guide = page.getByRole('region', { name: 'Guide' });
    await sends(page, '/sign');
    await guide.getByText('The form needs a Box link').waitFor();
    await guide.getByRole('link', { name: 'Go to a document' }).click();
    await guide.getByText('Press Copy link').waitFor();
    await page.getByRole('button', { name: /^Copy link/ }).click();
    await page.getByText('Copied.').waitFor();
    await guide.getByRole('link', { name: 'Go to the form' }).click();
    await theForm(page).getByRole('textbox', { name: 'Box link or file ID' }).focus();
    await page.keyboard.press('ControlOrMeta+V');
    await theForm(page)
      .getByRole('textbox', { name: /^Other signers/ })
      .fill('bo@client.com');
    await theForm(page).getByRole('button', { name: 'Continue' }).click();
    await theResult(page).getByRole('link', { name: 'Place the fields' }).click();
    await guide.getByText('Press Signature, then').waitFor();
    await expectNoFlaws(page);
    await goesTo(page, 'Slack');
    await theResult(page).getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: /Be someone else/ }).click();
    await page.getByRole('link', { name: /Bo Lee.*colleague/ }).click();
    await guide.getByText("It is Ana's turn: she places the fields.").waitFor();
    await goesTo(page, 'Box');
    await guide.getByText("It is Ana's turn: she places the fields.").waitFor();
    await guide.getByRole('link', { name: 'Back to Ana' }).click();
    await guide.getByText('Press Place the fields').waitFor();
  });

  it('a foreign script does not run, and `watch` reports it, a foreign image and an error', async () => {
    const { browser, sandbox } = stage();
    const context = await browser.newContext();
    const problems: string[] = [];
    await watch(context, { page: sandbox.pageUrl ?? '', others: [] }, problems);
    const page = await context.newPage();
    await page.goto(`${sandbox.pageUrl}/mail`);
    await page.evaluate(`const planted = document.createElement('script');
      planted.textContent = 'document.title = "planted"; alert(1)';
      document.body.append(planted);
      const image = document.createElement('img');
      image.src = 'https://tracker.example/pixel.png';
      document.body.append(image);
      setTimeout(() => { throw new Error('broken'); });`);
    await expect
      .poll(() => problems)
      .toEqual(
        expect.arrayContaining([
          expect.stringMatching(/policy: script-src/),
          expect.stringMatching(/policy: img-src https:\/\/tracker.example/),
          expect.stringMatching(/error in the page: .*broken/s),
        ]),
      );
    expect(await page.title()).not.toBe('planted');
    await context.close();
  });
});
