/**
 * Registers our handlers with Bolt. One listener for each kind of interaction reads the payload, calls the handler and
 * acknowledges. The errors of these handlers are caught here, so that every press gets an answer and nothing is
 * acknowledged twice.
 */

import type { App } from '@slack/bolt';
import { Fault } from '../failure.ts';
import { emitMeasured, withNewCause } from '../telemetry.ts';
import { isDelivered, slackWaitsMs } from './acknowledgement.ts';
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
  readInstallationEnd,
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
  /** Returns the entries of a menu. */
  options(payload: OptionsPayload): Promise<MenuEntries>;
  /** Handles the event that an installation has ended. The event is already acknowledged. */
  installationEnded(event: InstallationEvent): Promise<Handled>;
  /** Handles the event that a person has opened the app's messages. The event is already acknowledged. */
  messagesOpened(actor: Actor): Promise<Handled>;
  /** Handles the event that a person has opened App Home. The event is already acknowledged. */
  homeOpened(opened: HomeOpened): Promise<Handled>;
  /**
   * Handles an unexpected error: logs it and tells the person. A submission that has no acknowledgement yet gets the
   * one that is returned. Must not throw. `isAcknowledged`: whether Slack was answered before the error, so some of the
   * handler's work may be done.
   */
  failed(payload: Payload, error: unknown, isAcknowledged: boolean): Promise<SubmissionAnswer | undefined>;
  /** Logs the error of a handler that was too late; the person was told before. */
  failedLate(kind: Payload['kind'], error: unknown): void;
}

/** The registered listeners. */
export interface Listeners {
  /** Resolves when all running handlers have finished. */
  drain(): Promise<void>;
}

/** Whether a payload was handled without an unexpected error. */
export type Handled = 'ok' | 'failed';

type Acknowledge = (answer: SubmissionAnswer | undefined) => Promise<void>;

/** Registers the listeners on the app. */
export function registerListeners(app: App, handlers: Handlers): Listeners {
  const running = new Set<Promise<void>>();
  const track = (work: Promise<void>): Promise<void> => {
    running.add(work);
    return work.finally(() => running.delete(work));
  };
  const guard = <P extends Payload>(payload: P, handler: (payload: P) => Promise<Answer>, ack: Acknowledge) =>
    track(
      runWithReference(payload.kind, () =>
        handleAndAcknowledge(payload, handler, measuredAck(payload.kind, ack), handlers),
      ),
    );

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
    const list = (): Promise<Handled> =>
      answerMenu(
        readSuggestion(body),
        handlers,
        measuredAck('options', (entries: MenuEntries) => ack({ options: [...entries] })),
      );
    await track(runWithReference('options', list));
  });
  // The events are read without looking up the installation, which may no longer exist when they arrive.
  const event = (kind: string, handle: () => Promise<Handled>): Promise<void> =>
    track(runWithReference(kind, handle));
  app.event('app_uninstalled', ({ body }) =>
    event('installation', () => handlers.installationEnded(readInstallationEnd(body, true))),
  );
  app.event('tokens_revoked', async ({ event: { tokens }, body }) => {
    // Without a bot token the event is about user tokens, of which the app has none.
    if ((tokens.bot ?? []).length > 0)
      await event('installation', () => handlers.installationEnded(readInstallationEnd(body, false)));
  });
  app.event('app_home_opened', async ({ event: { user, tab, view }, body }) => {
    const actor = readOpener(user, body);
    if (tab === 'messages') await event('messages', () => handlers.messagesOpened(actor));
    if (tab === 'home') await event('home', () => handlers.homeOpened({ actor, view: readShownHome(view) }));
  });
  return {
    drain: async () => {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}

/** Handles one payload: gives everything that follows from it one reference, and measures how long it takes. */
const runWithReference = (kind: string, run: () => Promise<Handled>): Promise<void> =>
  withNewCause(kind, async () => {
    const startedAt = performance.now();
    let result: Handled = 'failed';
    try {
      result = await run();
    } finally {
      emitMeasured('handled', { kind, result, ms: performance.now() - startedAt });
    }
  });

/** Measures an `ack`: `failed` means that Slack got no answer in time, so the person saw an error. */
function measuredAck<A>(kind: string, ack: (answer: A) => Promise<void>): (answer: A) => Promise<void> {
  const startedAt = performance.now();
  return async (answer) => {
    let isInTime = false;
    try {
      isInTime = (await isDelivered(ack(answer))) && performance.now() - startedAt <= slackWaitsMs;
    } finally {
      const result = isInTime ? 'ok' : 'failed';
      emitMeasured('acknowledged', { kind, result, ms: performance.now() - startedAt });
    }
  };
}

async function handleAndAcknowledge<P extends Payload>(
  payload: P,
  handler: (payload: P) => Promise<Answer>,
  ack: Acknowledge,
  handlers: Handlers,
): Promise<Handled> {
  const work = handler(payload);
  let answer: Answer;
  try {
    answer = await inTime(work);
  } catch (error) {
    // An error in a submission is shown by its acknowledgement. For anything else, the person is told after the
    // acknowledgement, because a message before it would take too long.
    const isAnsweredInWords = payload.kind === 'submission';
    if (!isAnsweredInWords) await ack(undefined);
    const answer = await handlers.failed(payload, error, false);
    if (isAnsweredInWords) await ack(answer);
    await endOfLate(work, payload, error, handlers);
    return 'failed';
  }
  await ack(answer.ack);
  try {
    await answer.after?.();
    return 'ok';
  } catch (error) {
    await handlers.failed(payload, error, true);
    return 'failed';
  }
}

/**
 * Answers a menu. When the handler fails, the menu is empty. Without an answer, Slack would show an error; with an
 * empty menu, the person can type on.
 */
async function answerMenu(
  payload: OptionsPayload,
  handlers: Handlers,
  ack: (entries: MenuEntries) => Promise<void>,
): Promise<Handled> {
  const work = handlers.options(payload);
  let entries: MenuEntries;
  try {
    entries = await inTime(work);
  } catch (error) {
    await ack([]);
    await handlers.failed(payload, error, false);
    await endOfLate(work, payload, error, handlers);
    return 'failed';
  }
  await ack(entries);
  return 'ok';
}

/** After a handler was too late: waits for its end, so that a stop waits for it too, and logs its error. */
async function endOfLate(
  work: Promise<unknown>,
  { kind }: Payload,
  known: unknown,
  handlers: Handlers,
): Promise<void> {
  await work.catch((error: unknown) => {
    if (error !== known) handlers.failedLate(kind, error);
  });
}

/**
 * Waits for the handler's answer until it is too late for an acknowledgement. A late handler still runs to its end, but
 * its answer is dropped; the person is told to try again, and the second try finds what was done.
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
