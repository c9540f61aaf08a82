/**
 * An address proves who a person is only for members. The app asks Slack for membership at the moment when a Box
 * account is connected. So most of these people were members when they began, and no longer are.
 */
import { beforeAll, expect, it } from 'vitest';
import type { JsonObject } from '../../sandbox/slack/json.ts';
import { aBrowser } from '../stories/browser.ts';
import { asksForLink, aWorldToConnectIn, goesToBox, startsApp } from '../stories/connecting.ts';
import { storedRows } from '../stories/stored.ts';
import { aWorld, stories, type World } from '../stories/world.ts';
import { englishTexts } from './membership-entry-points.ts';

const organisation = { id: 'E0ACME', name: 'Acme Group' };
/**
 * The answer of `users.info` for a member of two workspaces of the organisation, whose home is the first, and who acts
 * in the second.
 */
const answerForMember = ({ slack }: World): JsonObject => ({
  team_id: 'T2',
  enterprise_user: { enterprise_id: organisation.id, teams: ['T2', slack.teamId] },
});
/** The answer of `users.info` for a person who is in another organisation. */
const answerForOutsider: JsonObject = {
  team_id: 'T9',
  enterprise_user: { enterprise_id: 'E9', teams: ['T9'] },
  is_stranger: false,
};

/** The login of the chief's Box account. Every person whom these tests add to Slack has this address too. */
const chief = 'ceo@acme.com';

/** Answers of `users.info` for people who are not in the organisation. */
const outsiders: readonly (readonly [string, JsonObject])[] = [
  ['of another organisation', answerForOutsider],
  ['of no organisation', { ...answerForOutsider, enterprise_user: undefined }],
  [
    'of an organisation that Slack does not name',
    { ...answerForOutsider, enterprise_user: { teams: ['T9'] } },
  ],
];

/** Makes the app's installation organisation-wide, and so its bot token too. */
function makesTokenOrganisationWide({ slack }: World): void {
  slack.state.enterprise = organisation;
  slack.state.app.isOrganisationInstalled = true;
}

/** Adds a person to Slack with the chief's address; `users.info` answers with `says` about them. */
function addsPerson({ slack }: World, handle: string, says: JsonObject) {
  const user = slack.addUser({ handle, email: chief, says });
  return { user, person: slack.person(handle) };
}

async function connectionsOf(world: World): Promise<readonly string[]> {
  const { connections = [], pending_connections: pending = [] } = await storedRows(world.store);
  return [...connections, ...pending];
}

stories('a member’s address claimed by an outsider, where people connect their accounts', () => {
  const world = aWorldToConnectIn();
  beforeAll(async () => {
    makesTokenOrganisationWide(world());
    world().box.addUser({ login: chief, name: 'Chief' });
    await world().app.stop();
    await startsApp(world());
  });

  it('neither a form nor a link to Box opens for an outsider', async () => {
    const { person } = addsPerson(world(), 'out', answerForOutsider);
    for (const typed of ['/sign', '/sign connect', '/sign list']) {
      await person.types(typed, { in: 'app' });
      await person.sees(englishTexts.onlyMembers, { in: 'app' });
      expect(await person.modal()).toBeNull();
      await person.reloads();
    }
  });

  it.each(outsiders)('no account is connected for a person %s', async (_what, says) => {
    const { user, person } = addsPerson(world(), `o${world().slack.log.length}`, answerForMember(world()));
    const browser = aBrowser(world());
    const back = await world()
      .box.person(chief)
      .grants(await goesToBox(browser, await asksForLink(person)));
    user.says = says;
    const page = await browser.opens(back);
    expect([page.status, page.text]).toEqual([403, expect.stringContaining('Nothing was connected')]);
    expect(await connectionsOf(world())).toEqual([]);
  });

  it('a member of the organisation’s other workspaces connects without a code', async () => {
    const { person } = addsPerson(world(), 'chief', answerForMember(world()));
    const browser = aBrowser(world());
    const back = await world()
      .box.person(chief)
      .grants(await goesToBox(browser, await asksForLink(person)));
    expect((await browser.opens(back)).text).toContain('Connected');
    expect(await connectionsOf(world())).toHaveLength(1);
  });
});

stories('a member’s address claimed by an outsider, with Client Credentials Grant', () => {
  const world = aWorld({ withoutApp: true, box: 'client-credentials' });
  beforeAll(async () => {
    makesTokenOrganisationWide(world());
    await world().restart();
  });

  /** How many access tokens for a Box user were requested. */
  const tokenRequests = (): number =>
    world().box.traffic.filter(({ requestBody }) => String(requestBody).includes('box_subject_type=user'))
      .length;

  it('no list opens for an outsider, and Box is asked for no token', async () => {
    const { box } = world();
    box.addUser({ login: chief, name: 'Chief' });
    const { person } = addsPerson(world(), 'out', answerForOutsider);
    await person.types('/sign list', { in: 'app' });
    await person.sees(englishTexts.onlyMembers, { in: 'app' });
    expect(await person.modal()).toBeNull();
    expect(tokenRequests()).toBe(0);
  });

  it.each(outsiders)(
    'nothing is sent for a person %s, even while their former membership is cached',
    async (_what, says) => {
      const { box } = world();
      const owner = Object.values(box.state.users).find(({ login }) => login === chief);
      if (!owner) throw new Error('the chief has no account');
      const file = box.addFile(owner, { name: 'Salaries.pdf' });
      const { user, person } = addsPerson(world(), `o${world().slack.log.length}`, answerForMember(world()));
      await person.types(`/sign ${file.url} dee@client.com`, { in: 'app' });
      await person.sees('New signature request', { in: 'modal' });
      user.says = says;
      expect(await person.submits()).toEqual({});
      await person.sees('Only full members of this workspace can send from here', { in: 'modal' });
      expect(tokenRequests()).toBe(0);
      expect(box.signRequests()).toEqual([]);
    },
  );

  it('a member of the organisation’s other workspaces can send', async () => {
    const { box } = world();
    const owner = Object.values(box.state.users).find(({ login }) => login === chief);
    if (!owner) throw new Error('the chief has no account');
    const file = box.addFile(owner, { name: 'Lease.pdf' });
    const { person } = addsPerson(world(), 'chief', answerForMember(world()));
    await person.types(`/sign ${file.url} dee@client.com`, { in: 'app' });
    await person.sees('New signature request', { in: 'modal' });
    expect(await person.submits()).toEqual({});
    await person.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(tokenRequests()).toBe(1);
  });
});
