/** `/invite @name`, a command of Slack's own client: adds a person or an app to the channel in which it is typed. */
import { isInstalled } from './installations.ts';
import { postMessage } from './messages.ts';
import type { Channel, SlackState, User } from './state.ts';
import type { World } from './world.ts';
import { isExternal } from './world.ts';

/** Whether the typed text is the command `/invite`. */
export function isInvite(typed: string): boolean {
  return /^\/invite(\s|$)/.test(typed);
}

/** Adds the named person or app to the channel. Returns the client's sentence when that failed, else null. */
export function invite(world: World, by: User, channel: Channel, typed: string): string | null {
  const name = typed.trim().replace(/^\/invite\s*@?/, '');
  if (channel.kind === 'im') return "You can't invite people to a direct message.";
  if (isExternal(world, by) || by.isRestricted || by.isUltraRestricted)
    return "You can't invite people here.";
  const invited = findUser(world.state, name);
  const isApp = invited?.id === world.state.app.botUserId;
  if (!invited || invited.deleted || (isApp && !isInstalled(world))) return `No user found: ${name}`;
  if (channel.members.includes(invited.id)) return `${invited.name} is already in this channel.`;
  channel.members.push(invited.id);
  const text = `added <@${invited.id}> to <#${channel.id}>.`;
  postMessage(world, { channel: channel.id, user: by.id, text });
  return null;
}

/** Finds a user by handle or by name, ignoring case, as Slack's client does. */
function findUser({ users }: SlackState, name: string): User | undefined {
  const wanted = name.toLowerCase();
  return Object.values(users).find((user) =>
    [user.handle, user.name].some((one) => one.toLowerCase() === wanted),
  );
}
