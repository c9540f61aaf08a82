/**
 * Two workspaces that share one app: the second installs it, neither sees the other's messages, and an admin removes
 * it.
 */
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import { conversation, message, modal, sends, theForm } from './acts.ts';
import { chooses, tabsTo } from './keyboard.ts';
import { inBrowser, type Stage } from './stage.ts';

function workspaceSwitcher(page: Page) {
  return page.getByRole('navigation', { name: 'Workspaces' });
}

const addLink = (page: Page) => page.getByRole('link', { name: 'Add Sign to Globex' });

/** Follows the link to Slack's install page, which opens in another window. */
async function goesToSlack(page: Page): Promise<Page> {
  const [opened] = await Promise.all([page.context().waitForEvent('page'), addLink(page).click()]);
  await opened.getByRole('heading', { name: 'Sign wants to be added to the Globex workspace' }).waitFor();
  return opened;
}

/** Installs the app in Globex, as a person who may do that. */
async function installs(page: Page): Promise<void> {
  const opened = await goesToSlack(page);
  await opened.getByRole('button', { name: 'Allow' }).click();
  await opened.getByRole('heading', { name: 'Sign is installed in Globex' }).waitFor();
  await opened.close();
  await addLink(page).waitFor({ state: 'detached' });
}

async function closesForm(page: Page): Promise<void> {
  await theForm(page).getByRole('button', { name: 'Close' }).click();
  await theForm(page).waitFor({ state: 'detached' });
}

function globexOf({ sandbox }: Stage) {
  const found = sandbox.slack.workspaces.find(({ state }) => state.team.name === 'Globex');
  if (!found) throw new Error('there is no Globex');
  return found;
}

inBrowser(
  'two workspaces',
  (stage) => {
    it('the app is added to the second workspace, and each workspace sees only its own messages', async () => {
      const page = await stage().window('/slack/ana/contracts');
      await sends(page, '/sign help');
      await message(page, 'Get a Box document signed').waitFor();
      await workspaceSwitcher(page).getByRole('link', { name: 'Globex' }).click();
      await page.waitForURL('**/slack/gia@globex/contracts');
      await page.getByText('Sign is not in Globex.').waitFor();
      await page.getByText('The two cannot see each other.').waitFor();
      await expectNoFlaws(page);
      await sends(page, '/sign');
      await message(page, '/sign is not a valid command').waitFor();
      expect(await page.getByRole('main').textContent()).not.toContain('Get a Box document signed');

      const refused = await goesToSlack(page);
      await expectNoFlaws(refused);
      await refused.getByRole('button', { name: 'Cancel' }).click();
      await refused.getByRole('heading', { name: 'Sign was not installed' }).waitFor();
      await refused.close();
      await installs(page);

      await page.reload();
      await conversation(page, /^Sign/).waitFor();
      await sends(page, '/sign');
      await theForm(page).getByText('Not connected to Box.').waitFor();
      await closesForm(page);
      await sends(page, 'Globex alone reads this');
      await message(page, 'Globex alone reads this').waitFor();

      await workspaceSwitcher(page).getByRole('link', { name: 'Acme' }).click();
      await sends(page, '/sign');
      await theForm(page).getByText('Sending as ana@acme.com').waitFor();
      await closesForm(page);
      expect(await page.getByRole('main').textContent()).not.toContain('Globex alone');
    });

    it('a workspace with unread messages is marked, for the person last played there', async () => {
      const leo = await stage().window('/slack/leo@globex/contracts');
      await workspaceSwitcher(leo).getByRole('link', { name: 'Acme' }).click();
      await conversation(leo, 'Bo Lee').waitFor();
      await globexOf(stage()).person('gia').types('Are you there, Leo?', { in: '#contracts' });
      await workspaceSwitcher(leo)
        .getByRole('link', { name: /^Globex, \d unread$/ })
        .click();
      await message(leo, 'Are you there, Leo?').waitFor();
      expect(new URL(leo.url()).pathname).toBe('/slack/leo@globex/contracts');
      await workspaceSwitcher(leo).getByRole('link', { name: 'Globex', exact: true }).waitFor();
    });

    it('an admin removes the app and adds it again, with the keyboard, on a small screen', async () => {
      const page = await stage().window('/slack/gia@globex/app', { width: 390, height: 800 });
      await page.getByRole('button', { name: 'Remove…' }).waitFor();
      await expectNoFlaws(page);
      await chooses(page, /^Remove…/);
      const asked = modal(page, 'Remove Sign from Globex?');
      await asked.waitFor();
      await expectNoFlaws(page);
      await page.keyboard.press('Escape');
      await asked.waitFor({ state: 'detached' });
      await chooses(page, /^Remove…/);
      await chooses(page, /^Remove$/);
      await page.getByText('Sign is not in Globex.').waitFor();
      await expectNoFlaws(page);

      await tabsTo(page, /^Add Sign to Globex/);
      const [opened] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);
      await opened.getByRole('button', { name: 'Allow' }).waitFor();
      await expectNoFlaws(opened);
      await chooses(opened, /Globex.*as Gia Marsh/);
      await chooses(opened, /^Acme/);
      await opened.getByRole('heading', { name: 'Sign wants to be added to the Acme workspace' }).waitFor();
      await opened.goBack();
      await chooses(opened, /^Allow/);
      await opened.getByRole('heading', { name: 'Sign is installed in Globex' }).waitFor();
      await opened.close();
      await page.getByRole('button', { name: 'Remove…' }).waitFor();
      await chooses(page, /Acme/);
      await page.waitForURL('**/slack/ana/contracts');
      await workspaceSwitcher(page).getByRole('link', { name: 'Globex' }).waitFor();
      await chooses(page, /Globex/);
      await page.getByRole('button', { name: 'Remove…' }).waitFor();
    });

    it('a person who is not an admin reads who could add the app', async () => {
      const gia = await stage().window('/slack/gia@globex/app');
      await gia.getByRole('button', { name: 'Remove…' }).click();
      await gia.getByRole('button', { name: 'Remove', exact: true }).click();
      await addLink(gia).waitFor();
      const leo = await stage().window('/slack/leo@globex/contracts', { width: 390, height: 800 });
      const opened = await goesToSlack(leo);
      await opened
        .getByText('Globex approves apps first: only an admin can add Sign. Ask Gia Marsh.')
        .waitFor();
      expect(await opened.getByRole('button').allTextContents()).toEqual(['Cancel']);
      await expectNoFlaws(opened);
    });
  },
  { hasWorkspaces: true },
);
