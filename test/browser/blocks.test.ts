/** The page draws every block that messages can hold, and its controls work without a mouse. */
import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import {
  drawnBlocks,
  drawnElements,
  drawnRichLeaves,
  drawnRichParts,
} from '../../sandbox/page/client/block-kit/drawn.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { expectNoFlaws } from './accessible.ts';
import { everyBlock, selectsWithChoices } from './every-block.ts';
import { inBrowser } from './stage.ts';

/** Blocks that only modals accept. */
const notInMessages: readonly string[] = ['alert'];

interface Answer {
  readonly ok: boolean;
  readonly channel?: { readonly id: string };
  readonly ts?: string;
}

/** Calls Slack as the app would. Fails when Slack refuses. */
async function calls({ slack }: Sandbox, method: string, args: object): Promise<Answer> {
  const response = await fetch(`${slack.apiUrl}${method}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
    body: JSON.stringify(args),
  });
  const answer = (await response.json()) as Answer;
  expect(answer).toMatchObject({ ok: true });
  return answer;
}

/** Posts the blocks to Ana. Returns the message's channel and ts, for updates. */
async function postToAna(sandbox: Sandbox, blocks: readonly object[]): Promise<object> {
  const users = sandbox.slack.user('ana').id;
  const channel = (await calls(sandbox, 'conversations.open', { users })).channel?.id;
  const { ts } = await calls(sandbox, 'chat.postMessage', { channel, text: 'All of it', blocks });
  return { channel, ts };
}

function typesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'type' in value && typeof value.type === 'string' ? [value.type] : [];
  return [...own, ...Object.values(value).flatMap(typesIn)];
}

const focused = (page: Page): Promise<string | null> => page.locator(':focus').textContent();

inBrowser('blocks', (stage) => {
  beforeAll(async () => {
    const { sandbox } = stage();
    // Slack accepts file inputs only from apps that may read files.
    sandbox.slack.setScopes([...sandbox.slack.state.app.scopes, 'files:read']);
    for (const blocks of everyBlock) await postToAna(sandbox, blocks);
  });

  it('blocks of every kind are drawn and accessible', async () => {
    const samples = new Set(typesIn(everyBlock));
    const drawn = [...drawnBlocks, ...drawnElements, ...drawnRichParts, ...drawnRichLeaves];
    expect(drawn.filter((type) => !samples.has(type))).toEqual(notInMessages);
    const page = await stage().window('/slack/ana/app');
    await page.getByText('A plan').waitFor();
    expect(await page.getByText('unknown block').count()).toBe(0);
    for (const word of ['Heading', 'Field one', 'Small print', 'Quoted', 'Cell', 'First card', 'Contained']) {
      expect(await page.getByText(word).count(), word).toBeGreaterThan(0);
    }
    await expectNoFlaws(page);
    // On a phone, the page must not scroll sideways, and controls must be large enough for a finger.
    await page.setViewportSize({ width: 390, height: 800 });
    await expectNoFlaws(page);
  });

  it('buttons ask for confirmation, and the focus returns to them', async () => {
    const page = await stage().window('/slack/ana/app');
    const button = page.getByRole('button', { name: 'Asking' });
    await button.press('Enter');
    const question = page.getByRole('dialog', { name: 'Send it again?' });
    await question.getByText('another').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => question.count()).toBe(0);
    expect(await focused(page)).toBe('Asking');
  });

  it('every select whose choices do not come from the app works with the keyboard alone', async () => {
    const { slack } = stage().sandbox;
    const held = (type: string) =>
      JSON.stringify(
        slack.state.messages.flatMap(({ values }) => Object.values(values)).map((one) => one[type]),
      );
    const page = await stage().window('/slack/ana/app');
    const people = page.getByRole('combobox', { name: 'Pick: multi_users_select' });
    await people.focus();
    await page.keyboard.type('bo l');
    await page.getByRole('option', { name: /Bo Lee/ }).waitFor();
    await page.keyboard.press('Enter');
    const [bo, cy] = [slack.user('bo').id, slack.user('cy').id];
    const chosen = (ids: readonly string[]) => `"selected_users":${JSON.stringify(ids)}`;
    // Each choice is a call of its own; the next follows once the previous one has arrived.
    await expect.poll(() => held('multi_users_select')).toContain(chosen([bo]));
    await page.keyboard.type('cy');
    await page.keyboard.press('Enter');
    await expect.poll(() => held('multi_users_select')).toContain(chosen([bo, cy]));
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Escape');
    await expect.poll(() => held('multi_users_select')).toContain(chosen([bo]));
    await expect.poll(() => page.getByRole('button', { name: 'Remove Bo Lee' }).count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Remove Cy Ng' }).count()).toBe(0);

    const one = page.getByRole('combobox', { name: 'Pick: static_select', exact: true });
    await one.focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await expect.poll(() => held('static_select')).toContain('"value":"two"');
    await expect.poll(() => one.inputValue()).toBe('Two');

    for (const type of selectsWithChoices) {
      await page.getByRole('combobox', { name: `Pick: ${type}`, exact: true }).focus();
      for (const key of ['ArrowDown', 'ArrowDown', 'Enter', 'Escape']) await page.keyboard.press(key);
      await expect.poll(() => held(type), { message: type }).toMatch(/"selected_\w+":(\[?"|\[?\{)/);
    }
  });

  it('an open menu stays open when the message is redrawn', async () => {
    const { sandbox, window } = stage();
    const option = (text: string) => ({ text: { type: 'plain_text', text }, value: text });
    const blocks = (text: string) => [
      { type: 'section', text: { type: 'mrkdwn', text } },
      { type: 'actions', elements: [{ type: 'overflow', action_id: 'menu', options: [option('Look')] }] },
    ];
    const message = await postToAna(sandbox, blocks('As it was'));
    const page = await window('/slack/ana/app');
    const card = page.getByRole('article').filter({ hasText: 'As it was' });
    await card.getByRole('button', { name: 'More actions' }).click();
    await calls(sandbox, 'chat.update', { ...message, text: 'Now', blocks: blocks('As it is now') });
    await page.getByText('As it is now').waitFor();
    expect(await page.getByRole('menuitem', { name: 'Look' }).isVisible()).toBe(true);
  });

  it('a press takes effect even if the message is redrawn during it', async () => {
    const { sandbox, window } = stage();
    const pressed = { type: 'button', action_id: 'pressed', text: { type: 'plain_text', text: 'Press me' } };
    const blocks = (text: string) => [
      { type: 'section', text: { type: 'mrkdwn', text } },
      { type: 'actions', elements: [pressed] },
    ];
    const message = await postToAna(sandbox, blocks('Drawn once'));
    const draws = (text: string) => calls(sandbox, 'chat.update', { ...message, text, blocks: blocks(text) });
    // The message is marked as edited from now on, so its height no longer changes.
    await draws('Drawn twice');
    const page = await window('/slack/ana/app');
    await page.getByText('Drawn twice').waitFor();
    await page.getByRole('button', { name: 'Press me' }).hover();
    await page.mouse.down();
    await draws('Drawn thrice');
    await page.getByText('Drawn thrice').waitFor();
    await page.mouse.up();
    const isHeard = () =>
      sandbox.slack.log.some(({ method, body }) => method === 'block_actions' && body.includes('pressed'));
    await expect.poll(isHeard).toBe(true);
  });
});
