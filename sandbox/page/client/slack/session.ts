/**
 * Reloading the browser reloads Slack's client: it drops ephemeral messages and open forms. Only a reload on a page
 * of Slack counts, not coming back from a page of Box, and not while another window shows the same person, whose
 * client was not reloaded.
 */
import { useEffect, useState } from 'preact/hooks';
import { slackAct } from '../control-api.ts';

/** How long (ms) to wait before other windows are asked again, in case one was not listening yet. */
const askAgainMs = 100;

/** A message between windows: asks who shows this person, or answers that this window does. */
type Word = { readonly ask: string } | { readonly here: string };

const windows = new BroadcastChannel('sandbox-slack-people');
const beganInSlack = location.pathname === '/' || /^\/slack(\/|$)/.test(location.pathname);
/** The person whom this window shows in Slack. Kept on Box's pages, too: the Slack client counts as open. */
let shownPerson: string | null = null;
let beginning: Promise<void> | null = null;
/** Releases the lock of the person who was shown. */
let leave = (): void => undefined;

windows.addEventListener('message', ({ data }: MessageEvent<Word>) => {
  if ('ask' in data && data.ask === shownPerson) windows.postMessage({ here: data.ask } satisfies Word);
});

/** Whether the messages and forms that a reload drops have been dropped. */
export function useIsSessionReady(person: string): boolean {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    beginning ??= begin(person);
    void beginning.then(() => {
      show(person);
      setReady(true);
    });
  }, [person]);
  return isReady;
}

/** Drops the messages and forms that a reload drops, once, unless another window shows the person. */
async function begin(person: string): Promise<void> {
  if (!beganInSlack || (await isShownElsewhere(person))) return;
  try {
    await slackAct(person, 'reloads');
  } catch {
    // An unknown person, or a Slack that has ended: the next reading fails in the same way and says so.
  }
}

/** Makes this window show a person. The browser releases the lock when the window is gone. */
function show(person: string): void {
  if (person === shownPerson) return;
  shownPerson = person;
  leave();
  void navigator.locks.request(lockOf(person), { mode: 'shared' }, () => {
    return new Promise<void>((resolve) => {
      leave = resolve;
    });
  });
}

/**
 * Whether another open window shows this person. A held lock may be left over from this window before its reload, and
 * only an open window answers. So it asks until one answers or nobody holds the lock.
 */
async function isShownElsewhere(person: string): Promise<boolean> {
  let isAnswered = false;
  let wake = (): void => undefined;
  const hear = ({ data }: MessageEvent<Word>): void => {
    if (!('here' in data) || data.here !== person) return;
    isAnswered = true;
    wake();
  };
  windows.addEventListener('message', hear);
  while (!isAnswered && (await isLocked(person))) {
    windows.postMessage({ ask: person } satisfies Word);
    await new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, askAgainMs);
    });
  }
  windows.removeEventListener('message', hear);
  return isAnswered;
}

async function isLocked(person: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name }) => name === lockOf(person));
}

const lockOf = (person: string): string => `sandbox-slack-person ${person}`;
