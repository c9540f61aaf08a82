/** The doctor, where people connect their own Box accounts and where the app acts for an enterprise. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { enterpriseId } from './box-access.ts';
import { type Examination, runDoctor, settingsOf } from './examining.ts';
import { aWorld, stories } from './world.ts';

stories('the doctor and the Box app', () => {
  const world = aWorld({ withoutApp: true });

  /** Runs the doctor with this environment. */
  function runDoctorWith(env: Record<string, string>): Promise<Examination> {
    const trial = { BOX_DEVELOPER_TOKEN: '', BOX_DEVELOPER_SLACK_USER: '' };
    return runDoctor({ ...settingsOf(world()), ...trial, ...env });
  }

  function credentials(app: { clientId: string; clientSecret: string }): Record<string, string> {
    return { BOX_CLIENT_ID: app.clientId, BOX_CLIENT_SECRET: app.clientSecret };
  }

  it('the doctor accepts an app for people’s own accounts, and says which redirect URI Box must know', async () => {
    const app = credentials(world().box.addApp({}));
    const found = await runDoctorWith({
      ...app,
      PUBLIC_URL: 'https://sign.example.com',
      BOX_DESTINATION_FOLDER_ID: '4711',
      BOX_WEBHOOK_PRIMARY_KEY: 'a'.repeat(32),
      BOX_WEBHOOK_SECONDARY_KEY: 'b'.repeat(32),
      BOX_EVENTS: 'enterprise',
      BOX_EVENTS_SLACK_USER: 'U0ADMIN',
    });
    expect(found).toMatchObject({ status: 0, wrongs: [] });
    expect(found.output).toContain('✓ Box app');
    expect(found.output).toMatch(/– Redirect address: .*https:\/\/sign\.example\.com\/box\/oauth_redirect/);
    expect(found.output).not.toContain(app['BOX_CLIENT_SECRET']);
    expect(found.output).toMatch(/– Event stream: .*BOX_EVENTS_SLACK_USER/);
    // What only a person's own connection could show is named as not checked.
    for (const name of ['Webhooks', 'Box scopes', 'Box Sign', 'Destination folder'])
      expect(found.output).toMatch(new RegExp(`^  – ${name}: .*(cannot be checked|not checked)`, 'm'));
  });

  it('the doctor finds a wrong client secret', async () => {
    const app = { ...credentials(world().box.addApp({})), BOX_CLIENT_SECRET: 'wrong' };
    const { status, wrongs } = await runDoctorWith({ ...app, PUBLIC_URL: 'https://sign.example.com' });
    expect(status).toBe(1);
    expect(wrongs.join()).toMatch(/Box app: Box does not accept BOX_CLIENT_ID with BOX_CLIENT_SECRET/);
  });

  it('the doctor accepts Client Credentials Grant, and finds an app that no admin has authorised', async () => {
    const app = credentials(world().box.addApp({ enterpriseId }));
    const found = await runDoctorWith({ ...app, BOX_ENTERPRISE_ID: enterpriseId });
    expect(found).toMatchObject({ status: 0, wrongs: [] });
    expect(found.output).toContain('✓ Box users');
    for (const name of ['Box scopes', 'Box Sign']) expect(found.output).toContain(`– ${name}: `);
    expect(found.output).toContain('✓ Destination folder: next to the original');
    const { status, wrongs } = await runDoctorWith({ ...app, BOX_ENTERPRISE_ID: '1' });
    expect(status).toBe(1);
    expect(wrongs.join()).toMatch(/Box app: Box does not give it a token \(invalid_grant\)/);
  });

  it('the doctor finds an app that may not look up users', async () => {
    const app = credentials(world().box.addApp({ enterpriseId }));
    const body = { type: 'error', status: 403, code: 'insufficient_scope', message: 'no' };
    world().box.faults.next({ path: /^\/2\.0\/users$/, kind: 'status', status: 403, body });
    const { status, wrongs } = await runDoctorWith({ ...app, BOX_ENTERPRISE_ID: enterpriseId });
    expect(status).toBe(1);
    expect(wrongs.join()).toMatch(
      /Box users: The Box app is not allowed to look up users \(insufficient_scope\)/,
    );
  });

  it('the doctor says whether the app may read the event stream, and reads no event', async () => {
    const { box } = world();
    const events = { BOX_ENTERPRISE_ID: enterpriseId, BOX_EVENTS: 'enterprise' };
    const found = await runDoctorWith({ ...credentials(box.addApp({ enterpriseId })), ...events });
    expect(found).toMatchObject({ status: 0, wrongs: [] });
    expect(found.output).toContain('✓ Event stream');
    const reads = box.traffic.filter(({ path }) => path === '/2.0/events');
    expect(reads.map(({ query }) => query['stream_position'])).toEqual(['now']);
    const lacking = box.addApp({ enterpriseId, lacks: ['manage_enterprise_properties'] });
    const { status, wrongs } = await runDoctorWith({ ...credentials(lacking), ...events });
    expect(status).toBe(1);
    expect(wrongs).toEqual([expect.stringMatching(/Event stream: The Box app may not read .*_scope\)/)]);
  });

  it('the doctor says that Box does not answer now, or for how long it asks to wait', async () => {
    const { box } = world();
    const path = /^\/oauth2\/token$/;
    box.faults.next({ path, kind: 'status', status: 503 });
    const own = { ...credentials(box.addApp({})), PUBLIC_URL: 'https://sign.example.com' };
    const down = await runDoctorWith(own);
    expect(down.status).toBe(1);
    expect(down.wrongs).toEqual([expect.stringMatching(/Box app: Box did not answer as expected/)]);
    const forEveryone = { ...credentials(box.addApp({ enterpriseId })), BOX_ENTERPRISE_ID: enterpriseId };
    box.faults.next({ path, kind: 'status', status: 429, retryAfterSeconds: 7 });
    const busy = await runDoctorWith(forEveryone);
    expect(busy.wrongs).toEqual([expect.stringMatching(/Box app: Box asks us to wait 7 seconds/)]);
    box.faults.next({ path: /^\/2\.0\/users$/, kind: 'status', status: 429, retryAfterSeconds: 7 });
    const busyLater = await runDoctorWith(forEveryone);
    expect(busyLater.wrongs).toEqual([expect.stringMatching(/Box users: Box asks us to wait 7 seconds/)]);
  });

  it('the doctor names no developer token where the app acts for an enterprise', async () => {
    const app = credentials(world().box.addApp({ enterpriseId }));
    const body = { type: 'error', status: 401, code: 'unauthorized', message: 'no' };
    // The token is renewed once before it counts as refused.
    for (const _ of ['the first token', 'the second'])
      world().box.faults.next({ path: /^\/2\.0\/users$/, kind: 'status', status: 401, body });
    const { wrongs } = await runDoctorWith({ ...app, BOX_ENTERPRISE_ID: enterpriseId });
    expect(wrongs.join()).toMatch(/Box users: Box does not accept the token that it has just given the app/);
    expect(wrongs.join()).not.toContain('BOX_DEVELOPER_TOKEN');
  });
});
