/** Installations and their scopes; and calls with the same key that share one answer. */
import { describe, expect, it } from 'vitest';
import { isGranted, isInstalled, sharableKinds, tenantOf } from '../../../src/features/services.ts';
import { createSingleFlight } from '../../../src/features/single-flight.ts';
import type { Identity } from '../../../src/slack/membership.ts';

const identity = (more: Partial<Identity> = {}): Identity => ({
  ...{ teamId: 'T1', name: 'Acme', enterpriseId: null, isEnterpriseInstall: false, scopes: null },
  ...{ botUserId: 'UBOT', botId: 'BBOT' },
  ...more,
});

describe('an installation', () => {
  it.each([
    ['of a workspace', {}, 'T1'],
    ['of a workspace on Enterprise Grid', { enterpriseId: 'E1' }, 'T1'],
    ['of an organisation', { enterpriseId: 'E1', isEnterpriseInstall: true }, 'E1'],
    ['of an organisation that Slack does not name', { isEnterpriseInstall: true }, 'T1'],
  ])('%s belongs to its tenant', (_of, more, tenant) => {
    expect(tenantOf(identity(more))).toBe(tenant);
    expect(isInstalled(identity(more))).toBe(true);
  });

  it('without ids is none', () => {
    expect(isInstalled(identity({ teamId: '' }))).toBe(false);
  });

  it('has every scope unless Slack says which', () => {
    expect(isGranted(identity(), 'files:read')).toBe(true);
    expect(isGranted(identity({ scopes: ['chat:write'] }), 'files:read')).toBe(false);
    expect(isGranted(identity({ scopes: ['files:read'] }), 'files:read')).toBe(true);
  });

  it.each([
    [['channels:read'], ['public']],
    [['groups:read'], ['private']],
    [
      ['channels:read', 'groups:read'],
      ['public', 'private'],
    ],
    [[], []],
  ])('with %j shares cards in channels that are %j', (scopes, kinds) => {
    expect(sharableKinds({ identity: identity({ scopes }) })).toEqual(kinds);
  });
});

describe('calls at the same time', () => {
  const held = () => {
    let calls = 0;
    let answer = (_text: string): void => undefined;
    const ask = () => {
      calls += 1;
      return new Promise<string>((resolve) => {
        answer = resolve;
      });
    };
    return { ask, calls: () => calls, answer: (text: string) => answer(text) };
  };

  it('with the same key share one answer, and a later call asks anew', async () => {
    const flight = createSingleFlight<string>();
    const owner = {};
    const { ask, calls, answer } = held();
    const both = [flight(owner, 'a', ask), flight(owner, 'a', ask)];
    expect(calls()).toBe(1);
    answer('first');
    expect(await Promise.all(both)).toEqual(['first', 'first']);
    const later = flight(owner, 'a', ask);
    expect(calls()).toBe(2);
    answer('second');
    expect(await later).toBe('second');
  });

  it('with another key, or of another owner, do not', async () => {
    const flight = createSingleFlight<string>();
    const [one, other] = [{}, {}];
    const asked: string[] = [];
    const ask = (what: string) => async () => {
      asked.push(what);
      return what;
    };
    const calls = [flight(one, 'a', ask('1a')), flight(one, 'b', ask('1b')), flight(other, 'a', ask('2a'))];
    expect(await Promise.all(calls)).toEqual(['1a', '1b', '2a']);
    expect(asked).toEqual(['1a', '1b', '2a']);
  });

  it('that fail do not make the next one fail', async () => {
    const flight = createSingleFlight<string>();
    const owner = {};
    await expect(flight(owner, 'a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await flight(owner, 'a', async () => 'yes')).toBe('yes');
  });
});
