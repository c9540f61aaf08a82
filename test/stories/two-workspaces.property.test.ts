/**
 * Two workspaces whose people have the same ids. Whatever somebody of the one sends, with any id of the other in any
 * place of it, shows nothing of the other and changes nothing there.
 */
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { Workspace } from '../../sandbox/slack/workspaces.ts';
import { actions, callbacks, groupAction } from '../../src/views/actions.ts';
import { installs, isConnected } from './installing.ts';
import { storedRows } from './stored.ts';
import { until } from './until.ts';
import { aWorld, stories } from './world.ts';

/** In everything of the first workspace that could be shown, and nowhere else. */
const secret = 'Zebrafinch';

/** Whoever is named first has something; the other tries to get at it. */
interface Side {
  readonly where: Workspace;
  readonly login: string;
}

stories('two workspaces with the same ids', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many', withoutApp: true });
  let victim: Side;
  let other: Side;
  /** Every id that the first workspace has: of requests, drafts, views, messages, Box. */
  let ids: string[];
  let before: string[];

  beforeAll(async () => {
    const { slack, box } = world();
    victim = { where: slack.addWorkspace({ name: 'Alpha' }), login: 'ana@alpha.com' };
    other = { where: slack.addWorkspace({ name: 'Beta' }), login: 'ana@beta.com' };
    for (const { where, login } of [victim, other]) {
      box.addUser({ login, name: login });
      await isConnected(world(), where.teamId, where.user('ana').id, login);
    }
    await world().restart();
    for (const { where } of [victim, other]) await installs(world(), where);
    for (const side of [victim, other]) await sends(side);
    // A second one of the first is still in its form, and a list is open.
    await victim.where
      .person('bo')
      .types(`/sign 123456 ${secret.toLowerCase()}@client.com`, { in: '#contracts' });
    await victim.where.person('bo').sees('New sign request', { in: 'modal' });
    await victim.where.person('ana').types('/sign list', { in: '#contracts' });
    await victim.where.person('ana').sees('My sign requests', { in: 'modal' });
    await quiet();
    before = await rowsOf(victim);
    ids = idsIn(before);
    expect(victim.where.user('ana').id).toBe(other.where.user('ana').id);
    expect(ids.length).toBeGreaterThan(10);
  });

  async function sends({ where, login }: Side): Promise<void> {
    const { box } = world();
    const owner = Object.values(box.state.users).find((user) => user.login === login);
    if (!owner) throw new Error(`${login} is not at Box`);
    const user = { ...owner, token: '' };
    const name = where === victim.where ? `${secret}.pdf` : 'Plain.pdf';
    const file = box.addFile(user, { name, folder: box.addFolder(user, { name: 'Deals' }) });
    const ana = where.person('ana');
    await ana.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    await ana.sees('New sign request', { in: 'modal' });
    await ana.submits();
    await ana.sees('Nobody has been mailed yet', { in: 'modal' });
    await ana.closes({ all: true });
    await ana.sees(new RegExp(name));
  }

  /** What the tenant has stored, but for jobs and looked-up people, which come and go by themselves. */
  async function rowsOf({ where }: Side): Promise<string[]> {
    const rows = Object.entries(await storedRows(world().store));
    return rows
      .filter(([table]) => table !== 'jobs' && table !== 'people')
      .flatMap(([table, all]) =>
        all.filter((row) => row.includes(where.teamId)).map((row) => `${table} ${row}`),
      )
      .sort();
  }

  /** Nothing is under way any more. */
  async function quiet(): Promise<void> {
    let last = -1;
    const look = async (): Promise<boolean> => {
      const jobs = (await storedRows(world().store))['jobs'] ?? [];
      const now = world().slack.log.length + world().box.traffic.length;
      const isStill = now === last && !jobs.some((row) => /"state": ?"running"/.test(row));
      last = now;
      return isStill;
    };
    await until(look, (isStill) => isStill, { withinMs: 20_000, everyMs: 250 });
  }

  const words = fc.constantFrom(
    'status',
    'resend',
    'cancel',
    'list',
    'connect',
    'disconnect',
    'workspace',
    '',
  );
  const anId = () => fc.constantFrom(...ids);
  const aPress = () =>
    fc.record({
      kind: fc.constant('block_actions' as const),
      name: fc.constantFrom(...Object.values(actions), groupAction('waiting'), groupAction('prepare')),
      id: anId(),
      viewId: fc.option(anId()),
      metadataId: anId(),
    });
  const aView = () =>
    fc.record({
      kind: fc.constantFrom('view_submission' as const, 'view_closed' as const),
      name: fc.constantFrom(...Object.values(callbacks)),
      id: anId(),
      viewId: anId(),
      metadataId: anId(),
    });
  const aCommand = () => fc.record({ kind: fc.constant('command' as const), words, id: anId() });
  /** Of the other workspace in every way; or of the first, by somebody whose home is the other. */
  const from = fc.constantFrom('other' as const, 'guest' as const);

  type Sent = { readonly from: 'other' | 'guest' } & (
    | { readonly kind: 'command'; readonly words: string; readonly id: string }
    | {
        readonly kind: 'block_actions' | 'view_submission' | 'view_closed';
        readonly name: string;
        readonly id: string;
        readonly viewId: string | null;
        readonly metadataId: string;
      }
  );

  const outside = () => `${world().slack.baseUrl}/hooks/action/R1/none`;

  function payloadOf(sent: Sent): Record<string, unknown> | string {
    const user = other.where.user('ana');
    if (sent.kind === 'command') {
      return new URLSearchParams({
        command: '/sign',
        text: `${sent.words} ${sent.id}`,
        team_id: other.where.teamId,
        user_id: user.id,
        channel_id: 'C1',
        trigger_id: '1.2.forged',
        response_url: outside(),
      }).toString();
    }
    const team = sent.from === 'other' ? other.where.teamId : victim.where.teamId;
    const view = {
      id: sent.viewId ?? sent.id,
      type: 'modal',
      hash: '1.a',
      callback_id: sent.name,
      private_metadata: JSON.stringify({
        requestId: sent.id,
        draftId: sent.metadataId,
        group: 'prepare',
        page: 1,
        query: '',
      }),
      state: { values: {} },
      team_id: team,
      app_installed_team_id: team,
    };
    return {
      type: sent.kind,
      team: { id: team, domain: 'x' },
      user: { id: user.id, team_id: other.where.teamId },
      enterprise: null,
      is_enterprise_install: false,
      trigger_id: '1.2.forged',
      ...(sent.kind === 'block_actions'
        ? {
            response_url: outside(),
            channel: { id: 'D1' },
            message: { ts: sent.metadataId },
            actions: [{ type: 'button', action_id: sent.name, block_id: 'b', value: sent.id }],
            ...(sent.viewId === null ? {} : { view }),
          }
        : { view }),
    };
  }

  it('reach nothing of each other, whatever ids are put where', async () => {
    const { slack, box } = world();
    const sendings = fc.array(
      fc.oneof(aPress(), aView(), aCommand()).chain((sent) => from.map((side) => ({ ...sent, from: side }))),
      { minLength: 20, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(sendings, async (all) => {
        const logged = slack.log.length;
        const called = box.traffic.length;
        const answers = [];
        for (const sent of all) answers.push((await slack.send({ payload: payloadOf(sent) })).body);
        await quiet();
        expect(await rowsOf(victim)).toEqual(before);
        const said = slack.log.slice(logged).filter(({ direction }) => direction === 'to-slack');
        expect(JSON.stringify([answers, said])).not.toMatch(new RegExp(secret, 'i'));
        const acted = box.traffic
          .slice(called)
          .map(({ path, requestBody }) => `${path} ${JSON.stringify(requestBody)}`);
        const owned = box
          .signRequests()
          .filter(({ sourceIds }) => sourceIds.some((id) => box.state.files[id]?.name.includes(secret)));
        for (const { id } of owned) expect(acted.join()).not.toContain(id);
      }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('serves its own people all the while', async () => {
    const ana = victim.where.person('ana');
    await ana.reloads();
    await ana.types('/sign status', { in: '#contracts' });
    await ana.sees(new RegExp(secret), { in: '#contracts' });
  });

  /** Values of columns that name things. */
  function idsIn(rows: readonly string[]): string[] {
    const found = new Set<string>();
    for (const row of rows) {
      for (const [, value] of row.matchAll(
        /"(?:id|nonce|box_id|short_id|message|channel|request_id|fingerprint|requester)": ?"([^"]+)"/g,
      )) {
        if (value !== undefined) found.add(value);
      }
    }
    return [...found];
  }
});
