/** A second bounced mail, and an expiry that was moved, are told again. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { Filling } from '../../sandbox/slack/filling.ts';
import { cardOnceSent, noticesAbout, onlyCard, opensForm } from './acts.ts';
import { nothingIsDue, quiet } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

stories('notices of the same kind about one request', () => {
  const world = aWorld({ webhooks: true });
  beforeEach(async () => {
    // Time passes, so that notices of two stories are not merged.
    await world().passes(2 * minute);
    await world().ana.reloads();
  });

  /** Ana sends a request without fields: the others sign first, then Bo. */
  async function sentRequest(name: string, others: string, more: Record<string, Filling> = {}) {
    const { ana, box } = world();
    await opensForm(world(), `${world().newFile(name).url} ${others} @bo`);
    await ana.presses('More options');
    await ana.sees('Who signs when', { in: 'modal' });
    await ana.fills({
      'Who signs when': 'Other signers first, then colleagues',
      'Send now, without fields': true,
      ...more,
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to', { in: 'modal' });
    await ana.submits();
    await ana.closes();
    await cardOnceSent(world(), name);
    const request = box.signRequests().at(-1);
    if (!request) throw new Error('Box has no request');
    return request;
  }

  it('a mail that bounces later is told as the first one was, and each only once', async () => {
    const { box } = world();
    const told = async () =>
      (await noticesAbout(world(), 'Both.pdf')).filter((plain) => plain.includes('did not arrive'));
    await sentRequest('Both.pdf', 'ay@client.com');
    await box.person('ay@client.com').bounces();
    await expect.poll(told).toHaveLength(1);
    await box.person('ay@client.com').signs();
    await onlyCard(world(), 'Both.pdf', /1 of 2 signed/);
    await world().passes(2 * minute);
    await box.person('bo@acme.com').bounces();
    await onlyCard(world(), 'Both.pdf', /An email did not arrive: .*[Bb]o/);
    await expect.poll(told).toHaveLength(2);
    expect((await told()).at(-1)).toMatch(/Not opened yet: Bo/);
  });

  it('a request whose expiry was moved after the warning is warned of again', async () => {
    const { ana } = world();
    const request = await sentRequest('Moved.pdf', 'cy@client.com', { 'Expires after (days)': '10' });
    const warned = async () =>
      (await noticesAbout(world(), 'Moved.pdf')).filter((plain) => plain.includes('expires'));
    await world().passes(7 * day + 60 * minute);
    await expect.poll(warned).toHaveLength(1);
    const card = await onlyCard(world(), 'Moved.pdf', /expires/);
    const shown = /expires \w+ \d+/.exec(card.plain)?.[0] ?? '';
    Object.assign(request, { expiresAt: (request.expiresAt ?? 0) + 20 * day });
    await ana.presses('Refresh', { on: card });
    await onlyCard(world(), 'Moved.pdf', new RegExp(`^(?!.*${shown}\\b)`, 's'));
    await world().passes(20 * day);
    await expect.poll(warned).toHaveLength(2);
    expect((await warned())[1]).not.toBe((await warned())[0]);
  });

  it('two mails that bounce at once are told without repeating a sentence', async () => {
    const { box } = world();
    const told = async () =>
      (await noticesAbout(world(), 'Two.pdf')).filter((plain) => plain.includes('did not arrive'));
    await sentRequest('Two.pdf', 'ay@client.com ez@client.com');
    await Promise.all(['ay@client.com', 'ez@client.com'].map((email) => box.person(email).bounces()));
    await onlyCard(world(), 'Two.pdf', /did not arrive.*ay@client\.com.*ez@client\.com/s);
    await expect
      .poll(async () => (await told()).join())
      .toMatch(/Not opened yet: ay@client\.com and ez@client\.com/);
    await quiet(world());
    await world().passes(2 * minute);
    await nothingIsDue(world());
    const sentences = (await told())
      .flatMap((plain) => plain.split('\n'))
      .filter((line) => line.includes('arrive'));
    expect(new Set(sentences).size).toBe(sentences.length);
    expect(sentences.join()).not.toContain('Bo');
  });
});
