/** The page's Slack client: typing, reading, threads, and what a reload drops. */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import { composer, conversation, message, sends, theForm } from './acts.ts';
import { inBrowser } from './stage.ts';

const focused = (page: Page) => page.locator(':focus').getAttribute('aria-label');

inBrowser('conversations', (stage) => {
  it('the composer completes commands and people by keyboard, and the client explains mistakes', async () => {
    const ana = await stage().window('/slack/ana/contracts');
    await expect.poll(() => focused(ana)).toBe('Message #contracts');
    await ana.keyboard.type('/s');
    const offers = ana.getByRole('option', { name: '/sign Get a Box document signed' });
    expect(await offers.getAttribute('aria-selected')).toBe('true');
    await expectNoFlaws(ana);
    await ana.keyboard.press('Tab');
    await expect.poll(() => composer(ana).inputValue()).toBe('/sign ');
    await ana.getByText('[Box link] [email address').waitFor();
    await ana.keyboard.type('@');
    await ana.keyboard.press('ArrowDown');
    await ana.keyboard.press('Enter');
    await expect.poll(() => composer(ana).inputValue()).toBe('/sign @cy ');
    await ana.keyboard.type('@b');
    await ana.keyboard.press('Escape');
    expect(await ana.getByRole('listbox').count()).toBe(0);
    await sends(ana, '/nothing here');
    const said = message(ana, '/nothing is not a valid command');
    await said.getByText('Only visible to you').waitFor();
    await sends(ana, '@bo <b>look</b> at https://x.example/?a=1&b=2\n*now*');
    const sent = message(ana, '<b>look</b>');
    expect(await sent.getByRole('link', { name: 'https://x.example' }).getAttribute('href')).toBe(
      'https://x.example/?a=1&b=2',
    );
    expect(await sent.innerText()).toContain('@Bo Lee <b>look</b> at https://x.example/?a=1&b=2\nnow');
  });

  it('each conversation keeps its draft, and a link can bring text for the composer', async () => {
    const ana = await stage().window('/slack/ana/contracts?draft=%2Fsign%20%3Cb%3E');
    await expect.poll(() => composer(ana).inputValue()).toBe('/sign <b>');
    await expect.poll(() => ana.url()).toMatch(/\/slack\/ana\/contracts$/);
    await conversation(ana, 'Bo Lee').click();
    await expect.poll(() => focused(ana)).toBe('Message Bo Lee');
    expect(await composer(ana).inputValue()).toBe('');
    await conversation(ana, 'contracts').click();
    await expect.poll(() => composer(ana).inputValue()).toBe('/sign <b>');
  });

  it('a thread accepts replies but no commands, and closing it returns the focus', async () => {
    const bo = await stage().window('/slack/bo/dm-ana');
    await sends(bo, 'Which one?');
    const ana = await stage().window('/slack/ana/dm-bo');
    const reply = message(ana, 'Which one?').getByRole('link', { name: 'Reply to Bo Lee in a thread' });
    await reply.focus();
    await ana.keyboard.press('Enter');
    const thread = ana.getByRole('region', { name: 'Thread' });
    await expect.poll(() => focused(ana)).toBe('Reply…');
    await ana.keyboard.type('The lease');
    await ana.keyboard.press('Enter');
    await thread.getByText('The lease').waitFor();
    // The composer is empty once Slack has answered, perhaps after the message appears.
    await expect.poll(() => thread.getByRole('textbox', { name: 'Reply…' }).inputValue()).toBe('');
    await ana.keyboard.type('/sign list');
    await ana.keyboard.press('Enter');
    await thread.getByText('/sign is not supported in threads').waitFor();
    await expectNoFlaws(ana);
    await ana.keyboard.press('Escape');
    await expect.poll(() => focused(ana)).toBe('Reply to Bo Lee in a thread');
    await message(bo, 'Which one?').getByRole('link', { name: '1 reply' }).waitFor();
    expect(await message(bo, 'The lease').count()).toBe(0);
  });

  it('unread messages are marked, and a reader who has scrolled up stays in place', async () => {
    const bo = await stage().window('/slack/bo/contracts');
    const ana = await stage().window('/slack/ana/app', { height: 500 });
    for (let count = 1; count <= 12; count += 1) await sends(bo, `Line ${count}\nof two`);
    await conversation(ana, 'contracts 12 unread').click();
    await message(ana, 'Line 12').waitFor();
    await conversation(ana, 'contracts').and(ana.locator(':not(:has-text("unread"))')).waitFor();
    const log = ana.getByRole('log');
    await log.hover();
    await ana.mouse.wheel(0, -3_000);
    await expect.poll(() => log.evaluate((frame) => frame.scrollTop)).toBe(0);
    await sends(bo, 'Newest');
    await ana.getByRole('button', { name: '1 new message' }).click();
    await expect
      .poll(() =>
        message(ana, 'Newest').evaluate(
          (element) => element.getBoundingClientRect().bottom <= innerHeight - 80,
        ),
      )
      .toBe(true);
  });

  it('a reload drops ephemeral messages; they stay while another window of the same person is open', async () => {
    const ana = await stage().window('/slack/ana/private');
    await sends(ana, '/sign help');
    const whisper = message(ana, 'Only visible to you');
    await whisper.waitFor();
    const second = await ana.context().newPage();
    await second.goto('/slack/ana/private');
    await message(second, 'Only visible to you').waitFor();
    await second.close();
    await ana.reload();
    await ana.getByRole('log').waitFor();
    expect(await whisper.count()).toBe(0);
  });

  it('a phone shows one part of the client at a time, with a way back', async () => {
    const ana = await stage().window('/slack/ana/app', { width: 390 });
    await ana.getByRole('link', { name: 'All conversations' }).click();
    await expectNoFlaws(ana);
    expect(await composer(ana).isVisible()).toBe(false);
    await conversation(ana, 'contracts').click();
    await composer(ana).waitFor();
    await ana.getByRole('button', { name: 'You are Ana Ruiz · sends' }).click();
    await ana.getByRole('link', { name: 'Gil Guest · guest' }).click();
    await ana.getByRole('button', { name: 'You are Gil Guest · guest' }).waitFor();
    expect(ana.url()).toContain('/slack/gil/contracts');
    await ana.goBack();
    await ana.getByRole('button', { name: 'You are Ana Ruiz · sends' }).waitFor();
    await ana.goto('/slack/cy/private');
    await ana.getByRole('heading', { name: 'Cy Ng is not in this conversation' }).waitFor();
  });

  it('a closing form does not take the focus back from a person who has moved on', async () => {
    const page = await stage().window('/slack/ana/contracts');
    await sends(page, '/sign');
    await theForm(page).waitFor();
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    await page.route('**/control-servers/slack/person', async (route) => {
      if (route.request().postData()?.includes('"close"')) await opened;
      await route.continue();
    });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /Be someone else/ }).click();
    const bo = page.getByRole('link', { name: /Bo Lee.*colleague/ });
    await bo.waitFor();
    open();
    await theForm(page).waitFor({ state: 'detached' });
    expect(await bo.isVisible()).toBe(true);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('the composer does not take the focus from a person on the way to another place', async () => {
    const page = await stage().window('/box');
    await page.route('**/control-servers/slack/person', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      await route.continue();
    });
    const places = page.getByRole('navigation', { name: 'Places' });
    await places.getByRole('link', { name: 'Slack' }).click();
    await places.getByRole('link', { name: 'Mail' }).focus();
    await composer(page).waitFor();
    expect(await page.locator(':focus').textContent()).toBe('Mail');
    // Pending requests of the page would otherwise outlive the window.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});
