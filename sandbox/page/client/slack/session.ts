/**
 * Reloading this page reloads the person's Slack client, which drops ephemeral messages and open forms. Two cases do not
 * count: the page was loaded at another address, such as one of Box, and the person then goes to Slack; or another
 * window shows the same person, because that client is still open.
 */
import { useEffect, useState } from 'preact/hooks';
import { slackAct } from '../control-api.ts';

/** How long (ms) to wait before other windows are asked again, in case one was not listening yet. */
const askAgainMs = 100;

/** A message between windows: asks who shows this person, or answers that this window does. */
type WindowMessage = { readonly ask: string } | { readonly here: string };

const windowChannel = new BroadcastChannel('sandbox-slack-people');
const beganInSlack = location.pathname === '/' || /^\/slack(\/|$)/.test(location.pathname);
/** The person whom this window shows in Slack. Kept on Box's pages, too: the Slack client counts as open. */
let shownPerson: string | null = null;
let reloading: Promise<void> | null = null;
/** Releases the lock of the person who was shown. */
let leave = (): void => undefined;

windowChannel.addEventListener('message', ({ data }: MessageEvent<WindowMessage>) => {
  if ('ask' in data && data.ask === shownPerson)
    windowChannel.postMessage({ here: data.ask } satisfies WindowMessage);
});

/** Whether everything that a reload drops has been dropped, so that the client can be shown. */
export function useIsSessionReady(person: string): boolean {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    reloading ??= reloadSlackClient(person);
    void reloading.then(() => {
      recordShown(person);
      setReady(true);
    });
  }, [person]);
  return isReady;
}

/** Drops the messages and forms that a reload drops, unless the reload does not count. */
async function reloadSlackClient(person: string): Promise<void> {
  if (!beganInSlack || (await isShownElsewhere(person))) return;
  try {
    await slackAct(person, 'reloads');
  } catch {
    // An unknown person, or a Slack that has ended: the next reading fails in the same way and says so.
  }
}

/** Records that this window shows a person, and holds a lock, which the browser releases when the window is gone. */
function recordShown(person: string): void {
  if (person === shownPerson) return;
  shownPerson = person;
  leave();
  // The lock may be granted only after the next person is shown; it is then released immediately.
  const isLeft = new Promise<void>((resolve) => {
    leave = resolve;
  });
  void navigator.locks.request(lockOf(person), { mode: 'shared' }, () => isLeft);
}

/**
 * Whether another open window shows this person. A held lock may be left over from this window before its reload, and
 * only an open window answers. So it asks until one answers or nobody holds the lock.
 */
async function isShownElsewhere(person: string): Promise<boolean> {
  let isAnswered = false;
  let wake = (): void => undefined;
  const hear = ({ data }: MessageEvent<WindowMessage>): void => {
    if (!('here' in data) || data.here !== person) return;
    isAnswered = true;
    wake();
  };
  windowChannel.addEventListener('message', hear);
  while (!isAnswered && (await isLocked(person))) {
    windowChannel.postMessage({ ask: person } satisfies WindowMessage);
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, askAgainMs);
    });
  }
  windowChannel.removeEventListener('message', hear);
  return isAnswered;
}

async function isLocked(person: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === lockOf(person));
}

const lockOf = (person: string): string => `sandbox-slack-person ${person}`;
