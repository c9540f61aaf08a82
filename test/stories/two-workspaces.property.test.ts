/**
 * Two workspaces whose people have the same ids. Whatever a person of one workspace sends, with any id of the other
 * anywhere in it, shows and changes nothing of the other: real payloads with ids replaced, and made-up ones.
 */
// runs: http, embedded, ci
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { actions, callbacks, groupAction } from '../../src/views/actions.ts';
import { runProgram } from './examining.ts';
import { ownIdsIn, recordedBy, withIds } from './recorded.ts';
import { expectNoReach, idsIn, rowsOf, type Sides, secret, twoSides } from './two-sides.ts';
import { aWorld, stories } from './world.ts';

/**
 * How a recorded payload is forged: which payload, who sends it, and which of its ids are replaced by ids of the
 * victim.
 */
interface Forging {
  readonly which: number;
  readonly side: 'other' | 'guest';
  readonly replacements: readonly {
    readonly at: number;
    readonly id: string;
    readonly isOfAnyKind: boolean;
  }[];
}

stories('two workspaces with the same ids', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many', withoutApp: true });
  let sides: Sides;
  beforeAll(async () => {
    sides = await twoSides(world());
  });

  /**
   * The sender: a person of the other workspace, or one whose home is there but who acts in the victim's. A command is
   * the same from both.
   */
  const from = fc.constantFrom('other' as const, 'guest' as const);
  const anId = () => fc.nat().map((at) => sides.ids[at % sides.ids.length] ?? '');
  const responseUrl = () => `${world().slack.baseUrl}/hooks/action/R1/none`;

  async function sendAll(payloads: readonly (Record<string, unknown> | string)[]): Promise<string[]> {
    const answers = [];
    for (const payload of payloads) answers.push((await world().slack.send({ payload })).body);
    return answers;
  }

  it('real payloads with ids of the other workspace reach nothing there', async () => {
    const { slack } = world();
    const { victim, other, otherSentFrom } = sides;
    await followsUp();
    const own = idsIn(await rowsOf(world(), other));
    const ownIds = own.map(({ id }) => id);
    const all = recordedBy(slack.log.slice(otherSentFrom), other.where.teamId);
    const recorded = all.filter((one) => ownIdsIn(one, ownIds).length > 0);
    expect(new Set(recorded.map(({ label }) => label))).toEqual(
      new Set(['/sign', 'block_actions', 'view_closed', 'view_submission']),
    );
    /** Chooses a replacement for an id, half the time of the same kind, because only that could be accepted. */
    const replacementOf = (
      ownId: string,
      { isOfAnyKind, id }: { isOfAnyKind: boolean; id: string },
    ): string => {
      const column = own.find((one) => one.id === ownId)?.column;
      return isOfAnyKind ? id : (sides.namedIds.find((one) => one.column === column)?.id ?? id);
    };
    const aReplacement = fc.record({ at: fc.nat(), id: anId(), isOfAnyKind: fc.boolean() });
    const aSending = fc.record({
      which: fc.nat(),
      side: from,
      replacements: fc.array(aReplacement, { minLength: 1, maxLength: 3 }),
    });
    const forged = ({ which, side, replacements }: Forging) => {
      const chosen = recorded[which % recorded.length];
      if (!chosen) throw new Error('nothing was recorded');
      const teamId = (side === 'guest' ? victim : other).where.teamId;
      const placed = replacements.map((one) => ({
        at: one.at,
        replacementFor: (id: string) => replacementOf(id, one),
      }));
      return withIds(chosen, ownIds, placed, { teamId, responseUrl: responseUrl() });
    };
    await fc.assert(
      fc.asyncProperty(fc.array(aSending, { minLength: 25, maxLength: 25 }), (sendings) =>
        expectNoReach(world(), victim, () => sendAll(sendings.map(forged))),
      ),
      { numRuns: 10, endOnFailure: true },
    );
  });

  /** Uses what a sign request and a list offer, so that each kind of payload is recorded. */
  async function followsUp(): Promise<void> {
    const ana = sides.other.where.person('ana');
    const inModal = { in: 'modal' } as const;
    for (const [verb, shown] of [
      ['Details', 'Plain.pdf'],
      ['Cancel request', 'Cancel this request?'],
    ] as const) {
      await ana.presses(verb);
      await ana.sees(shown, inModal);
      await ana.closes();
    }
    await ana.presses('Refresh');
    await ana.types('/sign list', { in: '#contracts' });
    await ana.sees('Plain.pdf', inModal);
    await ana.presses('Ended (0)');
    await ana.presses('To prepare (1)');
    await ana.fills({ 'Name, person, address, folder or SR number': 'Plain' });
    await ana.submits();
    await ana.closes({ all: true });
    for (const command of [
      'status Plain',
      'cancel Plain',
      'resend Plain',
      'connect',
      'workspace',
      'help',
      'Plain',
    ]) {
      await ana.types(`/sign ${command}`, { in: '#contracts' });
    }
  }

  it('made-up payloads reach nothing in the other workspace', async () => {
    const sendings = fc.array(
      fc.oneof(aPress(), aView(), aCommand()).chain((sent) => from.map((side) => ({ ...sent, from: side }))),
      { minLength: 20, maxLength: 20 },
    );
    await fc.assert(
      fc.asyncProperty(sendings, (all) =>
        expectNoReach(world(), sides.victim, () => sendAll(all.map(payloadOf))),
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });

  it('disconnecting ends only the person’s own connection', async () => {
    const name = callbacks.disconnect;
    const sent = sides.ids.map((id) => ({
      kind: 'view_submission' as const,
      name,
      id,
      viewId: id,
      metadataId: id,
    }));
    await expectNoReach(world(), sides.victim, () =>
      sendAll(
        (['guest', 'other'] as const).flatMap((side) => sent.map((one) => payloadOf({ ...one, from: side }))),
      ),
    );
    const ana = sides.other.where.person('ana');
    // Earlier payloads sent as hers have opened modals, and used up Slack's limit of views a minute.
    await ana.reloads();
    await world().passes(60_000);
    await ana.types('/sign', { in: '#contracts' });
    await ana.sees('Not connected to Box.', { in: 'modal' });
  });

  it('the victim’s workspace still serves its own people', async () => {
    const ana = sides.victim.where.person('ana');
    await ana.reloads();
    await ana.types('/sign status', { in: '#contracts' });
    await ana.sees(new RegExp(secret), { in: '#contracts' });
  });

  it('the operator has to say in which of the workspaces a person is', async () => {
    const { victim, other } = sides;
    await world().app.stop();
    const shows = (...args: string[]) =>
      runProgram('data', world().env, ['export', '--user', other.where.user('ana').id, ...args]);
    const { status, output, problems } = await shows();
    expect([status, output]).toEqual([1, '']);
    for (const { where } of [victim, other]) expect(problems).toContain(where.teamId);
    const shown = await shows('--tenant', other.where.teamId);
    expect(shown).toMatchObject({ status: 0, problems: '' });
    expect(JSON.parse(shown.output).signRequests).not.toEqual([]);
  });

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
      name: fc.constantFrom(...Object.values(callbacks).filter((name) => name !== callbacks.disconnect)),
      id: anId(),
      viewId: anId(),
      metadataId: anId(),
    });
  const aCommand = () => fc.record({ kind: fc.constant('command' as const), words, id: anId() });
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

  function payloadOf(sent: Sent): Record<string, unknown> | string {
    const { victim, other } = sides;
    const user = other.where.user('ana');
    if (sent.kind === 'command') {
      return new URLSearchParams({
        command: '/sign',
        text: `${sent.words} ${sent.id}`,
        team_id: other.where.teamId,
        user_id: user.id,
        channel_id: 'C1',
        trigger_id: '1.2.forged',
        response_url: responseUrl(),
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
            response_url: responseUrl(),
            channel: { id: 'D1' },
            message: { ts: sent.metadataId },
            actions: [{ type: 'button', action_id: sent.name, block_id: 'b', value: sent.id }],
            ...(sent.viewId === null ? {} : { view }),
          }
        : { view }),
    };
  }
});
