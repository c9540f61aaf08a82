/**
 * Settings by which Slack and Box behave differently until they are switched off, and the webhooks in Box that can be
 * made to fail.
 */
import type { SandboxBox } from '../box/server.ts';
import type { SandboxSlack } from '../slack/server.ts';
import { type Json, requiredText } from './server.ts';

interface Services {
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
}

/** A setting that can be switched on and off. */
interface Switch {
  readonly id: string;
  readonly title: string;
  isOn(services: Services): boolean;
  set(services: Services, isOn: boolean): void;
}

const switches: readonly Switch[] = [
  {
    id: 'history-rare',
    title: 'Slack lets the app read history once a minute, 15 messages at most',
    isOn: ({ slack }) => slack.faults.isHistoryRestricted,
    set: ({ slack }, isOn) => {
      slack.faults.isHistoryRestricted = isOn;
    },
  },
  {
    id: 'cancel-early',
    title: "Box's API takes a cancel while it converts the document",
    isOn: ({ box }) => box.state.cancelsWhileConverting,
    set: ({ box }, isOn) => {
      box.state.cancelsWhileConverting = isOn;
    },
  },
  {
    id: 'events-repeat',
    title: "Box's event stream repeats events",
    isOn: ({ box }) => box.faults.eventsRepeat,
    set: ({ box }, isOn) => {
      box.faults.eventsRepeat = isOn;
    },
  },
  {
    id: 'events-disordered',
    title: "Box's event stream is out of order",
    isOn: ({ box }) => box.faults.eventsDisordered,
    set: ({ box }, isOn) => {
      box.faults.eventsDisordered = isOn;
    },
  },
  {
    id: 'shows-forwarded',
    title: 'Box shows a signer who passed a request on with the decision "forwarded"',
    isOn: ({ box }) => box.state.showsForwarded,
    set: ({ box }, isOn) => {
      box.state.showsForwarded = isOn;
    },
  },
];

/** A switch, as the panel shows it. */
export interface ShownSwitch {
  readonly id: string;
  readonly title: string;
  readonly isOn: boolean;
}

export function shownSwitches(services: Services): readonly ShownSwitch[] {
  return switches.map(({ id, title, isOn }) => ({ id, title, isOn: isOn(services) }));
}

export function switchAllOff(services: Services): void {
  for (const one of switches) one.set(services, false);
}

/** A webhook as the panel lists it. */
export interface ShownWebhook {
  readonly id: string;
  readonly user: string;
  /** Name of the folder or file that the webhook watches. */
  readonly target: string;
  /** Whether Box has stopped using the webhook, although it still lists it. */
  readonly isDead: boolean;
  /** How many notifications the webhook has not accepted yet. */
  readonly waiting: number;
}

function shownWebhooks({ state }: SandboxBox): readonly ShownWebhook[] {
  return Object.values(state.webhooks).map(({ id, userId, target, isDead }) => ({
    id,
    user: state.users[userId]?.name ?? '',
    target: (target.type === 'folder' ? state.folders : state.files)[target.id]?.name ?? '',
    isDead,
    waiting: state.deliveries.filter(({ webhookId }) => webhookId === id).length,
  }));
}

/** The acts of the sandbox's own control server for the switches and the webhooks. */
export function switchActs(services: Services, changed: () => void) {
  const { box } = services;
  return {
    'faults/switch': (args: Json) => {
      const wanted = switches.find(({ id }) => id === requiredText(args, 'switch'));
      if (!wanted || typeof args['isOn'] !== 'boolean') throw new Error('There is no such switch');
      wanted.set(services, args['isOn']);
      changed();
    },
    webhooks: () => shownWebhooks(box),
    'webhooks/kill': (args: Json) => {
      box.killWebhook({ id: requiredText(args, 'id') });
      changed();
    },
    'webhooks/delete': (args: Json) => {
      box.cleanUpWebhook({ id: requiredText(args, 'id') });
      box.tick();
      changed();
    },
  };
}
