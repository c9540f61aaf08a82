/** Signing from Slack in stories: an admin turns it on, and requests go to colleagues. */
import { expect } from 'vitest';
import type { Filling } from '../../sandbox/slack/filling.ts';
import type { Person } from '../../sandbox/slack/person.ts';
import { messagesAbout, opensForm } from './acts.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** An admin turns on signing from Slack for the workspace. */
export function turnsOnSigning(world: World): Promise<void> {
  return setsSigning(world, true);
}

/** An admin turns off signing from Slack for the workspace. */
export function turnsOffSigning(world: World): Promise<void> {
  return setsSigning(world, false);
}

async function setsSigning({ slack }: World, isOn: boolean): Promise<void> {
  if (!Object.values(slack.state.users).some(({ handle }) => handle === 'boss'))
    slack.addUser({ handle: 'boss', name: 'Bea Boss', isAdmin: true });
  const boss = slack.person('boss');
  await boss.types('/sign workspace', { in: 'app' });
  await boss.presses('Change…');
  await boss.sees('Workspace settings', { in: 'modal' });
  await boss.fills({ 'People in this workspace sign from Slack': isOn });
  expect(await boss.submits()).toEqual({});
  await boss.closes();
}

/** Ana sends a request without placing fields, and Box sends it to the signers. Returns its id in Box. */
export async function sendsDirectly(
  world: World,
  name: string,
  to: string,
  filled: Record<string, Filling> = {},
  order: Record<string, string> | null = null,
): Promise<string> {
  const { ana, box } = world;
  await opensForm(world, `${world.newFile(`${name}.pdf`).url} ${to}`);
  await ana.fills({ 'Send now, without fields': true, ...filled });
  if (order) await choosesOrder(ana, order);
  await submitsAndSends(world, name);
  return box.signRequests().find((one) => one.name.startsWith(name))?.id ?? '';
}

/** Ana submits the open form and presses Send now in the check; waits until the request is sent. */
export async function submitsAndSends(world: World, name: string): Promise<void> {
  const { ana } = world;
  expect(await ana.submits()).toEqual({});
  await ana.sees('Goes to', { in: 'modal' });
  expect(await ana.submits()).toEqual({});
  await ana.closes();
  await ana.sees(new RegExp(`${name}.*(Box is preparing|Submitted to Box|Sent )`, 's'));
  await world.passes(6_000);
  await ana.sees(new RegExp(`${name}.*(Nobody has opened it|your turn)`, 's'));
}

/** The texts of the app's messages to this person about the request with this name. */
export async function toldAbout(person: Person, name: string): Promise<string[]> {
  return (await person.messages('app')).map(({ plain }) => plain).filter((plain) => plain.includes(name));
}

/** The person presses Review and sign, and gets the link to the signing page. */
export async function opensSigningPage(person: Person): Promise<string> {
  await person.presses('Review and sign');
  await person.sees('is ready for you in Box', { in: 'modal' });
  const { url } = await person.presses('Open in Box');
  await person.closes({ all: true });
  return url ?? '';
}

/** Waits until Ana's card says this, and returns the card's text. */
export function cardSays(world: World, name: string, wanted: RegExp) {
  const readText = async () => (await messagesAbout(world, name))[0]?.plain ?? '';
  return until(readText, (plain) => wanted.test(plain), { withinMs: 30_000 });
}

/** The person chooses a signing order by the names of the signers. */
async function choosesOrder(person: Person, order: Record<string, string>): Promise<void> {
  await person.presses('More options');
  await person.sees('Who signs when', { in: 'modal' });
  await person.fills({ 'Who signs when': 'In a custom order' });
  await person.presses('Roles of signers…');
  await person.sees('When is', { in: 'modal' });
  await person.fills(
    Object.fromEntries(Object.entries(order).map(([name, place]) => [`When is ${name} asked?`, place])),
  );
  expect(await person.submits()).toEqual({});
  await person.sees('Who signs when', { in: 'modal' });
}
