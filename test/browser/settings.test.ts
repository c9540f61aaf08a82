/** Settings and the rules of a workspace on the screen: what is saved applies to the next form. */
import { expect, it } from 'vitest';
import { expectNoFlaws } from './accessible.ts';
import { modal, sends, theForm } from './acts.ts';
import { inBrowser } from './stage.ts';

inBrowser('settings', (stage) => {
  it('saved settings appear in a new form, on a phone too', async () => {
    const page = await stage().window('/slack/ana/contracts', { width: 390, height: 844 });
    await sends(page, '/sign settings');
    const mine = modal(page, 'Your settings');
    await mine.getByLabel('Expires after (days)').fill('7');
    await mine.getByLabel('Quiet hours from').fill('22:00');
    await mine.getByLabel('A request is about to expire').uncheck();
    await expectNoFlaws(page);
    await mine.getByRole('button', { name: 'Save' }).click();
    await mine.getByText('Enter both times, or leave both blank.').waitFor();
    await mine.getByLabel('Quiet hours until').fill('07:30');
    await mine.getByRole('button', { name: 'Save' }).click();
    await mine.getByText('Saved. This applies from now on.').waitFor();
    await mine.getByRole('button', { name: 'Done' }).click();
    await sends(page, '/sign');
    await theForm(page)
      .getByText(/Expires after 7 days/)
      .waitFor();
  });

  it('an admin can choose who may send', async () => {
    const page = await stage().window('/slack/bo/contracts');
    await sends(page, '/sign workspace');
    await page.getByText('Who may send: everyone').waitFor();
    await page.getByRole('button', { name: 'Change…' }).click();
    const rules = modal(page, 'Workspace settings');
    await rules.getByRole('combobox', { name: 'Who may send' }).click();
    await page.getByRole('option', { name: /Sales/ }).click();
    await page.keyboard.press('Escape');
    await expectNoFlaws(page);
    await rules.getByRole('button', { name: 'Save' }).click();
    await rules.getByText('Saved.').waitFor();
    await rules.getByRole('button', { name: 'Done' }).click();
    await sends(page, '/sign');
    await theForm(page).getByText('Your workspace lets only Sales send signature requests.').waitFor();
    expect(await theForm(page).getByRole('button', { name: 'Continue' }).count()).toBe(0);
  });
});
