/**
 * Plans faults of Slack and Box, and shows which are still to come and which have happened. The services hold the
 * faults and count them down; this file only remembers what was planned.
 */
import type { SandboxBox } from '../box/server.ts';
import type { SandboxSlack } from '../slack/server.ts';
import { connectionsAt, expireAccess, revokeTokens } from './connections.ts';
import { type Misdeed, misdeeds } from './misdeeds.ts';
import { type Json, requiredNumber, requiredText } from './server.ts';
import { type ShownSwitch, shownSwitches, switchActs, switchAllOff } from './switches.ts';

/** A planned fault, or one that has taken effect, as the panel lists it. */
export interface Plan {
  readonly id: number;
  readonly service: Misdeed['service'];
  readonly title: string;
  /** How many calls will still be affected; null: all, until faults are cleared. */
  readonly left: number | null;
  /** How many calls were affected; null for a fault without an end, whose calls are not counted. */
  readonly hits: number | null;
}

/** The faults and delays of Slack and Box, as the panel shows them. */
export interface Misbehaviour {
  readonly misdeeds: readonly { id: string; service: string; title: string }[];
  readonly plans: readonly Plan[];
  readonly slackLatencyMs: number;
  readonly boxLatencyMs: number;
  /** How late (ms) new sign requests appear in Box's lists. */
  readonly listLagMs: number;
  readonly switches: readonly ShownSwitch[];
}

/** A planned fault, as it is stored here. */
interface Planned {
  readonly id: number;
  readonly misdeed: Misdeed;
  /** The fault's object, the same that the service was given. */
  readonly fault: object;
  readonly times: number;
}

/** A fault that took effect immediately. */
interface ImmediateFault {
  readonly id: number;
  readonly title: string;
}

const maxPlans = 30;
const maxLatencyMs = 120_000;

interface Services {
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
}

interface FaultContext extends Services {
  /** The sandbox's clock: milliseconds since the epoch. */
  readonly now: () => number;
}

/** The acts of the sandbox's own control server for faults, delays, switches, webhooks and people's connections. */
export function misbehaviourActs({ slack, box, now }: FaultContext, changed: () => void) {
  let planned: readonly (Planned | ImmediateFault)[] = [];
  let lastId = 0;
  const panelState = (): Misbehaviour => ({
    misdeeds: misdeeds.map(({ id, service, title }) => ({ id, service, title })),
    plans: planned.map((each) =>
      'title' in each
        ? { id: each.id, service: 'Box', title: each.title, left: 0, hits: 1 }
        : planOf(each, [...slack.faults.planned(), ...box.faults.planned()]),
    ),
    slackLatencyMs: slack.latencyMs,
    boxLatencyMs: box.latencyMs,
    listLagMs: box.faults.listLagMs,
    switches: shownSwitches({ slack, box }),
  });
  const panelStateAfterChange = (): Misbehaviour => {
    changed();
    return panelState();
  };
  const addEntry = (entry: Omit<Planned, 'id'> | Omit<ImmediateFault, 'id'>): Misbehaviour => {
    lastId += 1;
    planned = [...planned, { id: lastId, ...entry }].slice(-maxPlans);
    return panelStateAfterChange();
  };
  return {
    ...switchActs({ slack, box }, changed),
    faults: panelState,
    'faults/plan': (args: Json) => {
      const misdeed = misdeeds.find(({ id }) => id === requiredText(args, 'misdeed'));
      if (!misdeed) throw new Error('There is no failure of this name');
      const times = timesOf(args);
      return addEntry({ misdeed, times, fault: plan({ slack, box }, misdeed, times) });
    },
    connections: () => connectionsAt(box, now()),
    'connections/expire': (args: Json) => {
      const { name } = expireAccess(box, requiredText(args, 'login'));
      return addEntry({ title: `The access token of ${name} expires` });
    },
    'connections/revoke': (args: Json) => {
      const { name } = revokeTokens(box, requiredText(args, 'login'));
      return addEntry({ title: `Box revokes all tokens of ${name}` });
    },
    'faults/pace': (args: Json) => {
      const { slackLatencyMs, boxLatencyMs, listLagMs } = args;
      if (slackLatencyMs !== undefined) slack.setLatency(msOf(args, 'slackLatencyMs'));
      if (boxLatencyMs !== undefined) box.latencyMs = msOf(args, 'boxLatencyMs');
      if (listLagMs !== undefined) box.faults.listLagMs = msOf(args, 'listLagMs');
      return panelStateAfterChange();
    },
    'faults/clear': () => {
      planned = [];
      slack.faults.clear();
      box.faults.clear();
      switchAllOff({ slack, box });
      slack.setLatency(0);
      box.latencyMs = 0;
      return panelStateAfterChange();
    },
  };
}

/** Plans a fault in its service. Returns the object by which the service lists the fault. */
function plan({ slack, box }: Services, misdeed: Misdeed, times: number): object {
  // The service gets a new object each time, so that two plans of the same fault can be told apart.
  if (misdeed.service === 'Slack') {
    const fault = { ...misdeed.fault, times };
    slack.faults.next(fault);
    return fault;
  }
  const fault = { ...misdeed.fault, times };
  box.faults.next(fault);
  return fault;
}

/** A planned fault, as the panel shows it. */
function planOf(
  { id, misdeed, fault, times }: Planned,
  waiting: readonly { readonly fault: object; readonly left: number }[],
): Plan {
  const left = waiting.find((each) => each.fault === fault)?.left ?? 0;
  const isEndless = !Number.isFinite(times);
  const { service, title } = misdeed;
  return { id, service, title, left: isEndless ? null : left, hits: isEndless ? null : times - left };
}

/** The number of calls that an act names as `times`; infinite for null. Throws for anything else. */
function timesOf(args: Json): number {
  const times = args['times'];
  if (times === null) return Number.POSITIVE_INFINITY;
  if (Number.isSafeInteger(times) && Number(times) >= 1 && Number(times) <= 1_000) return Number(times);
  throw new Error('times is a number from 1 to 1000, or null');
}

function msOf(args: Json, name: string): number {
  const ms = requiredNumber(args, name);
  if (ms >= 0 && ms <= maxLatencyMs) return ms;
  throw new Error(`${name} is a number from 0 to ${maxLatencyMs}`);
}
