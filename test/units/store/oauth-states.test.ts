/** Links and states that travel through browsers: a link works in one browser, and a state once. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runs } from '../../builders/runs.ts';
import { ANA, TENANT } from './records.ts';
import { movableClock, onBothEngines } from './stores.ts';

const origin = { viewId: 'V1', draftId: 'd1' };
const begunAttempt = { tenant: TENANT, slackUserId: ANA, origin };
const minutes = 60_000;

onBothEngines('links and states', (place) => {
  it('a link is known for ten minutes, and then for a day as expired', async () => {
    const clock = movableClock();
    const here = await place();
    const { oauthStates: states, ...store } = await here.open({ now: clock.now });
    const { link } = await states.begin(TENANT, ANA, origin);
    expect(link).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(await here.raw('select * from oauth_states'))).not.toContain(link);
    clock.pass(10 * minutes - 1);
    expect(await states.findByLink(link, null)).toMatchObject(begunAttempt);
    clock.pass(1);
    expect(await states.findByLink(link, null)).toMatchObject({ problem: 'expired', attempt: begunAttempt });
    expect(await states.consumeLink(link, 'browser')).toMatchObject({
      problem: 'expired',
      attempt: begunAttempt,
    });
    clock.pass(24 * 60 * minutes);
    await store.sweep();
    expect(await states.findByLink(link, null)).toMatchObject({ problem: 'expired', attempt: begunAttempt });
    clock.pass(1);
    await store.sweep();
    expect(await states.findByLink(link, null)).toEqual({ problem: 'unknown', attempt: null });
  });

  it('a link is no state, and a state no link', async () => {
    const { oauthStates: states } = await (await place()).open();
    const { link } = await states.begin(TENANT, ANA, origin);
    expect(await states.consumeState(link, 'browser')).toMatchObject({ problem: 'unknown' });
    const out = await states.consumeLink(link, 'browser');
    if ('problem' in out) throw new Error(out.problem);
    expect(await states.findByLink(out.state, null)).toMatchObject({ problem: 'unknown' });
    expect(await states.consumeLink(out.state, 'browser')).toMatchObject({ problem: 'unknown' });
    expect(await states.consumeState(out.state, 'browser')).toMatchObject(begunAttempt);
  });

  it('of many simultaneous openings, one works', async () => {
    const { oauthStates: states } = await (await place()).open();
    const { link } = await states.begin(TENANT, ANA, origin);
    const browsers = Array.from({ length: 20 }, (_, index) => `browser-${index % 5}`);
    const outs = await Promise.all(browsers.map((browser) => states.consumeLink(link, browser)));
    const through = outs.flatMap((out, index) =>
      'problem' in out ? [] : [{ state: out.state, browser: browsers[index] ?? '' }],
    );
    for (const out of outs)
      if ('problem' in out) expect(out).toMatchObject({ problem: 'used', attempt: begunAttempt });
    // The browser that opened the link first gets the same state each time, and no other browser gets one.
    const [first = { state: '', browser: '' }] = through;
    expect(through).toEqual(Array.from({ length: 4 }, () => first));
    const backs = await Promise.all(browsers.map(() => states.consumeState(first.state, first.browser)));
    expect(backs.filter((back) => !('problem' in back))).toHaveLength(1);
    expect(await states.consumeLink(link, first.browser)).toEqual({ problem: 'unknown', attempt: null });
  });

  it('an expired link asks for another one once, however often it is opened', async () => {
    const clock = movableClock();
    const here = await place();
    const { oauthStates: states } = await here.open({ now: clock.now });
    const { link } = await states.begin(TENANT, ANA, origin);
    clock.pass(10 * minutes);
    const found = await states.findByLink(link, null);
    if (!('problem' in found) || !found.attempt) throw new Error('it is not too old');
    const { attempt } = found;
    await Promise.all(Array.from({ length: 5 }, () => states.renewLink(attempt, 'expired')));
    const jobs = await here.raw('select step, args from jobs');
    expect(jobs).toHaveLength(1);
    expect(JSON.stringify(jobs)).toMatch(/renewLink.*V1/);
  });

  it('a used link leads on in the browser where it began, and asks once for another elsewhere', async () => {
    const clock = movableClock();
    const here = await place();
    const { oauthStates: states } = await here.open({ now: clock.now });
    const { link } = await states.begin(TENANT, ANA, origin);
    const out = await states.consumeLink(link, 'mine');
    if ('problem' in out) throw new Error(out.problem);
    expect(await states.findByLink(link, 'mine')).toMatchObject(begunAttempt);
    expect(await states.consumeLink(link, 'mine')).toEqual(out);
    for (const browser of ['other', null]) {
      expect(await states.findByLink(link, browser)).toMatchObject({
        problem: 'used',
        attempt: begunAttempt,
      });
    }
    await Promise.all([1, 2, 3].map(() => states.renewLink(out, 'used')));
    expect(await here.raw('select step from jobs')).toEqual([{ step: 'renewLink' }]);
    expect(await states.findByLink(link, 'other')).toEqual({ problem: 'unknown', attempt: null });
    // The link in the modal and the state on its way through Box still work.
    expect(await states.findByLink(link, 'mine')).toMatchObject(begunAttempt);
    expect(await states.consumeState(out.state, 'mine')).toMatchObject(begunAttempt);
    expect(await states.findByLink(link, 'mine')).toEqual({ problem: 'unknown', attempt: null });
  });

  it('a used link is known for ten minutes after it was used, and then as expired', async () => {
    const clock = movableClock();
    const { oauthStates: states } = await (await place()).open({ now: clock.now });
    const { link } = await states.begin(TENANT, ANA, origin);
    clock.pass(9 * minutes);
    await states.consumeLink(link, 'mine');
    clock.pass(10 * minutes - 1);
    expect(await states.findByLink(link, 'mine')).toMatchObject(begunAttempt);
    clock.pass(1);
    for (const browser of ['mine', 'other']) {
      expect(await states.findByLink(link, browser)).toMatchObject({
        problem: 'expired',
        attempt: begunAttempt,
      });
    }
  });

  it('all links and states of one person end together, and nobody else’s', async () => {
    const { oauthStates: states } = await (await place()).open();
    const { link } = await states.begin(TENANT, ANA, origin);
    const { link: other } = await states.begin(TENANT, 'U_OTHER', origin);
    const { link: elsewhere } = await states.begin('T02', ANA, origin);
    const { link: going } = await states.begin(TENANT, ANA, origin);
    const out = await states.consumeLink(going, 'browser');
    if ('problem' in out) throw new Error(out.problem);
    expect(await states.endAll(TENANT, ANA)).toBe(2);
    expect(await states.findByLink(link, null)).toMatchObject({ problem: 'unknown' });
    expect(await states.consumeState(out.state, 'browser')).toMatchObject({ problem: 'unknown' });
    for (const one of [other, elsewhere])
      expect(await states.findByLink(one, null)).not.toHaveProperty('problem');
  });

  it('a person has five links at a time, and the oldest ends when a sixth is made', async () => {
    const clock = movableClock();
    const { oauthStates: states } = await (await place()).open({ now: clock.now });
    const links: string[] = [];
    const begins = async () => {
      clock.pass(1_000);
      links.push((await states.begin(TENANT, ANA, origin)).link);
    };
    const isKnown = (link: string) => states.findByLink(link, null).then((found) => !('problem' in found));
    for (let count = 0; count < 5; count += 1) await begins();
    expect(await Promise.all(links.map(isKnown))).toEqual([true, true, true, true, true]);
    await begins();
    expect(await Promise.all(links.map(isKnown))).toEqual([false, true, true, true, true, true]);
  });

  it('the modal is recorded once Slack has named it', async () => {
    const { oauthStates: states } = await (await place()).open();
    const { id, link } = await states.begin(TENANT, ANA, { viewId: null, draftId: null });
    await states.recordView('T02', id, 'V8');
    await states.recordView(TENANT, id, 'V9');
    expect(await states.findByLink(link, null)).toMatchObject({ origin: { viewId: 'V9', draftId: null } });
  });

  it('the browser that began may return once and within its time, whatever others try', async () => {
    const clock = movableClock();
    const { oauthStates: states } = await (await place()).open({ now: clock.now });
    const browser = fc.constantFrom('mine', 'other', '', null);
    const act = fc.oneof(
      fc.record({ does: fc.constant('back' as const), browser }),
      fc.record({ does: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 6 * minutes }) }),
      fc.record({ does: fc.constant('made up' as const), state: fc.string() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
        const { link } = await states.begin(TENANT, ANA, origin);
        const out = await states.consumeLink(link, 'mine');
        if ('problem' in out) throw new Error(out.problem);
        const outAt = clock.now();
        let opened = 0;
        for (const one of acts) {
          if (one.does === 'wait') clock.pass(one.ms);
          else if (one.does === 'made up') {
            expect(await states.consumeState(one.state, 'mine')).toMatchObject({ problem: 'unknown' });
          } else {
            const back = await states.consumeState(out.state, one.browser);
            const mayOpen = one.browser === 'mine' && opened === 0 && clock.now() < outAt + 10 * minutes;
            expect(!('problem' in back)).toBe(mayOpen);
            if (mayOpen) opened += 1;
          }
        }
      }),
      { numRuns: runs(40) },
    );
  });
});
