/** A reminder: its dialog says whom it reaches, and colleagues also get it in Slack, at most once a day. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { onlyCard } from './acts.ts';
import { pollsRarely } from './quiet.ts';
import { sendsDirectly, turnsOnSigning } from './signing-here.ts';
import { aWorld, stories } from './world.ts';

const minute = 60_000;
const button = 'Resend reminder';

stories('a reminder to colleagues', () => {
  const world = aWorld();

  it('the dialog says whom the reminder reaches, and each colleague gets it in Slack once a day', async () => {
    const { slack, ana, box } = world();
    slack.addUser({ handle: 'zoe', name: 'Zoe Left' });
    slack.addUser({ handle: 'yan', name: 'Yan Stays' });
    slack.addUser({ handle: 'uma', name: 'Uma Quick' });
    const handles = ['bo', 'cy', 'zoe', 'yan', 'uma'];
    await sendsDirectly(world(), 'Slow', '@bo @cy @zoe @yan @uma dee@client.com');
    const people = handles.map((handle) => slack.person(handle));
    for (const person of people) await person.sees(/Ana Ruiz asks you to sign Slow\.pdf/);
    const [bo, , zoe] = people;
    const reminders = async (): Promise<number[]> => {
      const counts: number[] = [];
      for (const person of people.filter((one) => one !== zoe)) {
        const all = (await person.messages('app')).filter(({ plain }) => plain.includes('A reminder from'));
        counts.push(all.length);
      }
      return counts;
    };
    const mails = () => box.mails('dee@client.com').filter(({ kind }) => kind === 'reminder').length;

    await world().passes(11 * minute);
    const on = await onlyCard(world(), 'Slow', button);
    const asked = await ana.presses(button, { on, confirm: false });
    expect(asked.confirm).toMatch(
      /^Send a reminder\?.*Box emails Bo Lee, Cy Ng and 4 more\. It reminds everyone whose turn it is, never only one of them\. Colleagues also get a message from Sign, once a day\. Box allows one reminder every 10 minutes\./s,
    );
    expect(mails()).toBe(0);
    // The app asks Box again before a reminder when its last answer is more than a minute old.
    await box.person('uma@acme.com').signs();
    await world().passes(2 * minute);
    await ana.presses(button, { on: await onlyCard(world(), 'Slow', button) });
    await expect.poll(reminders).toEqual([1, 1, 1, 0]);
    const told = (await bo?.messages('app'))?.at(-1);
    expect(told?.plain).toMatch(
      /A reminder from Ana Ruiz: Slow\.pdf is waiting for your signature since .*\. It expires .*\. Box emailed the link to bo@acme\.com\./,
    );
    // The reminder is a reply to the message that asked the colleague to sign.
    expect(told?.thread).toBe(
      (await bo?.messages('app'))?.find(({ plain }) => plain.includes('asks you'))?.ts,
    );
    expect(told?.broadcast).toBe(true);
    await expect.poll(mails).toBe(1);

    // On the same day Box emails again, and nobody gets a second message in Slack.
    await world().passes(11 * minute);
    await ana.presses(button, { on: await onlyCard(world(), 'Slow', button) });
    await expect.poll(mails).toBe(2);
    await onlyCard(world(), 'Slow', /next reminder possible/);
    expect(await reminders()).toEqual([1, 1, 1, 0]);

    const channel = (await zoe?.messages('app'))?.at(-1)?.channel ?? '';
    const posts = () =>
      slack.log.filter(({ method, body }) => method === 'chat.postMessage' && body.includes(channel)).length;
    const before = posts();
    // A day later: one colleague has signed, one has become a guest, and one has left.
    await box.person('bo@acme.com').signs();
    slack.user('cy').isRestricted = true;
    slack.user('zoe').deleted = true;
    await world().passes(25 * 60 * minute);
    await onlyCard(world(), 'Slow', /2 of 6 signed/);
    await ana.presses(button, { on: await onlyCard(world(), 'Slow', button) });
    await expect.poll(mails).toBe(3);
    await expect.poll(async () => (await reminders())[2]).toBe(2);
    await world().passes(2 * minute);
    expect(await reminders()).toEqual([1, 1, 2, 0]);
    // The app did not try to message the colleague who left.
    expect(posts()).toBe(before);
  });

  it('a colleague who has signed since Box was last asked gets no reminder', async () => {
    const { slack, ana, box } = world();
    for (const handle of ['wim', 'xia']) slack.addUser({ handle, name: `${handle} Near` });
    const [wim, xia] = [slack.person('wim'), slack.person('xia')];
    await sendsDirectly(world(), 'Stale', '@wim @xia');
    await xia.sees(/asks you to sign Stale\.pdf/);
    await pollsRarely(world());
    const on = await onlyCard(world(), 'Stale', button);
    await world().passes(2 * minute);
    await box.person('wim@acme.com').signs();
    await ana.presses(button, { on });
    await xia.sees(/A reminder from Ana Ruiz: Stale\.pdf/);
    expect((await wim.messages('app')).map(({ plain }) => plain).join()).not.toContain('A reminder');
  });

  it('the requester is told whom the reminder did not reach', async () => {
    const { slack, ana } = world();
    for (const handle of ['una', 'vic']) slack.addUser({ handle, name: `${handle} Here` });
    const [una, vic] = ['una', 'vic'].map((handle) => slack.person(handle));
    await turnsOnSigning(world());
    await sendsDirectly(world(), 'Here', '@una @vic');
    for (const one of [una, vic]) await one?.sees(/asks you to sign Here\.pdf/);
    await world().passes(11 * minute);
    const on = await onlyCard(world(), 'Here', button);
    slack.user('vic').isRestricted = true;
    await ana.presses(button, { on });
    await una?.sees(/A reminder from Ana Ruiz: Here\.pdf/);
    await ana.sees(/vic Here hasn't been told about Here\.pdf/);
    await world().passes(11 * minute);
    await ana.types('/sign resend Here', { in: '#contracts' });
    await ana.sees(/Nobody got a reminder for Here\.pdf/, { in: '#contracts' });
  });

  it('the requester is told when Slack refuses the reminder to a signer', async () => {
    const { slack, ana } = world();
    slack.addUser({ handle: 'wen', name: 'Wen Shut' });
    const wen = slack.person('wen');
    await turnsOnSigning(world());
    await sendsDirectly(world(), 'Shut', '@wen');
    await wen.sees(/asks you to sign Shut\.pdf/);
    const channel = (await wen.messages('app')).at(-1)?.channel ?? '';
    await world().passes(11 * minute);
    const on = await onlyCard(world(), 'Shut', button);
    slack.faults.next({ kind: 'error', error: 'restricted_action', method: 'chat.postMessage', channel });
    await ana.presses(button, { on });
    await ana.sees(/Wen Shut hasn't been told about Shut\.pdf/);
    expect((await wen.messages('app')).map(({ plain }) => plain).join()).not.toContain('A reminder');
  });

  it('the list says whom the reminder reaches before it is sent', async () => {
    const { ana, box } = world();
    await sendsDirectly(world(), 'Listed', 'fay@client.com');
    await world().passes(11 * minute);
    await ana.types('/sign list listed');
    await ana.sees(/Listed\.pdf.*Resend reminder/s, { in: 'modal' });
    await ana.presses(button, { beside: 'Listed.pdf' });
    await ana.sees('Listed.pdf: Box emails fay@client.com.', { in: 'modal' });
    expect(box.mails('fay@client.com').length).toBe(1);
    expect(await ana.submits({ times: 2 })).toEqual({});
    await expect.poll(() => box.mails('fay@client.com').length).toBe(2);
    await ana.sees(/Listed\.pdf/, { in: 'modal' });
  });
});
