/**
 * Registers our handlers with Bolt. One listener for each kind of interaction reads the payload, calls the handler and
 * acknowledges. All of them share one error boundary, so that every press gets an answer and nothing is acknowledged
 * twice.
 */

import type { App } from '@slack/bolt';
import { Fault } from '../failure.ts';
import { measure, newReference, withCause } from '../telemetry.ts';
import type {
  ActionPayload,
  Actor,
  Answer,
  ClosePayload,
  CommandPayload,
  HomeOpened,
  InstallationEvent,
  MenuEntries,
  OptionsPayload,
  Payload,
  ShortcutPayload,
  SubmissionAnswer,
  SubmissionPayload,
} from './payloads.ts';
import { toBoltAnswer } from './payloads.ts';
import {
  readAction,
  readActor,
  readCommand,
  readEnd,
  readOpener,
  readShortcut,
  readShownHome,
  readSuggestion,
  readView,
} from './read-payloads.ts';

/** Slack waits three seconds for the acknowledgement; the network needs some of it. */
const answerWithinMs = 2_400;

/** The handlers of what Slack sends; each is called with the payload that was read. */
export interface Handlers {
  command(payload: CommandPayload): Promise<Answer>;
  shortcut(payload: ShortcutPayload): Promise<Answer>;
  action(payload: ActionPayload): Promise<Answer>;
  submission(payload: SubmissionPayload): Promise<Answer>;
  close(payload: ClosePayload): Promise<Answer>;
  /** The entries of a menu. */
  options(payload: OptionsPayload): Promise<MenuEntries>;
  /** Handles an event about the end of an installation, which is already acknowledged. */
  installationEnded(event: InstallationEvent): Promise<void>;
  /** Handles an event that a person has opened the app's messages, which is already acknowledged. */
  messagesOpened(actor: Actor): Promise<void>;
  /** Handles an event that a person has opened App Home, which is already acknowledged. */
  homeOpened(opened: HomeOpened): Promise<void>;
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
    track(caused(payload.kind, () => guarded(payload, handler, measuredAck(payload.kind, ack), handlers)));

  app.command(/.*/, ({ command, ack }) => guard(readCommand(command), handlers.command, () => ack()));
  app.shortcut(/.*/, ({ shortcut, ack }) => guard(readShortcut(shortcut), handlers.shortcut, () => ack()));
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
  app.options(/.*/, async ({ body, ack }) => {
    if (body.type !== 'block_suggestion') return;
    const list = (): Promise<void> =>
      listed(readSuggestion(body), handlers, (entries) => ack({ options: [...entries] }));
    await track(caused('options', list));
  });
  // The events are read without looking up the installation, which may no longer exist when they arrive.
  app.event('app_uninstalled', ({ body }) => track(handlers.installationEnded(readEnd(body, true))));
  app.event('tokens_revoked', async ({ event, body }) => {
    // Without a bot token the event is about user tokens, of which the app has none.
    if ((event.tokens.bot ?? []).length > 0) await track(handlers.installationEnded(readEnd(body, false)));
  });
  app.event('app_home_opened', async ({ event, body }) => {
    const actor = readOpener(event.user, body);
    if (event.tab === 'messages') await track(handlers.messagesOpened(actor));
    if (event.tab === 'home') await track(handlers.homeOpened({ actor, view: readShownHome(event.view) }));
  });
  return {
    drain: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

/** Everything that follows from one payload has one reference. */
const caused = <T>(purpose: string, run: () => T): T =>
  withCause({ reference: newReference(), purpose }, run);

function measuredAck(kind: string, ack: Acknowledge): Acknowledge {
  const startedAt = performance.now();
  return async (answer) => {
    let result: 'ok' | 'failed' = 'failed';
    try {
      await ack(answer);
      result = 'ok';
    } finally {
      measure('acknowledged', { kind, result, ms: performance.now() - startedAt });
    }
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
 * Answers a menu. When the handler fails, the menu is empty, because Slack would show an error; the person can type on.
 */
async function listed(
  payload: OptionsPayload,
  handlers: Handlers,
  ack: (entries: MenuEntries) => Promise<void>,
): Promise<void> {
  let entries: MenuEntries;
  try {
    entries = await inTime(handlers.options(payload));
  } catch (error) {
    await ack([]);
    await handlers.failed(payload, error, false);
    return;
  }
  await ack(entries);
}

/**
 * Waits for the handler's answer until it is too late for an acknowledgement. A late handler still finishes its work; the
 * person is told to try again, and the second try finds what was done.
 */
async function inTime<Result>(work: Promise<Result>): Promise<Result> {
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
