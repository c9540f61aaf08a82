/**
 * Stored tokens cannot be decrypted: a key was dropped too early, or a row was altered. The person concerned is asked
 * to connect again, once. Nobody else notices, and no stored token is deleted.
 */
// runs: http, ci
import { expect, it } from 'vitest';
import { asksFor, createdFor, onlyCard } from './acts.ts';
import { publicUrl } from './browser.ts';
import { connectsAndSends, livingTokens } from './connecting.ts';
import { altersWhileQuiet } from './quiet.ts';
import { opensShared, sharesWithAna } from './shared-with-me.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

const ended = 'Box has ended your connection';

stories('tokens that cannot be decrypted', () => {
  const world = aWorld({ box: 'oauth', env: { PUBLIC_URL: publicUrl } });

  const connections = async () => (await storedRows(world().store))['connections'] ?? [];
  const logged = (text: string): number => world().app.output().split(text).length - 1;

  it('the connection ends: Ana is told once, connects and continues; the operator reads why in the log', async () => {
    const { ana } = world();
    const before = world().newFile('Out before.pdf');
    await asksFor(world(), `${before.url} bo@client.com`);
    const card = await onlyCard(world(), before.name, 'Place the fields');
    const kim = world().box.addUser({ login: 'kim@acme.com', name: 'Kim Ode' });
    sharesWithAna(world(), kim, { name: 'Of Kim.pdf', as: 'viewer', to: 'dee@client.com' });
    expect(await opensShared(world())).toContain('Of Kim.pdf');
    const altered = `v1.${'A'.repeat(80)}`;
    await altersWhileQuiet(world(), [`update connections set refresh_token = '${altered}'`]);
    await ana.presses('Refresh', { on: card, times: 5 });
    await onlyCard(world(), ended, 'Connect again');
    // The open list no longer shows what Box showed to her account.
    await expect.poll(async () => (await ana.modal())?.plain).not.toContain('Of Kim.pdf');
    expect((await storedRows(world().store))['shared_requests']).toEqual([]);
    await ana.reloads();
    expect(await connections()).toEqual([expect.stringContaining(altered)]);
    expect(logged('connections.refresh_token cannot be decrypted')).toBe(1);
    expect(world().app.output()).not.toContain('given up');

    const file = world().newFile('After.pdf');
    await connectsAndSends(world(), file);
    expect(createdFor(world(), file)).toHaveLength(1);
    await onlyCard(world(), 'had ended your connection', 'since connected again');
    expect(world().app.output()).not.toContain('tried again');
  });

  it('after a prepare URL became unreadable, a press of Refresh is enough to get a new one', async () => {
    const { ana } = world();
    await ana.reloads();
    const file = world().newFile('Unreadable.pdf');
    await asksFor(world(), `${file.url} bo@client.com`);
    const card = await onlyCard(world(), file.name, 'Place the fields');
    await ana.reloads();
    const altered = `v1.${'A'.repeat(80)}`;
    const isAltered = async () =>
      ((await storedRows(world().store))['sign_requests'] ?? []).some(
        (row) => row.includes(file.name) && row.includes(altered),
      );
    await altersWhileQuiet(world(), [`update sign_requests set prepare_url = '${altered}'`]);
    expect(await isAltered()).toBe(true);
    await ana.presses('Refresh', { on: card });
    await expect.poll(isAltered).toBe(false);
    await onlyCard(world(), file.name, 'Place the fields');
    expect(logged('sign_requests.prepare_url cannot be decrypted')).toBe(1);
    expect(world().app.output()).not.toContain('tried again');
  });

  it('an unreadable token is revoked once its key is back, and meanwhile the log says so', async () => {
    const { ana, box } = world();
    await ana.reloads();
    const living = livingTokens(world(), 'ana@acme.com').length;
    box.faults.next({ kind: 'status', status: 503, method: 'POST', path: /revoke/, times: 1_000 });
    await ana.types('/sign disconnect');
    await ana.sees('Sign will no longer have access', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    const revocations = async () => (await storedRows(world().store))['revocations'];
    await expect.poll(revocations).toHaveLength(1);
    await altersWhileQuiet(world(), ["update revocations set token = 'x' || token"]);
    box.faults.clear();
    await world().passes(60_000);
    await expect.poll(() => logged('a token at Box cannot be revoked')).toBe(1);
    await altersWhileQuiet(world(), ['update revocations set token = substr(token, 2)']);
    await world().passes(24 * 60 * 60_000);
    await expect.poll(revocations).toEqual([]);
    expect(livingTokens(world(), 'ana@acme.com')).toHaveLength(living - 1);
  });
});
