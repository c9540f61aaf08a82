/**
 * Two workspaces whose people have the same ids, each with an open sign request. A person of the other workspace must
 * reach nothing of the victim's, whatever they send.
 */
import { expect } from 'vitest';
import type { Workspace } from '../../sandbox/slack/workspaces.ts';
import { addsFileOf, prepares } from './acts.ts';
import { installs, storesConnection } from './installing.ts';
import { quiet } from './quiet.ts';
import { storedRows } from './stored.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** A word in the victim's file name and in an email address typed in the victim's workspace, and in nothing else. */
export const secret = 'Zebrafinch';

/** One of the two workspaces, and its person's Box login. */
export interface Side {
  readonly where: Workspace;
  readonly login: string;
}

/** The two workspaces and the victim's ids, with which the stories work. */
export interface Sides {
  readonly victim: Side;
  readonly other: Side;
  /**
   * Every id of the victim's: of requests (here and in Box), drafts, views and messages, and of an issued link.
   */
  readonly ids: readonly string[];
  /** The stored ids of the victim, with their columns. */
  readonly namedIds: readonly NamedId[];
  /** Position in Slack's log from which the other side's request begins. */
  readonly otherSentFrom: number;
}

/** Creates both workspaces, and a request in each. The app is installed in both, and both Anas are connected. */
export async function twoSides(world: World): Promise<Sides> {
  const { slack, box } = world;
  const victim = { where: slack.addWorkspace({ name: 'Alpha' }), login: 'ana@alpha.com' };
  const other = { where: slack.addWorkspace({ name: 'Beta' }), login: 'ana@beta.com' };
  for (const { where, login } of [victim, other]) {
    box.addUser({ login, name: login });
    await storesConnection(world, where.teamId, where.user('ana').id, login);
  }
  await world.restart();
  for (const { where } of [victim, other]) await installs(world, where);
  await createsRequest(world, victim, `${secret}.pdf`);
  // The victim also has a request still in its form, a link to Box, and an open list.
  const bo = victim.where.person('bo');
  await bo.types('/sign connect', { in: '#contracts' });
  await bo.sees('Connect Box', { in: 'modal' });
  const link = /state=([\w-]+)/.exec(JSON.stringify(await bo.modal()))?.[1] ?? '';
  await bo.closes();
  await bo.types(`/sign 123456 ${secret.toLowerCase()}@client.com`, { in: '#contracts' });
  await bo.sees('New signature request', { in: 'modal' });
  await victim.where.person('ana').types('/sign list', { in: '#contracts' });
  await victim.where.person('ana').sees('My signature requests', { in: 'modal' });
  await quiet(world);
  const namedIds = idsIn(await rowsOf(world, victim));
  const ids = [...namedIds.map(({ id }) => id), link];
  expect(link.length).toBeGreaterThan(20);
  // The link will be sent to the app in place of ids of all kinds; a draft stores one of them, the conversation's id.
  world.planted.add(link);
  expect(ids.length).toBeGreaterThan(10);
  expect(victim.where.user('ana').id).toBe(other.where.user('ana').id);
  const otherSentFrom = slack.log.length;
  await createsRequest(world, other, 'Plain.pdf');
  await quiet(world);
  return { victim, other, ids, namedIds, otherSentFrom };
}

/**
 * Creates a request up to the link for placing its fields. Returns once its card exists and no poll brings more news.
 */
async function createsRequest(world: World, { where, login }: Side, name: string): Promise<void> {
  const ana = where.person('ana');
  await prepares(ana, addsFileOf(world, login, name));
  await ana.sees(new RegExp(name));
  // Waits until the app has read everything from Box, so that no poll brings more news.
  const records = async () => {
    await world.passes(10_000);
    return (await storedRows(world.store))['sign_requests'] ?? [];
  };
  const isSettled = (row: string) => row.includes(name) && /"state": ?"created"/.test(row);
  await until(records, (rows) => rows.some(isSettled), { withinMs: 30_000, everyMs: 250 });
}

/**
 * The tenant's rows, without jobs and cached people, which change by themselves, and without what every poll writes:
 * its time, and the link for placing fields, which is encrypted again.
 */
export async function rowsOf(world: World, { where }: Side): Promise<string[]> {
  const rows = Object.entries(await storedRows(world.store));
  return rows
    .filter(([table]) => table !== 'jobs' && table !== 'people')
    .flatMap(([table, all]) =>
      all
        .filter((row) => row.includes(where.teamId))
        .map((row) =>
          `${table} ${row}`
            .replace(/"observed_at": ?\d+/, '"observed_at":0')
            .replace(/"prepare_url": ?"[^"]+"/, '"prepare_url":"kept"'),
        ),
    )
    .sort();
}

/** Lets the other side send something, and checks that it was shown nothing of the victim's and changed nothing. */
export async function expectNoReach(
  world: World,
  victim: Side,
  send: () => Promise<readonly string[]>,
): Promise<void> {
  const { slack, box } = world;
  const before = await rowsOf(world, victim);
  const logged = slack.log.length;
  const called = box.traffic.length;
  const answers = await send();
  await quiet(world);
  expect(await rowsOf(world, victim)).toEqual(before);
  const said = slack.log.slice(logged).filter(({ direction }) => direction === 'to-slack');
  expect(JSON.stringify([answers, said])).not.toMatch(new RegExp(secret, 'i'));
  // The acts in Box, without the app's own polls for the victim.
  const acted = box.traffic
    .slice(called)
    .filter(({ method }) => method !== 'GET')
    .map(({ path, requestBody }) => `${path} ${JSON.stringify(requestBody)}`)
    .join();
  for (const { id, sourceIds } of box.signRequests()) {
    const isVictims = sourceIds.some((source) => box.state.files[source]?.name.includes(secret));
    if (isVictims) expect(acted).not.toContain(id);
  }
}

/** An id, and the column that it was found in. */
export interface NamedId {
  /** The table and the column, as `table.column`. */
  readonly column: string;
  readonly id: string;
}

/** The values of columns that hold ids. */
export function idsIn(rows: readonly string[]): NamedId[] {
  const columns = 'id|nonce|box_id|short_id|message|channel|request_id';
  const found = rows.flatMap((row) => {
    const table = row.slice(0, row.indexOf(' '));
    const values = [...row.matchAll(new RegExp(`"(${columns})": ?"([\\w:.-]{4,})"`, 'g'))];
    return values.map(([, column, id]) => ({ column: `${table}.${column}`, id: id ?? '' }));
  });
  return [...new Map(found.map((one) => [one.id, one])).values()];
}
