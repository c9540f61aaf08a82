/**
 * Watches what a person sees after each press, command or form. One that changes nothing on their screen for a while is
 * silent.
 */
import type { SandboxSlack } from '../../sandbox/slack/server.ts';

/** How long a person looks at their screen before an answer counts as late, and before the press counts as silent. */
const patienceMs = 6_000;
const latestMs = 15_000;

/** What Slack's client says by itself: a sentence, errors at fields, or a page that opens. */
interface Said {
  readonly shown?: string | null;
  readonly errors?: unknown;
  readonly url?: string | null;
}

/** Who did what about which request. */
interface Act {
  readonly who: string;
  readonly name: string;
  readonly does: string;
}

export interface Answers {
  /** Carries out an act, and waits until its person sees an answer. */
  sees<T extends Said>(act: Act, run: () => Promise<T>): Promise<T>;
  /** How many acts were watched. */
  readonly acts: number;
  /** Those without an answer, although nothing explains it. */
  readonly silent: readonly string[];
  /** Those whose answer took longer than a person waits. */
  readonly late: readonly string[];
  /** How many had no answer while a process was killed or Slack took no answers. */
  readonly explained: number;
}

/** @param excuses how often so far something happened after which an answer may be missing */
export function watchAnswers(slack: SandboxSlack, excuses: () => number): Answers {
  const silent: string[] = [];
  const late: string[] = [];
  const counts = { acts: 0, explained: 0 };
  return {
    silent,
    late,
    get acts() {
      return counts.acts;
    },
    get explained() {
      return counts.explained;
    },
    sees: async ({ who, name, does }, run) => {
      counts.acts += 1;
      const excusesBefore = excuses();
      const before = screenOf(slack, who, name);
      const startedAt = performance.now();
      const changesWithin = async (ms: number): Promise<boolean> => {
        while (performance.now() < startedAt + ms) {
          if (screenOf(slack, who, name) !== before) return true;
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        return false;
      };
      // Watched from the start: what shows that the app is busy may be gone again before the acknowledgement.
      const changed = changesWithin(patienceMs);
      const said = await run();
      if (said.shown || said.errors || said.url || (await changed)) return said;
      const isLate = await changesWithin(latestMs);
      if (isLate) {
        const seconds = Math.round((performance.now() - startedAt) / 1_000);
        late.push(`${who} ${does} (${name}): after ${seconds} s`);
      } else if (excuses() > excusesBefore) counts.explained += 1;
      else silent.push(`${who} ${does} (${name})`);
      return said;
    },
  };
}

/** What a person sees of a request: open modals, sentences, and messages that name it or no request at all. */
function screenOf({ state, user, botUserId }: SandboxSlack, who: string, name: string): string {
  const { id } = user(who);
  const modals = (state.stacks[id] ?? []).map((view) => `${view} ${state.views[view]?.hash}`);
  const messages = state.messages.filter(({ user: from, ephemeralTo, text }) => {
    if (from !== botUserId) return false;
    return ephemeralTo === null ? text.includes(name) || !/Deal \d/.test(text) : ephemeralTo === id;
  });
  return JSON.stringify([modals, messages.map(({ ts, text, blocks }) => [ts, text, blocks])]);
}
