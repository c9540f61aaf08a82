/**
 * `/sign disconnect`: says what happens to open requests, then deletes the tokens and has them revoked in Box. Also
 * redraws everything that depends on a connection, whenever a connection begins or ends.
 */
import { stillToSignHere } from '../../signing/asking.ts';
import { isOpenState } from '../../signing/request-list.ts';
import { statusTable } from '../../signing/status.ts';
import { type StepArgs, work } from '../../signing/work.ts';
import type { Answer, CommandPayload, SubmissionPayload } from '../../slack/payloads.ts';
import { connectionSentenceView, disconnectView } from '../../views/connect-views.ts';
import { forMember, submittedByMember } from '../rights/members.ts';
import type { Run } from '../run.ts';
import type { Services } from '../services.ts';
import { hasOpenList, readListSoon } from '../surfaces/list-views.ts';
import { redrawSoon } from '../surfaces/redraw-soon.ts';
import { redrawHomeAndListsSoon } from '../surfaces/table.ts';
import { tellPrivately } from '../tell.ts';
import { connectionShown } from './connection.ts';

/** `/sign disconnect`: asks for confirmation in a modal. */
export function disconnectByCommand(services: Services, payload: CommandPayload): Answer {
  return forMember(services, payload, async ({ tenant, person, t }) => {
    const { kind } = services.accountMode;
    if (kind !== 'own') return tellPrivately(services, payload, t.connect.notOwn[kind], t);
    const shown = await connectionShown(services, tenant, person.userId);
    if (shown.state === 'none') {
      const ended = await endAttempts(services, tenant, person.userId);
      return tellPrivately(services, payload, ended ? t.connect.linksEnded : t.connect.notConnected, t);
    }
    const open = await openRequests(services, tenant, person.userId);
    const records = await services.store.signRequests.getMany(
      tenant,
      person.userId,
      open.map(({ id }) => id),
    );
    const waiting = new Set(records.flatMap(stillToSignHere)).size;
    const view = disconnectView(shown.login ?? '', countAtBox(open), waiting, t);
    await services.slack.openView(payload.triggerId, view);
  });
}

/**
 * Handles the confirmed disconnect: ends OAuth attempts and removes the person's Box connection. A second press finds
 * nothing left to do.
 */
export function submitDisconnect(services: Services, payload: SubmissionPayload): Promise<Answer> {
  return submittedByMember(services, payload, async ({ tenant, person, t }) => {
    if (services.accountMode.kind === 'own') {
      await endAttempts(services, tenant, person.userId);
      await services.store.connections.remove(tenant, person.userId);
    }
    const open = await openRequests(services, tenant, person.userId);
    const sentence = t.connect.disconnected(countAtBox(open));
    return { ack: { response_action: 'update', view: connectionSentenceView(sentence, t) } };
  });
}

function countAtBox(open: Awaited<ReturnType<typeof openRequests>>): number {
  return open.filter(({ state }) => statusTable[state].isAtBox).length;
}

/**
 * Ends everything that could still become a connection: links and OAuth attempts first, then connections that wait for
 * a code. In this order, an attempt that finishes meanwhile is found as a connection that waits for a code. Returns
 * whether there was anything to end.
 */
async function endAttempts({ store }: Services, tenant: string, slackUserId: string): Promise<boolean> {
  const links = await store.oauthStates.endAll(tenant, slackUserId);
  const isWaiting = await store.pendingConnections.isWaiting(tenant, slackUserId);
  await store.pendingConnections.drop(tenant, { slackUserId });
  return links > 0 || isWaiting;
}

/** After a person has connected, the next regular poll comes this long (ms) after their requests are read again. */
const nextPollMs = 60_000;

/**
 * The step `followAgain`: after a connection has begun or ended, reads open requests from Box again, or redraws them.
 * Also redraws Home and open lists, and after a connection has begun plans the next poll and creates the person's
 * webhooks again.
 */
export async function followAgain(
  services: Services,
  { user }: StepArgs['followAgain'],
  { tenant }: Pick<Run, 'tenant'>,
): Promise<void> {
  const { state } = await connectionShown(services, tenant, user);
  for (const { id, state: at } of await openRequests(services, tenant, user)) {
    if (state === 'connected' && statusTable[at].isAtBox) {
      await services.store.jobs.enqueue(tenant, work.refresh({ requestId: id }));
    } else {
      await redrawSoon(services, tenant, id);
    }
  }
  // A poll that comes due while the person has no connection plans no other one.
  if (state === 'connected') await services.store.jobs.enqueue(tenant, work.poll({ user }, nextPollMs));
  if (state === 'connected' && services.webhookAddress !== null) {
    await services.store.jobs.enqueue(tenant, work.watchFolders({ user, isAnew: true }));
  }
  // What lists and Home say about Box depends on the connection.
  if (state === 'connected' && (await hasOpenList(services, tenant, user)))
    await readListSoon(services, tenant, user);
  await redrawHomeAndListsSoon(services, tenant, user);
}

async function openRequests(services: Services, tenant: string, userId: string) {
  const all = await services.store.signRequests.listAll(tenant, userId);
  return all.filter(({ state }) => isOpenState(state));
}
