/**
 * `/sign status`: shows one request in full, where the command was typed, visible to its requester only. Box is asked
 * before a single match is shown (not for one chosen from several), and when the person presses Refresh.
 */
import { describeError, OutsideFailure } from '../failure.ts';
import type { Message } from '../shapes.ts';
import { isOpenState } from '../signing/request-list.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canRefresh, statusTable } from '../signing/status.ts';
import type { ActionPayload, Answer, CommandPayload } from '../slack/payloads.ts';
import { actions } from '../views/actions.ts';
import { choiceMessage, maxStatusChoices, stateBelow } from '../views/request-choice.ts';
import { statusMessage } from '../views/request-details.ts';
import type { Texts } from '../views/texts/index.ts';
import { askBox, notConnected } from './ask-box.ts';
import { whyNotFollowed } from './connect/connection.ts';
import { refreshFailureText } from './refresh.ts';
import { forMember, type Member } from './rights/members.ts';
import { answerOutdatedRequest, forRequest } from './rights/requests.ts';
import type { Services } from './services.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { tellPrivately } from './tell.ts';
import { type MatchedRequests, matchRequests } from './which-request.ts';

/** `/sign status`. @param words what follows the subcommand: an id, a link, words, or nothing */
export function statusCommand(services: Services, payload: CommandPayload, words: string): Answer {
  return forMember(services, payload, async (member) => {
    const message = await statusAnswer(services, member, words);
    await services.slack.respond(payload.responseUrl, message, 'ephemeral');
  });
}

async function statusAnswer(services: Services, member: Member, words: string): Promise<Message> {
  const { t } = member;
  const meant = await matchRequests(services, member, words, {
    withoutWords: isOpenState,
    most: maxStatusChoices,
  });
  const [only] = meant.records;
  if (only && meant.count === 1) return messageOf(services, await refreshedRecord(services, only), t);
  return choiceMessage(
    {
      sentences: sentencesFor(meant, t),
      records: meant.records,
      line: stateBelow(t),
      action: actions.chooseStatus,
      label: t.status.show,
      query: meant.typed,
    },
    t,
    services.now(),
  );
}

/** How long the command waits for Box (ms). No job can redraw its message later, so Box is asked first. */
const askWithinMs = 2_500;

/**
 * Reads the request from Box, and returns its record. If Box does not answer in time, returns the record as it was; the
 * late answer then updates the card.
 */
async function refreshedRecord(services: Services, record: SignRequest): Promise<SignRequest> {
  if (!canRefresh(record) || statusTable[record.state].isFinal) return record;
  const session = await services.box.sessionFor(record.tenant, record.requester);
  if (!session) return record;
  const asking = askBox(services, session, record)
    .then(() => redrawSoon(services, record.tenant, record.id))
    .catch((error: unknown) => {
      services.log.warn(
        { request: record.id, failure: describeError(error) },
        'the request could not be read from Box for a status',
      );
    });
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    asking,
    new Promise((resolve) => {
      timer = setTimeout(resolve, askWithinMs);
    }),
  ]);
  clearTimeout(timer);
  return (await services.store.signRequests.get(record.tenant, record.id)) ?? record;
}

function sentencesFor({ typed, shown, count }: MatchedRequests, t: Texts): string[] {
  const more = count > maxStatusChoices ? [t.status.newest(maxStatusChoices)] : [];
  if (count === 0) return [typed === '' ? t.status.noneOpen : t.status.noMatch(shown)];
  return [typed === '' ? t.status.open(count) : t.status.several(shown, count), ...more];
}

/** The button Show, beside one of several requests: its status replaces the choice. */
export function pressChooseStatus(services: Services, payload: ActionPayload): Answer {
  return replaceStatus(services, payload, async (_record) => null);
}

/** The button Refresh, below a status: asks Box, and draws the message again. */
export function pressRefreshStatus(services: Services, payload: ActionPayload): Answer {
  return replaceStatus(services, payload, async (record) => {
    if (!canRefresh(record)) return null;
    const session = await services.box.sessionFor(record.tenant, record.requester);
    try {
      if (!session) throw notConnected;
      await askBox(services, session, record);
      await redrawSoon(services, record.tenant, record.id);
      return null;
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      services.log.warn({ request: record.id, failure: error.message }, 'refresh failed');
      return error;
    }
  });
}

function replaceStatus(
  services: Services,
  payload: ActionPayload,
  before: (record: SignRequest) => Promise<OutsideFailure | null>,
): Answer {
  return forRequest(services, payload, 'see', async (on) => {
    const { tenant, record: known, t } = on;
    if (!payload.responseUrl) return (await answerOutdatedRequest(services, payload, on)).after?.();
    const failure = await before(known);
    if (failure) return tellPrivately(services, payload, refreshFailureText(failure, t), t);
    const record = (await services.store.signRequests.get(tenant, known.id)) ?? known;
    await services.slack.respond(payload.responseUrl, await messageOf(services, record, t), 'replace');
  });
}

async function messageOf(services: Services, record: SignRequest, t: Texts): Promise<Message> {
  const deeds = await services.store.history.of(record.tenant, record.id);
  return statusMessage(record, t, services.now(), await whyNotFollowed(services, record), deeds);
}

/** Shows what a press has changed, when the button was below a status: nothing else redraws that message. */
export async function showInStatus(
  services: Services,
  { responseUrl, messageTs }: ActionPayload,
  record: SignRequest,
  t: Texts,
): Promise<void> {
  // A private message has no timestamp, and a modal no response URL.
  if (!responseUrl || messageTs !== null) return;
  try {
    await services.slack.respond(responseUrl, await messageOf(services, record, t), 'replace');
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info({ request: record.id, failure: error.message }, 'a status could not be updated');
  }
}
