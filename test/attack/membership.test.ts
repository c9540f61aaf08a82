/**
 * Who is a member, for everything that Slack may say or leave out about a person, at every entry point and in every
 * configuration. `users.info` and the installation decide; a payload can only take access away.
 */
import { beforeAll, expect, it } from 'vitest';
import { callbacks } from '../../src/views/actions.ts';
import { installs } from '../stories/installing.ts';
import { quiet } from '../stories/quiet.ts';
import { storedCounts } from '../stories/stored.ts';
import { aWorld, stories, type World } from '../stories/world.ts';
import {
  answeredByCall,
  type EntryPoint,
  entryPoints,
  interaction,
  type Outcome,
  outcomeAt,
  type PayloadSender,
  type Place,
  sendsSigned,
  withoutHome,
} from './membership-entry-points.ts';
import { enterpriseUser, type Ids, refusesByHomeAlone, rowsFor } from './membership-rows.ts';

/** The organisation that the workspace belongs to. */
const organisation = { id: 'E0ACME', name: 'Acme Group' };

/** Places that are not the installation's: another workspace or organisation, or none. */
function wrongPlaces({ own, org }: Ids, isOrganisation: boolean): readonly Place[] {
  return isOrganisation
    ? [undefined, null, '', 'E9', org.toLowerCase()].map((enterprise) => ({
        isOrganisation,
        team: null,
        enterprise,
      }))
    : [undefined, null, '', 'T9', own.toLowerCase()].map((team) => ({
        isOrganisation,
        team,
        enterprise: org,
      }));
}

/** How the app is configured, and the installation that it then has. */
interface Configuration {
  readonly workspaces: 'one' | 'many';
  readonly isOrganisation: boolean;
}

const configurations: readonly (readonly [string, Configuration])[] = [
  ['a bot token of one workspace', { workspaces: 'one', isOrganisation: false }],
  ['a bot token of an organisation', { workspaces: 'one', isOrganisation: true }],
  ['workspaces that install the app', { workspaces: 'many', isOrganisation: false }],
  ['an organisation that installs the app', { workspaces: 'many', isOrganisation: true }],
];

for (const [name, { workspaces, isOrganisation }] of configurations) {
  stories(`who is a member, with ${name}`, () => {
    const world = aWorld({ withoutApp: true, workspaces, box: workspaces === 'many' ? 'oauth' : 'trial' });
    let ids: Ids;
    let right: Place;

    beforeAll(async () => {
      const { slack } = world();
      slack.state.enterprise = organisation;
      ids = { own: slack.teamId, org: organisation.id };
      if (workspaces === 'one') slack.state.app.isOrganisationInstalled = isOrganisation;
      await world().restart();
      if (workspaces === 'many') {
        expect(await installs(world(), slack.home, { organisation: isOrganisation })).toMatchObject({
          status: 200,
        });
      }
      right = { isOrganisation, team: isOrganisation ? null : ids.own, enterprise: ids.org };
    });

    const tenant = (): string => (isOrganisation ? ids.org : ids.own);
    let people = 0;

    function somebody(says: Record<string, unknown>): string {
      people += 1;
      return world().slack.addUser({ handle: `p${people}`, says }).id;
    }

    /**
     * The place that a payload names: a command names the workspace in which it was typed, even for an
     * organisation.
     */
    const placeOf = (entryPoint: EntryPoint): Place =>
      entryPoint === 'command' ? { ...right, team: ids.own } : right;

    it('every entry point treats exactly the people as members whom the table names as such', async () => {
      const found: Record<string, Record<string, Outcome>> = {};
      const wanted: typeof found = {};
      for (const [what, row] of Object.entries(rowsFor(ids))) {
        const sender = { userId: somebody(row.says), home: 'home' in row ? row.home : row.says['team_id'] };
        found[what] = {};
        wanted[what] = {};
        for (const entryPoint of entryPoints) {
          if (withoutHome.includes(entryPoint) && refusesByHomeAlone(what)) continue;
          found[what][entryPoint] = await outcomeAt(
            world(),
            entryPoint,
            placeOf(entryPoint),
            sender,
            tenant(),
          );
          wanted[what][entryPoint] = isOrganisation ? row.organisation : row.workspace;
        }
      }
      expect(found).toEqual(wanted);
    });

    it('a member is refused when the payload names another workspace or none, and no call lacks a token', async () => {
      const userId = somebody({ team_id: ids.own, ...enterpriseUser(ids.org, [ids.own]) });
      const before = await storedCounts(world().store);
      for (const place of wrongPlaces(ids, isOrganisation)) {
        for (const entryPoint of entryPoints.filter(
          (one) => workspaces === 'one' || !answeredByCall.includes(one),
        )) {
          // Slack never sends a command without a team, so the field is sent empty.
          const shown =
            entryPoint === 'command' && !isOrganisation && place.team === undefined
              ? { ...place, team: '' }
              : place;
          const sender: PayloadSender = { userId, home: ids.own };
          expect(
            await outcomeAt(world(), entryPoint, shown, sender, tenant()),
            JSON.stringify([entryPoint, shown]),
          ).toBe('out');
        }
        if (workspaces === 'many') await pressCallsNothing(world(), place, { userId, home: ids.own });
      }
      expect(await storedCounts(world().store)).toEqual(before);
      expect(callsWithoutToken(world())).toEqual([]);
    });

    it('a search in an unknown field causes no call and no row', async () => {
      const userId = somebody({ team_id: ids.own, ...enterpriseUser(ids.org, [ids.own]) });
      await quiet(world());
      const from = world().slack.log.length;
      const before = await storedCounts(world().store);
      const sender = { userId, home: ids.own };
      await sendsSigned(world(), {
        ...interaction('block_suggestion', right, sender),
        action_id: 'x',
        block_id: 'b',
        value: 'contract',
      });
      await quiet(world());
      expect(
        world()
          .slack.log.slice(from)
          .filter(({ direction }) => direction === 'to-slack'),
      ).toEqual([]);
      expect(await storedCounts(world().store)).toEqual(before);
    });
  });
}

/**
 * Presses a button in a modal that names this place, where the app is not installed, and checks that the app calls
 * nothing: without a token it cannot answer in a modal.
 */
async function pressCallsNothing(world: World, place: Place, sender: PayloadSender): Promise<void> {
  const from = world.slack.log.length;
  const press = { ...interaction('block_actions', place, sender), trigger_id: '1.2.x' };
  const view = { id: 'V1', type: 'modal', callback_id: callbacks.details, private_metadata: '{}' };
  const actions = [{ type: 'button', action_id: 'refresh', block_id: 'b', value: 'x' }];
  expect((await sendsSigned(world, { ...press, view, actions })).status).toBe(200);
  // The app has answered this later command, so everything that follows the acknowledgement of the press is done.
  await outcomeAt(world, 'command', { ...place, team: 'T9', enterprise: 'E9' }, sender, 'T9');
  const called = world.slack.log.slice(from).filter(({ method }) => method !== 'response_url');
  expect(called.filter(({ direction }) => direction === 'to-slack')).toEqual([]);
}

function callsWithoutToken({ slack }: World): readonly unknown[] {
  return slack.log.filter(({ answer }) => answer.includes('not_authed'));
}

stories('who is a member, if Slack does not say whose token it is', () => {
  const world = aWorld({ withoutApp: true });

  it.each([
    ['an organisation without an id', { enterprise_id: undefined }],
    ['an organisation with an empty id', { enterprise_id: '' }],
    ['an organisation with null for an id', { enterprise_id: null }],
    ['null for the kind of installation', { is_enterprise_install: null }],
  ])('nobody, if `auth.test` gives %s', async (_what, says) => {
    const { slack } = world();
    slack.state.enterprise = organisation;
    slack.state.app.isOrganisationInstalled = true;
    slack.state.app.says = says;
    await world().app.stop();
    await world().restart();
    const own = slack.teamId;
    const userId = slack.addUser({ handle: `n${slack.log.length}` }).id;
    const places: readonly Place[] = [organisation.id, '', null, undefined].flatMap((enterprise) => [
      { isOrganisation: true, team: null, enterprise },
      { isOrganisation: false, team: own, enterprise },
      { isOrganisation: false, team: '', enterprise },
    ]);
    for (const place of places) {
      for (const entryPoint of ['command', 'press', 'submission'] as const) {
        const sender = { userId, home: own };
        expect(
          await outcomeAt(world(), entryPoint, place, sender, own),
          JSON.stringify([entryPoint, place]),
        ).toBe('out');
      }
    }
  });

  it.each([{ team_id: '' }, { team_id: null }, { team_id: undefined }])(
    'the app does not start with %j',
    async (says) => {
      world().slack.state.app.says = says;
      await world().app.stop();
      await expect(world().restart()).rejects.toThrow(/auth\.test.*no_team_id/);
    },
  );
});
