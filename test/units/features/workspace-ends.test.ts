/** The app is installed again while Slack is asked whether the earlier installation still exists. */
import pino from 'pino';
import { expect, it } from 'vitest';
import { OutsideFailure } from '../../../src/failure.ts';
import type { Run } from '../../../src/features/run.ts';
import type { AllInstallations, Services } from '../../../src/features/services.ts';
import { checkWorkspace } from '../../../src/features/workspace/check.ts';
import { deleteUninstalled, tokenRevoked } from '../../../src/features/workspace/ends.ts';
import type { Store } from '../../../src/store/database.ts';
import { anInstallation, TENANT } from '../store/records.ts';
import { onBothEngines } from '../store/stores.ts';

const run = { tenant: TENANT } as Run;

/** Installations in which the app is installed again while Slack is asked about the first token, which it finds dead. */
function reinstalledDuringCheck(store: Store): AllInstallations {
  let isAsked = false;
  const identify = async () => {
    if (isAsked) return null;
    isAsked = true;
    await store.installations.save(anInstallation({ botToken: 'xoxb-second' }), []);
    const said = { kind: 'final', status: 200, reason: 'account_inactive' } as const;
    throw new OutsideFailure({ service: 'slack', operation: 'auth.test', ...said });
  };
  const log = pino({ level: 'silent' });
  const services = { store, log, slack: { identify } } as unknown as Services;
  const servicesOf = async () => services;
  const installation = async (tenant: string) => {
    const { generation = 0 } = (await store.installations.get(tenant)) ?? {};
    return { services, stop: (why: string) => store.installations.stop(tenant, generation, why, []) };
  };
  return { store, log, servicesOf, installation } as unknown as AllInstallations;
}

/** Installations in a workspace whose Slack does not know `gone`, and says of everybody else that they have left. */
function withoutPerson(store: Store, gone: string): AllInstallations {
  const person = async (userId: string) => {
    const said = { kind: 'final', status: 200, reason: 'user_not_found' } as const;
    if (userId === gone) throw new OutsideFailure({ service: 'slack', operation: 'users.info', ...said });
    const flags = { isBot: false, isGuest: false, isExternal: false, isDeleted: true };
    const about = { name: 'Left', email: null, timeZone: null, locale: null, enterpriseId: null };
    return { userId, teamId: TENANT, workspaceIds: [], ...about, ...flags };
  };
  const identity = { teamId: TENANT, enterpriseId: null, isEnterpriseInstall: false };
  const log = pino({ level: 'silent' });
  const slack = { identify: async () => null, person };
  const services = { store, log, identity, slack, now: Date.now } as unknown as Services;
  const installation = async () => ({ services });
  return { store, log, servicesOf: async () => services, installation } as unknown as AllInstallations;
}

onBothEngines('the regular check', (place) => {
  it('a person whom Slack does not know does not keep the connection of another who has left', async () => {
    const store = await (await place()).open();
    const tokens = { accessToken: 'a', refreshToken: 'r', expiresAt: 1_900_000_000_000 };
    for (const user of ['U_1GONE', 'U_2LEFT']) {
      await store.connections.save(TENANT, user, {
        boxUserId: user,
        login: 'x@acme.com',
        name: user,
        tokens,
      });
    }
    await checkWorkspace(withoutPerson(store, 'U_1GONE'), {}, run);
    expect(await store.connections.get(TENANT, 'U_2LEFT')).toBeNull();
    expect(await store.connections.get(TENANT, 'U_1GONE')).not.toBeNull();
  });
});

onBothEngines('a new installation during a check of the old one', (place) => {
  it.each([
    ['a revoked token', tokenRevoked],
    ['the regular check', checkWorkspace],
    ['an app that was taken out', deleteUninstalled],
  ])('%s does not end the new installation', async (_of, step) => {
    const store = await (await place()).open();
    await store.installations.save(anInstallation({ botToken: 'xoxb-first' }), []);
    await step(reinstalledDuringCheck(store), {}, run);
    expect(await store.installations.get(TENANT)).toMatchObject({ state: 'active' });
    expect(await store.installations.tokens(TENANT)).toMatchObject({ botToken: 'xoxb-second' });
    expect(await store.forget(TENANT, null)).toBe(false);
  });
});
