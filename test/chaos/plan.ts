/** The plan of a run, decided by the seed alone before anything starts. */
import { chanceOf } from './chance.ts';

/** The people who ask for signatures; each has a Box account. */
export const requesters = ['ana', 'bo', 'cy'] as const;

/** What a person does with a request in a run. */
export type Action =
  | { readonly does: 'places the fields' }
  | { readonly does: 'views' | 'signs' | 'declines' | 'forwards' | 'bounces'; readonly who: string }
  | { readonly does: 'cancels in Box' | 'cancels in Slack' | 'refreshes' | 'reminds' }
  /** Sends a request again that the app had given up; does nothing for any other request. */
  | { readonly does: 'fixes and sends' };

/** A request of the plan, and what people do with it. */
export interface PlannedRequest {
  readonly requester: (typeof requesters)[number];
  readonly name: string;
  readonly signers: readonly string[];
  readonly delivery: 'prepare' | 'direct';
  /** The number of the step in which the form is filled in. */
  readonly step: number;
  /** What people do with the request, each action no earlier than its step. */
  readonly actions: readonly { readonly step: number; readonly action: Action }[];
}

/** A step of the plan. */
export interface PlannedStep {
  /** How far the clock moves before this step (ms). */
  readonly passesMs: number;
  /** The number of the process that is killed in the middle of the step; null: none. */
  readonly kills: number | null;
  /** How far Box's lists lag behind (ms). */
  readonly listLagMs: number;
}

/** Everything that happens in a run: the requests and the steps. */
export interface Plan {
  readonly requests: readonly PlannedRequest[];
  readonly steps: readonly PlannedStep[];
}

const second = 1_000;
const minute = 60 * second;

/** Makes the plan of a run. @param processes how many processes can be killed; 0: none */
export function planOf(seed: number, count: number, processes: number): Plan {
  const asking = Math.max(6, Math.ceil(count / 8));
  const all = asking + 6;
  const requests = Array.from({ length: count }, (_, index) =>
    plannedRequest(seed, index, Math.floor((index * asking) / count), all),
  );
  const steps = Array.from({ length: all }, (_, index): PlannedStep => {
    const chance = chanceOf(seed, `step ${index}`);
    return {
      passesMs: chance.is(0.2) ? chance.whole(10, 25) * minute : chance.whole(5, 100) * second,
      // Two of three steps have a kill, so that short runs have some too.
      kills: index % 3 === 0 || processes === 0 ? null : chance.whole(0, processes - 1),
      listLagMs: chance.is(0.5) ? chance.whole(0, 40) * second : 0,
    };
  });
  return { requests, steps };
}

function plannedRequest(seed: number, index: number, step: number, all: number): PlannedRequest {
  const chance = chanceOf(seed, `request ${index}`);
  const number = String(index + 1).padStart(3, '0');
  const signers = Array.from({ length: chance.whole(1, 3) }, (_, at) => `s${number}${'abc'[at]}@client.com`);
  const delivery = chance.is(0.8) ? ('prepare' as const) : ('direct' as const);
  let at = step;
  const actions = lifeOf(chance, signers, delivery).map((action) => {
    at = Math.min(all - 1, at + chance.whole(0, 2));
    return { step: at, action };
  });
  const requester = chance.pick(requesters);
  return { requester, name: `Deal ${number}.pdf`, signers, delivery, step, actions };
}

function lifeOf(
  chance: ReturnType<typeof chanceOf>,
  signers: readonly string[],
  delivery: 'prepare' | 'direct',
): readonly Action[] {
  const [first = ''] = signers;
  const placing: readonly Action[] = delivery === 'prepare' ? [{ does: 'places the fields' }] : [];
  const asking: readonly Action[] = chance.is(0.3) ? [{ does: chance.pick(['refreshes', 'reminds']) }] : [];
  const signing = signers.flatMap((who): Action[] =>
    chance.is(0.5)
      ? [
          { does: 'views', who },
          { does: 'signs', who },
        ]
      : [{ does: 'signs', who }],
  );
  const fate = chance.next();
  if (fate < 0.05) return [];
  if (fate < 0.5) return [...placing, ...asking, ...signing];
  const begun = signing.slice(0, chance.whole(0, signing.length - 1));
  const ends: readonly Action[] =
    fate < 0.62
      ? [{ does: 'declines', who: chance.pick(signers) }]
      : fate < 0.72
        ? [{ does: 'cancels in Box' }]
        : fate < 0.84
          ? [{ does: 'cancels in Slack' }]
          : fate < 0.92
            ? [{ does: 'forwards', who: first }]
            : fate < 0.97
              ? [{ does: 'bounces', who: first }]
              : [];
  return [...placing, ...asking, ...begun, ...ends];
}
