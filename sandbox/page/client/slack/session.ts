/**
 * Reloading the browser is reloading Slack's client: it forgets ephemeral messages and open forms. Only a
 * reload of Slack counts, not coming back from a page of Box, and not while another window shows the same
 * person, whose client was not reloaded.
 */
import { useEffect, useState } from 'preact/hooks';
import { inSlack } from '../doors.ts';

/** How long other windows have to answer. */
const answerWithinMs = 120;

type Word = { readonly ask: string } | { readonly here: string };

const windows = new BroadcastChannel('sandbox-slack-people');
const beganInSlack = location.pathname === '/' || /^\/slack(\/|$)/.test(location.pathname);
/** Kept while this window shows a page of Box: its client is still there behind it. */
let shownPerson: string | null = null;
let beginning: Promise<void> | null = null;

windows.addEventListener('message', ({ data }: MessageEvent<Word>) => {
  if ('ask' in data && data.ask === shownPerson) windows.postMessage({ here: data.ask } satisfies Word);
});

/** False until what a reload forgets is forgotten. */
export function useSession(person: string): boolean {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    beginning ??= begin(person);
    shownPerson = person;
    void beginning.then(() => setReady(true));
  }, [person]);
  return isReady;
}

async function begin(person: string): Promise<void> {
  if (!beganInSlack || (await isShownElsewhere(person))) return;
  try {
    await inSlack(person, 'reloads');
  } catch {
    // Nobody of that name, or no Slack: what is read next fails in the same way and says so.
  }
}

function isShownElsewhere(person: string): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isShown: boolean): void => {
      windows.removeEventListener('message', hear);
      resolve(isShown);
    };
    const hear = ({ data }: MessageEvent<Word>): void => {
      if ('here' in data && data.here === person) end(true);
    };
    windows.addEventListener('message', hear);
    windows.postMessage({ ask: person } satisfies Word);
    setTimeout(() => end(false), answerWithinMs);
  });
}
