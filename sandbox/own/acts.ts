/** What the page can read and change of the sandbox itself, by name. */
import type { SandboxBox } from '../box/server.ts';
import type { SandboxSlack } from '../slack/server.ts';
import type { Activity } from './activity.ts';
import type { AppLife } from './app-life.ts';
import type { MovableClock } from './clock.ts';
import { ensureDocuments } from './documents.ts';
import { elsewhereOf } from './globex.ts';
import { guideStep } from './guide.ts';
import { misbehaviourActs } from './misbehaviour.ts';
import type { RebuildWatcher } from './rebuilding.ts';
import { type OwnActs, requiredNumber } from './server.ts';

/** What the sandbox's own controls act on. */
export interface ControlContext {
  readonly app: AppLife;
  readonly clock: MovableClock;
  readonly activity: Activity;
  /** Compiles saved source files; null when the sandbox does not watch them. */
  readonly rebuilding: RebuildWatcher | null;
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  /** Called after a change of the clock, or of the faults. */
  readonly onChange: () => void;
}

export function ownActs({ app, clock, activity, rebuilding, slack, box, onChange }: ControlContext): OwnActs {
  return {
    ...misbehaviourActs({ slack, box, now: clock.now }, onChange),
    app: () => ({ ...app.state, complaints: rebuilding?.compileErrors ?? [] }),
    'app/restart': () => void app.restart(),
    'app/kill': () => app.kill(),
    guide: () => {
      box.tick();
      const elsewhere = elsewhereOf(slack);
      const step = guideStep(slack.state, box, ensureDocuments(box), clock.now());
      return { ...step, ...(elsewhere === null ? {} : { elsewhere }) };
    },
    activity: (args) => ({ run: activity.run, calls: activity.after(requiredNumber(args, 'after')) }),
    'activity/call': (args) => {
      const call = activity.detail(requiredNumber(args, 'id'));
      if (call === null) throw new Error('This call is no longer kept');
      return call;
    },
    'activity/clear': () => activity.clear(),
    clock: (args) => ({
      now: clock.now(),
      offsetMs: clock.state.offsetMs,
      zone: zoneOf(slack, args['address']),
    }),
    'clock/forward': async (args) => {
      clock.forward(requiredNumber(args, 'ms'));
      await app.setClock(clock.state.offsetMs);
      onChange();
      return { now: clock.now(), offsetMs: clock.state.offsetMs };
    },
  };
}

/**
 * The time zone that the person with this address has set in Acme's Slack; Ana's for anyone else. Used for mail and
 * Box's pages.
 */
function zoneOf({ state }: SandboxSlack, address: unknown): string {
  const people = Object.values(state.users);
  const own = people.find(({ email }) => email !== null && email === address);
  return (own ?? people.find(({ handle }) => handle === 'ana'))?.tz ?? 'UTC';
}
