/**
 * What people do with files: upload them from their computer, share them in a conversation, open and delete
 * them.
 */
import { type FileFacts, filesOf, type SlackFile } from './files.ts';
import { postMessage, visibleMessages } from './messages.ts';
import { conversationToWriteIn } from './seen.ts';
import { nextId, secret, type User } from './state.ts';
import { typedMarkup } from './text.ts';
import type { World } from './world.ts';

/** The acts about files; arguments and results are JSON. */
export interface FileActs {
  /** Uploads a file from the person's computer. Nobody else sees it before it is shared or chosen. Returns its id. */
  addsFile(args: { name: string; base64: string; facts?: FileFacts }): Promise<{ id: string }>;
  /** Shares files that the person has uploaded, in one message. */
  sharesFiles(args: { in: string; ids: readonly string[]; text?: string; thread?: string }): Promise<null>;
  /** Returns the content of a file in a message that the person sees. */
  file(args: { id: string }): Promise<{ name: string; base64: string }>;
  /** Deletes a file of the person, everywhere. */
  deletesFile(args: { id: string }): Promise<null>;
}

/** The file acts of one person. */
export function fileActs(world: World, user: User): FileActs {
  return {
    addsFile: async ({ name, base64, facts }) => ({ id: makeFile(world, user.id, name, base64, facts).id }),
    sharesFiles: async ({ in: place, ids, text = '', thread = null }) => {
      const channel = conversationToWriteIn(world.state, user, place);
      const files = ids.map((id) => ownFile(world, user, id).id);
      postMessage(world, {
        channel: channel.id,
        user: user.id,
        text: typedMarkup(text, world.state),
        threadTs: thread,
        files,
      });
      return null;
    },
    file: async ({ id }) => openFile(world, user, id),
    deletesFile: async ({ id }) => {
      ownFile(world, user, id).isDeleted = true;
      return null;
    },
  };
}

/** Stores a file that a person uploads, and returns it. */
function makeFile(
  world: World,
  userId: string,
  name: string,
  base64: string,
  facts: FileFacts = {},
): SlackFile {
  const id = nextId(world.state, 'F');
  const size = Buffer.byteLength(base64, 'base64');
  const file: SlackFile = {
    ...{ id, name, title: name, size, userId, base64 },
    uploadKey: secret(24),
    isComplete: true,
    ...facts,
  };
  world.state.files = { ...world.state.files, [id]: file };
  return file;
}

/** A file that this person has uploaded. Throws when it is not theirs, or deleted. */
export function ownFile(world: World, user: User, id: string): SlackFile {
  const file = world.state.files?.[id];
  if (file?.userId !== user.id || file.isDeleted) throw new Error(`@${user.handle} has no file ${id}`);
  return file;
}

function openFile(world: World, user: User, id: string): { name: string; base64: string } {
  const seen = Object.values(world.state.channels)
    .filter(({ members }) => members.includes(user.id))
    .flatMap((channel) => visibleMessages(world, channel, user.id));
  const [file] = seen.some(({ files }) => files?.includes(id)) ? filesOf(world, [id]) : [];
  if (!file?.base64 || file.isDeleted) throw new Error('There is no such file');
  return { name: file.title, base64: file.base64 };
}
