/** What people do in the sandbox's Slack. Controls are found by their ids, because sentences change more often. */
import type { SandboxSlack } from '../sandbox/slack/server.ts';
import type { View } from '../sandbox/slack/state.ts';

const patienceMs = 30_000;

/**
 * Polls every few milliseconds until `look` returns neither undefined, false nor null.
 * @throws naming `what` on a timeout
 */
export async function until<T>(what: string, look: () => T | undefined | false | null): Promise<T> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false && found !== null) return found;
    if (performance.now() > deadline) throw new Error(`there was no ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** The modal on top of a person's screen. */
export function modalOf({ state, user }: SandboxSlack, name: string): View | undefined {
  return state.views[state.stacks[user(name).id]?.at(-1) ?? ''];
}

/** Waits until the modal on top has this `callback_id`. */
export function waitForModal(slack: SandboxSlack, name: string, callbackId: string): Promise<View> {
  return until(`modal ${callbackId}`, () => {
    const view = modalOf(slack, name);
    return view?.content['callback_id'] === callbackId ? view : undefined;
  });
}

/**
 * Presses a button, or an overflow option whose value begins with the id, on the newest message that has it. Waits for
 * the acknowledgement.
 */
export async function pressOnMessage(slack: SandboxSlack, name: string, actionId: string): Promise<void> {
  const { message, blockId, pressed, option } = await until(`button ${actionId}`, () =>
    findOnMessages(slack, actionId),
  );
  const { channel, ts } = message;
  const args = { message: { channel, ts }, blockId, actionId: pressed, ...(option ? { option } : {}) };
  await act(slack, name, 'pressOn', args);
}

/** Presses a button in the modal on top. */
export async function pressInModal(slack: SandboxSlack, name: string, actionId: string): Promise<void> {
  const found = await until(`button ${actionId}`, () => {
    const view = modalOf(slack, name);
    const blocks = (view?.content['blocks'] ?? []) as readonly Block[];
    const block = blocks.find((one) => elementsOf(one).some(({ action_id: id }) => id === actionId));
    return view && block ? { view: view.id, blockId: block.block_id } : undefined;
  });
  await act(slack, name, 'pressOn', { ...found, actionId });
}

/** The URL of the link button with this action id. */
export function linkOf(content: unknown, actionId: string): string | undefined {
  const blocks = ((content as { blocks?: readonly Block[] } | undefined)?.blocks ?? []).flatMap(elementsOf);
  return blocks.find(({ action_id: id }) => id === actionId)?.url;
}

/** Carries out a person's act in their client, through the sandbox's control server. */
async function act(slack: SandboxSlack, person: string, verb: string, args: object): Promise<void> {
  const response = await fetch(`${slack.baseUrl}/control/person`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person, team: '', act: verb, args }),
  });
  if (!response.ok) throw new Error(`${person} ${verb}: ${await response.text()}`);
}

interface Element {
  readonly action_id?: string;
  readonly url?: string;
  readonly options?: readonly { readonly value: string }[];
}

interface Block {
  readonly block_id: string;
  readonly elements?: readonly Element[];
  readonly accessory?: Element;
}

const elementsOf = ({ elements = [], accessory }: Block): readonly Element[] => [
  ...elements,
  ...(accessory ? [accessory] : []),
];

/**
 * The newest message with this button, or with an overflow option whose value begins with the id, and where it is;
 * undefined: there is none.
 */
function findOnMessages({ state }: SandboxSlack, actionId: string) {
  for (const message of [...state.messages].reverse()) {
    for (const block of (message.blocks ?? []) as unknown as readonly Block[]) {
      for (const { action_id: pressed = '', options = [] } of elementsOf(block)) {
        const option = options.find(({ value }) => value.startsWith(`${actionId}:`))?.value;
        if (pressed === actionId || option) return { message, blockId: block.block_id, pressed, option };
      }
    }
  }
  return undefined;
}
