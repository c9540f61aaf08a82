/** When a requester asks for a reminder or a cancel in a channel, the result is one line there that only she sees. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { holdCalls } from './acts.ts';
import { retriesArePlanned } from './quiet.ts';
import { type SentRequest, sendsRemindable } from './sent.ts';
import { aWorld, stories } from './world.ts';

const channel = '#contracts';
const there = { in: channel };

stories('an action that was asked for in a channel', () => {
  const world = aWorld();
  let sent: SentRequest[] = [];

  /** The lines in the channel that only Ana sees. */
  const lines = async (): Promise<string[]> =>
    (await world().ana.ephemerals(channel)).map(({ plain }) => plain);

  async function pressesInChoice(label: string, name: string): Promise<void> {
    const { ana } = world();
    await ana.sees(name, there);
    const choice = (await ana.ephemerals(channel)).at(-1);
    if (!choice) throw new Error('there is no choice');
    await ana.presses(label, { on: choice, beside: name });
  }

  it('a reminder by command ends with one private line', async () => {
    const { ana } = world();
    sent = await sendsRemindable(world(), ['One', 'Two', 'Three']);
    await ana.types('/sign resend One', there);
    await ana.sees('✅ A reminder for One.pdf was sent to dee@client.com and ed@client.com.', there);
    expect(await lines()).toEqual([
      '✅ A reminder for One.pdf was sent to dee@client.com and ed@client.com.',
    ]);
    await ana.reloads();
  });

  it('a reminder and a cancel chosen from a list end with the result in place of the list', async () => {
    const { ana } = world();
    await ana.types('/sign resend', there);
    await pressesInChoice('Resend reminder', 'Two.pdf');
    await ana.sees('✅ A reminder for Two.pdf was sent to dee@client.com and ed@client.com.', there);
    expect(await lines()).toHaveLength(1);
    await ana.reloads();
    await ana.types('/sign cancel', there);
    await pressesInChoice('Cancel request', 'Two.pdf');
    await ana.sees('will no longer be able to sign', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees(
      '🚫 Two.pdf was cancelled. dee@client.com and ed@client.com can no longer sign it.',
      there,
    );
    expect(await lines()).toHaveLength(1);
    await ana.reloads();
  });

  it('a refusal of Box is shown with its reason, and a cancel by command ends with one private line', async () => {
    const { ana, box } = world();
    box.faults.next({ kind: 'status', method: 'POST', path: /\/resend$/, status: 403 });
    await ana.types('/sign resend Three', there);
    await ana.sees(/Three\.pdf: ⚠️ No reminder was sent: .*permission/, there);
    await ana.reloads();
    await ana.types('/sign cancel One', there);
    await ana.sees('will no longer be able to sign', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees(
      '🚫 One.pdf was cancelled. dee@client.com and ed@client.com can no longer sign it.',
      there,
    );
    await sent[0]?.card('Cancelled by you');
    expect(await lines()).toEqual([
      '🚫 One.pdf was cancelled. dee@client.com and ed@client.com can no longer sign it.',
    ]);
    await ana.reloads();
  });

  it('the result takes the place of the list also when Slack fails at first', async () => {
    const { ana, slack } = world();
    await sendsRemindable(world(), ['Four']);
    await ana.types('/sign resend', there);
    const held = holdCalls(world(), /\/resend$/);
    await pressesInChoice('Resend reminder', 'Four.pdf');
    await ana.sees('⏳ Sending a reminder for Four.pdf', there);
    slack.faults.next({ kind: 'status', status: 503, method: 'response_url' });
    held.release();
    await expect.poll(() => slack.faults.planned()).toEqual([]);
    await retriesArePlanned(world());
    await world().passes(60_000);
    await ana.sees('✅ A reminder for Four.pdf was sent to dee@client.com and ed@client.com.', there);
    expect(await lines()).toHaveLength(1);
    await ana.reloads();
  });

  it('a result that Slack no longer accepts is given up, and the card has it all the same', async () => {
    const { ana, app, slack } = world();
    const [five] = (await sendsRemindable(world(), ['Five'])) as [SentRequest];
    await ana.types('/sign resend', there);
    const held = holdCalls(world(), /\/resend$/);
    await pressesInChoice('Resend reminder', 'Five.pdf');
    await ana.sees('⏳ Sending a reminder for Five.pdf', there);
    slack.faults.next({ kind: 'status', status: 404, method: 'response_url' });
    held.release();
    await expect.poll(() => app.output()).toContain('the result could not be shown');
    await five.card('reminder sent');
    expect(app.output()).not.toContain('a job is given up');
  });
});
