/**
 * Registers our handlers with Bolt. One listener for each kind of interaction reads the payload, calls the handler and
 * acknowledges. All of them share one error boundary, so that every press gets an answer and nothing is acknowledged
 * twice.
 */

import type { App, BlockAction, SlackViewAction } from '@slack/bolt';
import { Fault } from '../failure.ts';
import type { Message } from '../shapes.ts';
import type {
  ActionPayload,
  Actor,
  Answer,
  ClosePayload,
  CommandPayload,
  InstallationEvent,
  Payload,
  SubmissionAnswer,
  SubmissionPayload,
  ViewPayload,
} from './payloads.ts';
import { toBoltAnswer } from './payloads.ts';

/** Slack waits three seconds for the acknowledgement; the network needs some of it. */
const answerWithinMs = 2_400;

/** The handlers of what Slack sends; each is called with the payload that was read. */
export interface Handlers {
  command(payload: CommandPayload): Promise<Answer>;
  action(payload: ActionPayload): Promise<Answer>;
  submission(payload: SubmissionPayload): Promise<Answer>;
  close(payload: ClosePayload): Promise<Answer>;
  /** Handles an event about the end of an installation, which is already acknowledged. */
  installationEnded(event: InstallationEvent): Promise<void>;
  /** Handles an event that a person has opened the app's messages, which is already acknowledged. */
  messagesOpened(actor: Actor): Promise<void>;
  /**
   * Handles an unexpected error: logs it, tells the person, and for a submission returns the acknowledgement. Must not
   * throw. `isAcknowledged`: the handler had returned its acknowledgement, so some of its work may be done.
   */
  failed(payload: Payload, error: unknown, isAcknowledged: boolean): Promise<SubmissionAnswer | undefined>;
}

/** The registered listeners. */
export interface Listeners {
  /** Resolves when all running handlers have finished. */
  drain(): Promise<void>;
}

type Acknowledge = (answer: SubmissionAnswer | undefined) => Promise<void>;

/** Registers the listeners on the app. */
export function registerListeners(app: App, handlers: Handlers): Listeners {
  const running = new Set<Promise<void>>();
  const track = (work: Promise<void>): Promise<void> => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };
  const guard = <P extends Payload>(payload: P, handler: (payload: P) => Promise<Answer>, ack: Acknowledge) =>
    track(guarded(payload, handler, ack, handlers));

  app.command(/.*/, ({ command, ack }) => guard(readCommand(command), handlers.command, () => ack()));
  app.action(/.*/, ({ body, ack }) => {
    const payload = body.type === 'block_actions' ? readAction(body) : null;
    return payload ? guard(payload, handlers.action, () => ack()) : ack();
  });
  app.view({ callback_id: /.*/, type: 'view_submission' }, ({ body, ack }) =>
    guard(
      { kind: 'submission', actor: readActor(body), view: readView(body.view) },
      handlers.submission,
      (answer) => (answer ? ack(toBoltAnswer(answer)) : ack()),
    ),
  );
  app.view({ callback_id: /.*/, type: 'view_closed' }, ({ body, ack }) =>
    guard({ kind: 'close', actor: readActor(body), view: readView(body.view) }, handlers.close, () => ack()),
  );
  // The events are read without looking up the installation, which may no longer exist when they arrive.
  app.event('app_uninstalled', ({ body }) => track(handlers.installationEnded(readEnd(body, true))));
  app.event('tokens_revoked', async ({ event, body }) => {
    // Without a bot token the event is about user tokens, of which the app has none.
    if ((event.tokens.bot ?? []).length > 0) await track(handlers.installationEnded(readEnd(body, false)));
  });
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab === 'messages') await track(handlers.messagesOpened(readOpener(event.user, body)));
  });
  return {
    drain: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

async function guarded<P extends Payload>(
  payload: P,
  handler: (payload: P) => Promise<Answer>,
  ack: Acknowledge,
  handlers: Handlers,
): Promise<void> {
  let answer: Answer;
  try {
    answer = await inTime(handler(payload));
  } catch (error) {
    // An error in a submission is shown by its acknowledgement. For anything else, the person is told after the
    // acknowledgement, because a message before it would take too long.
    const isAnsweredInWords = payload.kind === 'submission';
    if (!isAnsweredInWords) await ack(undefined);
    const answer = await handlers.failed(payload, error, false);
    if (isAnsweredInWords) await ack(answer);
    return;
  }
  await ack(answer.ack);
  try {
    await answer.after?.();
  } catch (error) {
    await handlers.failed(payload, error, true);
  }
}

/**
 * Waits for the handler's answer until it is too late for an acknowledgement. A late handler still finishes its work; the
 * person is told to try again, and the second try finds what was done.
 */
async function inTime(work: Promise<Answer>): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault('no answer within the time Slack waits')), answerWithinMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function readEnd(
  body: { readonly team_id?: string; readonly enterprise_id?: string },
  wasTakenOut: boolean,
): InstallationEvent {
  return { teamId: body.team_id || null, enterpriseId: body.enterprise_id || null, wasTakenOut };
}

function readOpener(
  userId: string,
  body: {
    readonly team_id?: string;
    readonly enterprise_id?: string;
    readonly authorizations?: readonly { readonly is_enterprise_install?: boolean }[];
  },
): Actor {
  return {
    userId,
    teamId: body.team_id || null,
    enterpriseId: body.enterprise_id || null,
    isEnterpriseInstall: body.authorizations?.[0]?.is_enterprise_install === true,
    userTeamId: null,
  };
}

function readCommand(command: {
  command: string;
  text: string;
  channel_id: string;
  trigger_id: string;
  response_url: string;
  user_id: string;
  team_id: string;
  enterprise_id?: string;
  is_enterprise_install?: string | boolean;
}): CommandPayload {
  return {
    kind: 'command',
    actor: {
      userId: command.user_id,
      teamId: command.team_id || null,
      enterpriseId: command.enterprise_id || null,
      isEnterpriseInstall: String(command.is_enterprise_install) === 'true',
      userTeamId: null,
    },
    command: command.command,
    text: command.text ?? '',
    channelId: command.channel_id,
    triggerId: command.trigger_id,
    responseUrl: command.response_url,
  };
}

function readAction(body: BlockAction): ActionPayload | null {
  const action = body.actions[0];
  if (!action) return null;
  return {
    kind: 'action',
    actor: readActor(body),
    ...readPress(action),
    triggerId: body.trigger_id ?? null,
    responseUrl: body.response_url ?? null,
    channelId: body.channel?.id ?? null,
    messageTs: body.message?.ts ?? null,
    message: readMessage(body.message),
    view: body.view ? readView(body.view) : null,
  };
}

/** The action id and the value of a press. For an overflow menu, the chosen option holds both: `action:value`. */
function readPress(action: BlockAction['actions'][number]): { actionId: string; value: string | null } {
  if (action.type === 'overflow') {
    const [verb = '', ...value] = (action.selected_option?.value ?? '').split(':');
    return { actionId: verb, value: value.join(':') };
  }
  return { actionId: action.action_id, value: readValue(action) };
}

function readValue(action: BlockAction['actions'][number]): string | null {
  if (action.type === 'button' || action.type === 'plain_text_input') return action.value ?? null;
  if (action.type === 'static_select') return action.selected_option?.value ?? null;
  return null;
}

function readMessage(message: BlockAction['message']): Message | null {
  const blocks: unknown = message?.['blocks'];
  return message && Array.isArray(blocks) ? { text: message.text ?? '', blocks } : null;
}

function readActor(body: BlockAction | SlackViewAction): Actor {
  return {
    userId: body.user.id,
    teamId: body.team?.id || null,
    enterpriseId: body.enterprise?.id || body.team?.enterprise_id || null,
    isEnterpriseInstall: body.is_enterprise_install === true,
    userTeamId: body.user.team_id || null,
  };
}

function readView(view: NonNullable<BlockAction['view']>): ViewPayload {
  return {
    id: view.id,
    hash: view.hash ?? null,
    callbackId: view.callback_id ?? '',
    privateMetadata: view.private_metadata ?? '',
    state: view.state?.values ?? {},
  };
}
