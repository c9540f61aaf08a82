/**
 * Watches what a person sees after each press, command or form. One that changes nothing on their screen for a while is
 * silent.
 */
import type { SandboxSlack } from '../../sandbox/slack/server.ts';

/** An answer after this time (ms) counts as late, and one after `latestMs` as missing. */
const patienceMs = 6_000;
const latestMs = 15_000;

/** What Slack's client shows after an act: a sentence, errors at fields, or a page that opens. */
interface Said {
  readonly shown?: string | null;
  readonly errors?: unknown;
  readonly url?: string | null;
}

/** An act: who did what about which request. */
interface Act {
  readonly who: string;
  readonly name: string;
  readonly does: string;
}

/** Watches whether each act of a person is answered. */
export interface Answers {
  /** Carries out an act, and waits until its person sees an answer. */
  sees<T extends Said>(act: Act, run: () => Promise<T>): Promise<T>;
  /** How many acts were watched. */
  readonly acts: number;
  /** The acts without an answer that nothing explains, described in words. */
  readonly silent: readonly string[];
  /** The acts whose answer took longer than a person waits, described in words. */
  readonly late: readonly string[];
  /** How many acts had no answer because a process was killed or Slack took no answers. */
  readonly explained: number;
}

/**
 * Watches for answers.
 *
 * @param excuses returns how many events that can explain a missing answer, such as kills of a process, there were so far
 */
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
      // The screen is watched from the start: a sign of work may be gone again before the acknowledgement.
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

/** What a person sees about a request: open modals, sentences, and messages that name it or no request at all. */
function screenOf({ state, user, botUserId }: SandboxSlack, who: string, name: string): string {
  const { id } = user(who);
  const modals = (state.stacks[id] ?? []).map((view) => `${view} ${state.views[view]?.hash}`);
  const messages = state.messages.filter(({ user: from, ephemeralTo, text }) => {
    if (from !== botUserId) return false;
    return ephemeralTo === null ? text.includes(name) || !/Deal \d/.test(text) : ephemeralTo === id;
  });
  return JSON.stringify([modals, messages.map(({ ts, text, blocks }) => [ts, text, blocks])]);
}
