/** Links and states on their way through browsers: whatever is done with them in whatever order, each opens once. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ANA, TENANT } from './records.ts';
import { movableClock, onBothEngines } from './stores.ts';

const origin = { viewId: 'V1', draftId: 'd1' };
const begun = { tenant: TENANT, slackUserId: ANA, origin };
const minutes = 60_000;

onBothEngines('links and states', (place) => {
  it('knows a link for ten minutes, and then for a day that it was one', async () => {
    const clock = movableClock();
    const here = await place();
    const { oauthStates: states, ...store } = await here.open({ now: clock.now });
    const { link } = await states.begin(TENANT, ANA, origin);
    expect(link).toMatch(/^[\w-]{43}$/);
    expect(JSON.stringify(await here.raw('select * from oauth_states'))).not.toContain(link);
    clock.pass(10 * minutes - 1);
    expect(await states.look(link)).toEqual(begun);
    clock.pass(1);
    expect(await states.look(link)).toEqual({ problem: 'expired', begun });
    expect(await states.setOut(link, 'browser')).toEqual({ problem: 'expired', begun });
    clock.pass(24 * 60 * minutes);
    await store.sweep();
    expect(await states.look(link)).toEqual({ problem: 'expired', begun });
    clock.pass(1);
    await store.sweep();
    expect(await states.look(link)).toEqual({ problem: 'unknown', begun: null });
  });

  it('takes a link for a link and a state for a state alone', async () => {
    const { oauthStates: states } = await (await place()).open();
    const { link } = await states.begin(TENANT, ANA, origin);
    expect(await states.comeBack(link, 'browser')).toMatchObject({ problem: 'unknown' });
    const out = await states.setOut(link, 'browser');
    if ('problem' in out) throw new Error(out.problem);
    expect(await states.look(out.state)).toMatchObject({ problem: 'unknown' });
    expect(await states.setOut(out.state, 'browser')).toMatchObject({ problem: 'unknown' });
    expect(await states.comeBack(out.state, 'browser')).toEqual(begun);
  });

  it('opens once, of all that come at the same moment', async () => {
    const { oauthStates: states } = await (await place()).open();
    const { link } = await states.begin(TENANT, ANA, origin);
    const outs = await Promise.all(Array.from({ length: 20 }, () => states.setOut(link, 'browser')));
    const state = outs.flatMap((out) => ('problem' in out ? [] : [out.state]));
    expect(state).toHaveLength(1);
    const backs = await Promise.all(
      Array.from({ length: 20 }, () => states.comeBack(state[0] ?? '', 'browser')),
    );
    expect(backs.filter((back) => !('problem' in back))).toHaveLength(1);
  });

  it('names the modal once Slack has named it', async () => {
    const { oauthStates: states } = await (await place()).open();
    const { id, link } = await states.begin(TENANT, ANA, { viewId: null, draftId: null });
    await states.shownIn('T02', id, 'V8');
    await states.shownIn(TENANT, id, 'V9');
    expect(await states.look(link)).toMatchObject({ origin: { viewId: 'V9', draftId: null } });
  });

  it('lets back the browser that set out, at most once, and within its time, whatever others try', async () => {
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
        const out = await states.setOut(link, 'mine');
        if ('problem' in out) throw new Error(out.problem);
        const outAt = clock.now();
        let opened = 0;
        for (const one of acts) {
          if (one.does === 'wait') clock.pass(one.ms);
          else if (one.does === 'made up') {
            expect(await states.comeBack(one.state, 'mine')).toMatchObject({ problem: 'unknown' });
          } else {
            const back = await states.comeBack(out.state, one.browser);
            const mayOpen = one.browser === 'mine' && opened === 0 && clock.now() < outAt + 10 * minutes;
            expect(!('problem' in back)).toBe(mayOpen);
            if (mayOpen) opened += 1;
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});
