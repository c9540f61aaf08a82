/**
 * The operator configures another kind of access to Box, or another bot token, on an existing store. The app does not
 * start while access is stored that people granted in the former way, and a command revokes it.
 */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { asksFor, createdFor, onlyCard } from './acts.ts';
import { publicUrl } from './browser.ts';
import { connectsAndSends, livingTokens } from './connecting.ts';
import { runDoctor, runProgram, settingsOf } from './examining.ts';
import { alterStore, storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const enterpriseId = '4711';
const dayMs = 24 * 60 * 60_000;

/** The settings that let the Box app act for everyone, once an admin has authorised it. */
const forEveryone = { BOX_ENTERPRISE_ID: enterpriseId };

/** Authorises the Box app for the whole enterprise. */
function authorisesForEnterprise({ box, env }: World): void {
  const app = box.state.apps[env['BOX_CLIENT_ID'] ?? ''];
  const { clientId } = box.addApp({ enterpriseId });
  const other = box.state.apps[clientId];
  if (!app || !other) throw new Error('the app is gone');
  Object.assign(app, { enterpriseId, serviceUserId: other.serviceUserId });
}

stories('another kind of access to Box than before', () => {
  const world = aWorld({ box: 'oauth', env: { PUBLIC_URL: publicUrl } });
  const living = (): number => livingTokens(world(), 'ana@acme.com').length;
  const connections = async () => (await storedRows(world().store))['connections'] ?? [];

  async function startsAgain(env: Record<string, string>): Promise<void> {
    await world().app.stop();
    await world().restart({ env });
  }

  const noTrial = { BOX_DEVELOPER_TOKEN: '', BOX_DEVELOPER_SLACK_USER: '' };
  const examines = (env: Record<string, string>) =>
    runDoctor({ ...settingsOf(world()), ...noTrial, ...world().env, ...env });
  const runsEndFormer = (env: Record<string, string>) =>
    runProgram('data', { ...settingsOf(world()), ...noTrial, ...world().env, ...env }, ['end-former']);

  /** Runs the command that ends connections of the former kind of access; returns its output. */
  async function endsFormer(env: Record<string, string>): Promise<unknown> {
    const { problems, output } = await runsEndFormer(env);
    expect(problems).toBe('');
    return JSON.parse(output);
  }

  async function sends(name: string): Promise<void> {
    const file = world().newFile(name);
    await asksFor(world(), `${file.url} bo@client.com`);
    await onlyCard(world(), name, 'Place the fields');
    expect(createdFor(world(), file)).toHaveLength(1);
    await world().ana.reloads();
  }

  it('the app does not start while people’s own connections are stored, and changes none of them', async () => {
    await sends('Own account.pdf');
    authorisesForEnterprise(world());
    await expect(startsAgain(forEveryone)).rejects.toThrow(
      'One connection to Box in this store was made in another way than is set now.',
    );
    await expect(world().restart({ env: forEveryone })).rejects.toThrow('npm run data -- end-former');
    const { status, wrongs } = await examines(forEveryone);
    expect(status).toBe(1);
    expect(wrongs).toHaveLength(1);
    expect(wrongs.join()).toMatch(
      /Box connections: One connection .* in another way.*npm run data -- end-former/,
    );
    expect([living(), (await connections()).length]).toEqual([1, 1]);
    expect(await examines({})).toMatchObject({ status: 0, wrongs: [] });
    await world().restart();
    await sends('Own account still.pdf');
  });

  it('a command revokes people’s own connections, in Box too, and the app then starts for everyone', async () => {
    await world().app.stop();
    expect(await endsFormer(forEveryone)).toEqual({
      ended: 1,
      toBeRevoked: 1,
      note: 'Tokens are revoked at Box once the app runs.',
    });
    expect(await endsFormer(forEveryone)).toMatchObject({ ended: 0, toBeRevoked: 0 });
    await world().restart({ env: forEveryone });
    await expect.poll(living).toBe(0);
    await sends('For everybody.pdf');
    for (const row of await connections()) expect(row).not.toContain('v1.');
  });

  it('after a change back to people’s own accounts, nobody counts as connected before connecting', async () => {
    const { ana } = world();
    await expect(startsAgain({})).rejects.toThrow('npm run data -- end-former');
    expect(await endsFormer({})).toMatchObject({ ended: 1, toBeRevoked: 0 });
    await world().restart();
    expect(await connections()).toEqual([]);
    const file = world().newFile('Own again.pdf');
    await connectsAndSends(world(), file);
    await ana.reloads();
    expect(living()).toBe(1);
  });

  it('a start with the same kind of access keeps the connections', async () => {
    await startsAgain({});
    await sends('Still own.pdf');
    expect(living()).toBe(1);
  });

  it('a trial does not start while people’s own connections are stored, and changes none of them', async () => {
    const trial = {
      BOX_CLIENT_ID: '',
      BOX_CLIENT_SECRET: '',
      BOX_DEVELOPER_TOKEN: 'none',
      BOX_DEVELOPER_SLACK_USER: world().slack.user('ana').id,
    };
    await expect(startsAgain(trial)).rejects.toThrow(
      'A trial cannot follow or revoke them: give it a DATA_DIR of its own.',
    );
    expect(await runsEndFormer(trial)).toMatchObject({
      status: 1,
      problems: expect.stringContaining('DATA_DIR'),
    });
    expect(await connections()).toHaveLength(1);
    await world().restart();
    await sends('Own after all.pdf');
    expect(living()).toBe(1);
  });
});

stories('a bot token of another workspace than before', () => {
  const world = aWorld();

  it('the log names workspaces that are no longer served; their data is deleted a month later', async () => {
    const { slack } = world();
    const file = world().newFile('Kept.pdf');
    await asksFor(world(), `${file.url} bo@client.com`);
    await onlyCard(world(), file.name, 'Place the fields');
    await world().ana.reloads();
    const here = slack.state.team.id;
    const rowsOf = async (team: string) => {
      const rows = (await storedRows(world().store))['sign_requests'] ?? [];
      return rows.filter((row) => row.includes(team));
    };
    const [record = ''] = await rowsOf(here);
    await world().app.stop();
    const columns = Object.keys(JSON.parse(record)).filter((name) => name !== 'tenant');
    await alterStore(world().store, [
      `insert into sign_requests (tenant, ${columns}) select 'TGONE', ${columns} from sign_requests`,
    ]);
    await world().restart();
    expect(world().app.output()).toMatch(/"tenant":"TGONE".*is deleted after 30 days/);
    expect(world().app.output()).not.toMatch(new RegExp(`"tenant":"${here}".*is deleted after`));
    expect(await rowsOf('TGONE')).toHaveLength(1);
    // For a workspace that is served again, an earlier plan to delete its data no longer counts.
    const deletionsOf = async (team: string) => {
      const rows = (await storedRows(world().store))['jobs'] ?? [];
      return rows.filter((row) => row.includes(team) && row.includes('"takenOut"'));
    };
    await world().app.stop();
    await alterStore(world().store, [
      `update jobs set tenant = '${here}' where tenant = 'TGONE' and step = 'takenOut'`,
    ]);
    expect(await deletionsOf(here)).toHaveLength(1);
    await world().restart();
    expect(await deletionsOf(here)).toEqual([]);
    expect(await deletionsOf('TGONE')).toHaveLength(1);
    await world().passes(31 * dayMs);
    await expect.poll(() => rowsOf('TGONE')).toEqual([]);
    expect(await rowsOf(here)).toHaveLength(1);
    expect(record).toContain('Kept.pdf');
  });
});
