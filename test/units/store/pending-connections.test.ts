/** Connections that wait for a code: only the right code in time completes one. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Store } from '../../../src/store/database.ts';
import { runs } from '../../builders/runs.ts';
import { ANA, TENANT } from './records.ts';
import { finishAllJobs, movableClock, onBothEngines } from './stores.ts';

const minutes = 60_000;
const origin = { viewId: 'V1', draftId: null };

const connection = (name: string) => ({
  boxUserId: '7',
  login: `${name}@home.net`,
  name,
  tokens: { accessToken: `access-${name}`, refreshToken: `refresh-${name}`, expiresAt: 1_900_000_000_000 },
});

const wrong = (code: string) => (code === '000000' ? '000001' : '000000');

/** The refresh tokens that are to be revoked, by the ids of their rows. */
async function revoked(store: Store, ids: readonly Record<string, unknown>[]): Promise<string[]> {
  const tokens = await Promise.all(ids.map(({ id }) => store.revocations.get(TENANT, String(id))));
  return tokens.map(String).sort();
}

onBothEngines('connections that wait for a code', (place) => {
  it('code, tokens and login are not stored in plain', async () => {
    const here = await place();
    const store = await here.open();
    const { code } = await store.pendingConnections.add(TENANT, ANA, connection('ana'), origin);
    expect(code).toMatch(/^\d{6}$/);
    const [row = {}] = await here.raw('select * from pending_connections');
    expect(row['slack_user_id']).toBe(ANA);
    // Not within a value, because a time may contain the code by chance.
    expect(Object.values(row).map(String)).not.toContain(code);
    for (const secret of ['access-ana', 'refresh-ana', 'ana@home.net'])
      expect(JSON.stringify(row)).not.toContain(secret);
    expect(await store.connections.get(TENANT, ANA)).toBeNull();
    expect(await store.connections.tokens(TENANT, ANA)).toBeNull();
  });

  it('the right code makes the connection, once, and only for its own person', async () => {
    const here = await place();
    const store = await here.open();
    const { pendingConnections: pending } = store;
    const { code } = await pending.add(TENANT, ANA, connection('ana'), origin);
    expect(await pending.tryCode('T02', ANA, code)).toEqual({ outcome: 'none' });
    expect(await pending.tryCode(TENANT, 'U_OTHER', code)).toEqual({ outcome: 'none' });
    expect(await pending.tryCode(TENANT, ANA, code)).toEqual({ outcome: 'right', origin });
    expect(await pending.tryCode(TENANT, ANA, code)).toEqual({ outcome: 'none' });
    expect(await store.connections.get(TENANT, ANA)).toMatchObject({
      login: 'ana@home.net',
      state: 'active',
    });
    expect(await store.connections.tokens(TENANT, ANA)).toMatchObject(connection('ana').tokens);
    expect(await here.raw('select id from revocations')).toEqual([]);
  });

  it('a hundred tries, ten at the same time, count as a hundred', async () => {
    const here = await place();
    const store = await here.open();
    const { pendingConnections: pending } = store;
    const { code } = await pending.add(TENANT, ANA, connection('ana'), origin);
    const outcomes: string[] = [];
    // Ten, because there are ten connections: a wait for one is limited.
    for (let round = 0; round < 10; round += 1) {
      const tries = Array.from({ length: 10 }, () => pending.tryCode(TENANT, ANA, wrong(code)));
      outcomes.push(...(await Promise.all(tries)).map(({ outcome }) => outcome));
    }
    expect(outcomes.filter((outcome) => outcome === 'wrong')).toHaveLength(4);
    expect(outcomes.filter((outcome) => outcome === 'over')).toHaveLength(1);
    expect(await pending.tryCode(TENANT, ANA, code)).toEqual({ outcome: 'none' });
    expect(await revoked(store, await here.raw('select id from revocations'))).toEqual(['refresh-ana']);
  });

  it('a person has one pending connection; the tokens of replaced and dropped ones are revoked', async () => {
    const here = await place();
    const store = await here.open();
    const { pendingConnections: pending } = store;
    await pending.add(TENANT, ANA, connection('first'), origin);
    await pending.add(TENANT, ANA, connection('second'), origin);
    await pending.add(TENANT, 'U_BO', connection('bo'), origin);
    await pending.drop(TENANT, { slackUserId: 'U_BO' });
    await pending.drop('T02', { slackUserId: ANA });
    expect(await pending.isWaiting(TENANT, ANA)).toBe(true);
    expect(await pending.isWaiting(TENANT, 'U_BO')).toBe(false);
    const ids = await here.raw('select id from revocations');
    expect(await revoked(store, ids)).toEqual(['refresh-bo', 'refresh-first']);
    const [{ id } = { id: '' }] = ids;
    await store.revocations.remove(TENANT, String(id));
    expect(await store.revocations.get(TENANT, String(id))).toBeNull();
  });

  it('the message that asked for a code says how the wait ended, whichever way it does', async () => {
    const clock = movableClock();
    const here = await place();
    const store = await here.open({ now: clock.now });
    const { pendingConnections: pending } = store;
    /** Begins to wait for a code, and ends that. Returns how it ended according to the jobs that follow. */
    const endOf = async (ends: (id: string, code: string) => Promise<unknown>): Promise<unknown[]> => {
      const { code } = await pending.add(TENANT, ANA, connection('ana'), origin);
      const [row] = await here.raw('select id from pending_connections');
      const id = String(row?.['id']);
      expect(await pending.isWaiting(TENANT, ANA, id)).toBe(true);
      expect(await pending.isWaiting(TENANT, ANA, 'another')).toBe(false);
      expect(await pending.waitsUntil(TENANT, ANA)).toBe(clock.now() + 10 * minutes);
      await ends(id, code);
      const over = (await finishAllJobs(store)).filter(({ step }) => step === 'codeOver');
      return over.map(({ args }) => args['end']);
    };
    expect(await endOf((_id, code) => pending.tryCode(TENANT, ANA, code))).toEqual(['right']);
    expect(await endOf((_id, code) => pending.tryCode(TENANT, ANA, code, 'message'))).toEqual(['told']);
    expect(await endOf((id) => pending.drop(TENANT, { id }))).toEqual(['late']);
    expect(await endOf(() => pending.drop(TENANT, { slackUserId: ANA }))).toEqual(['ended']);
  });

  it('the token of an unfinished attempt is revoked after two minutes, or when it fails', async () => {
    const clock = movableClock();
    const { revocations, jobs } = await (await place()).open({ now: clock.now });
    await revocations.hold(TENANT, 'first', 'refresh-first');
    clock.pass(2 * minutes - 1);
    expect(await jobs.claim()).toBeNull();
    clock.pass(1);
    expect((await jobs.claim())?.job).toMatchObject({ step: 'revoke', args: { id: 'first' } });
    await revocations.hold(TENANT, 'second', 'refresh-second');
    expect(await jobs.claim()).toBeNull();
    await revocations.revokeNow(TENANT, 'second');
    expect((await jobs.claim())?.job).toMatchObject({ step: 'revoke', args: { id: 'second' } });
    expect(await revocations.get(TENANT, 'second')).toBe('refresh-second');
  });

  it('a removed connection is redrawn where it shows, unless it had no tokens', async () => {
    const store = await (await place()).open();
    const takeSteps = async (): Promise<string[]> => {
      return (await finishAllJobs(store)).map(({ step }) => step).sort();
    };
    await store.connections.save(TENANT, ANA, connection('ana'));
    expect(await takeSteps()).toEqual(['followAgain']);
    await store.connections.remove(TENANT, ANA);
    expect(await takeSteps()).toEqual(['followAgain', 'revoke']);
    await store.connections.putBoxUser(TENANT, ANA, connection('ana'));
    await store.connections.remove(TENANT, ANA);
    expect(await store.connections.get(TENANT, ANA)).toBeNull();
    expect(await takeSteps()).toEqual([]);
  });

  it('a connection that is replaced or removed is revoked', async () => {
    const here = await place();
    const store = await here.open();
    await store.connections.save(TENANT, ANA, connection('old'));
    await store.connections.save(TENANT, ANA, connection('new'));
    await store.connections.remove(TENANT, ANA);
    await store.connections.remove(TENANT, ANA);
    const ids = await here.raw('select id from revocations');
    expect(await revoked(store, ids)).toEqual(['refresh-new', 'refresh-old']);
    const jobs = await here.raw(
      "select step from jobs where step in ('revoke', 'followAgain') order by step",
    );
    expect(jobs.map(({ step }) => step)).toEqual(['followAgain', 'revoke', 'revoke']);
  });

  it('the right code works within five tries and ten minutes, and never later', async () => {
    const clock = movableClock();
    const { pendingConnections: pending } = await (await place()).open({ now: clock.now });
    const act = fc.oneof(
      fc.constant('right' as const),
      fc.constant('wrong' as const),
      fc.constant('wrong' as const),
      fc.integer({ min: 1, max: 4 * minutes }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 10 }), async (acts) => {
        const { code } = await pending.add(TENANT, ANA, connection('ana'), origin);
        const begunAt = clock.now();
        let tries = 0;
        let isOpen = false;
        for (const one of acts) {
          if (typeof one === 'number') {
            clock.pass(one);
            continue;
          }
          const isLive = !isOpen && tries < 5 && clock.now() < begunAt + 10 * minutes;
          const said = await pending.tryCode(TENANT, ANA, one === 'right' ? code : wrong(code));
          if (isLive) tries += 1;
          const failed = tries === 5 ? 'over' : 'wrong';
          expect(said.outcome).toBe(isLive ? (one === 'right' ? 'right' : failed) : 'none');
          if (said.outcome === 'right') isOpen = true;
        }
      }),
      { numRuns: runs(40) },
    );
  });
});
