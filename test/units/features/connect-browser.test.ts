/** A browser that comes back from Box while the store or Slack cannot be reached. */
import pino from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type SandboxBox, startBox } from '../../../sandbox/box/server.ts';
import { type BoxOAuth, createBoxOAuth } from '../../../src/box/oauth.ts';
import { OutsideFailure } from '../../../src/failure.ts';
import { type ConnectContext, handleReturnFromBox } from '../../../src/features/connect/browser.ts';
import type { Services } from '../../../src/features/services.ts';
import type { Store } from '../../../src/store/database.ts';
import { ANA, TENANT } from '../store/records.ts';
import { onBothEngines } from '../store/stores.ts';

const redirectUri = 'https://sign.example.com/box/oauth_redirect';
const browser = 'b'.repeat(43);
let box: SandboxBox;
let oauth: BoxOAuth;

beforeEach(async () => {
  box = await startBox({});
  box.addUser({ login: 'ana@acme.com', name: 'Ana' });
  const app = box.addApp({ redirectUris: [redirectUri] });
  oauth = createBoxOAuth({ ...app, redirectUri, apiUrl: box.url, accountUrl: box.url });
});
afterEach(() => box.close());

/** Lets Ana grant access in Box, and her browser return from there. Resolves with the page that it gets. */
async function returnFromBox(
  store: Store,
  browsing: Partial<ConnectContext>,
  person: () => Promise<object>,
  login = 'ana@acme.com',
) {
  const { link } = await store.oauthStates.begin(TENANT, ANA, { viewId: 'V1', draftId: null });
  const out = await store.oauthStates.consumeLink(link, browser);
  if ('problem' in out) throw new Error(out.problem);
  const back = new URL(await box.person(login).grants(oauth.authorizeUrl(out.state)));
  const log = pino({ level: 'silent' });
  const services = { log, slack: { person }, identity: { name: 'Acme', teamId: TENANT } };
  const servicesOf = async () => services as unknown as Services;
  const request = { query: back.searchParams, form: new URLSearchParams(), browser, isForeign: false };
  return handleReturnFromBox({ store, oauth, isAddressProof: true, servicesOf, log, ...browsing }, request);
}

const readAna = async () => ({
  name: 'Ana',
  teamId: TENANT,
  email: 'ana@acme.com',
  isEmailConfirmed: true,
});

onBothEngines('coming back from Box', (place) => {
  it('tokens that could not be stored are revoked', async () => {
    const store = await (await place()).open();
    const save = () => Promise.reject(new Error('the database is gone'));
    const broken = { ...store, connections: { ...store.connections, save } };
    await expect(returnFromBox(store, { store: broken }, readAna)).rejects.toThrow('the database is gone');
    expect(Object.values(box.state.refreshTokens)).toMatchObject([{ revoked: true }]);
  });

  it('tokens are revoked when Box does not say whose they are and refuses to revoke them first', async () => {
    const here = await place();
    const store = await here.open();
    box.faults.next({ path: /users\/me/, kind: 'status', status: 503, times: 9 });
    box.faults.next({ path: /revoke/, kind: 'status', status: 503 });
    expect(await returnFromBox(store, {}, readAna)).toMatchObject({ status: 503 });
    const [living] = Object.keys(box.state.refreshTokens);
    const [{ id } = { id: '' }] = await here.raw('select id from revocations');
    expect(await store.revocations.get(TENANT, String(id))).toBe(living);
    const due = await here.raw('select step from jobs where run_at < created_at + 60000 order by step');
    expect(due).toEqual([{ step: 'renewLink' }, { step: 'revoke' }]);
  });

  it('a used link is replaced by a new one when Slack does not answer', async () => {
    const store = await (await place()).open();
    const silent = async () => {
      const said = { kind: 'retry', status: 503, reason: 'http_error' } as const;
      throw new OutsideFailure({ service: 'slack', operation: 'users.info', ...said });
    };
    expect(await returnFromBox(store, {}, silent)).toMatchObject({ status: 503 });
    const args = { viewId: 'V1', why: 'failed' };
    expect((await store.jobs.claim())?.job).toMatchObject({ step: 'renewLink', args });
  });

  it('a code that Box does not accept connects nothing, and the link is replaced', async () => {
    const store = await (await place()).open();
    const body = { error: 'invalid_grant', error_description: 'The authorization code has expired' };
    box.faults.next({ path: /oauth2\/token/, kind: 'status', status: 400, body });
    const page = await returnFromBox(store, {}, readAna);
    expect(page).toMatchObject({ status: 502, page: expect.stringContaining('Nothing was connected.') });
    const args = { viewId: 'V1', why: 'failed' };
    expect((await store.jobs.claim())?.job).toMatchObject({ step: 'renewLink', args });
    expect(await store.connections.get(TENANT, ANA)).toBeNull();
  });

  it('a login that only looks like the Slack address needs the code', async () => {
    const store = await (await place()).open();
    box.addUser({ login: 'kim@acme.com', name: 'Kim' });
    const person = async () => ({ ...(await readAna()), email: '\u212Aim@acme.com' });
    expect(await returnFromBox(store, {}, person, 'kim@acme.com')).toMatchObject({ status: 200 });
    expect(await store.connections.get(TENANT, ANA)).toBeNull();
  });

  it.each(['at once', 'with a code'])(
    'a person who disconnects while Box is asked keeps no connection (%s)',
    async (how) => {
      const here = await place();
      const store = await here.open();
      const slow: BoxOAuth = {
        ...oauth,
        exchange: async (code) => {
          const granted = await oauth.exchange(code);
          await store.oauthStates.endAll(TENANT, ANA);
          return granted;
        },
      };
      const person = async () => ({ ...(await readAna()), isEmailConfirmed: how === 'at once' });
      expect(await returnFromBox(store, { oauth: slow }, person)).toMatchObject({ status: 404 });
      const jobs = await here.raw('select step from jobs');
      expect(jobs).toEqual([{ step: 'revoke' }]);
      const [{ id } = { id: '' }] = await here.raw('select id from revocations');
      const [living] = Object.keys(box.state.refreshTokens);
      expect(await store.revocations.get(TENANT, String(id))).toBe(living);
      for (const table of ['connections', 'pending_connections', 'oauth_states']) {
        expect(await here.raw(`select * from ${table}`), table).toEqual([]);
      }
    },
  );
});
