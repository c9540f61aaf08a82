/**
 * The content arguments of `chat.*` (text, blocks, attachments, metadata), parsed and refused as Slack does. Also used
 * for posts to a response URL and for messages in a command's acknowledgement.
 */
import { blockErrors, isTextTooLong } from '../block-kit/check.ts';
import type { JsonObject } from '../json.ts';
import { isObject } from '../json.ts';
import type { World } from '../world.ts';
import { jsonArg, objectsOf, Refused, stringArg } from './types.ts';

/** The content of a message; a part is undefined when its argument was absent. */
export interface Content {
  readonly text: string | undefined;
  readonly blocks: JsonObject[] | undefined;
  readonly attachments: JsonObject[] | undefined;
  readonly metadata: JsonObject | undefined;
}

const METADATA_LIMIT = 8000;

/** Reads and checks content. Throws `Refused`; `no_text` when there is nothing to show. */
export function readContent(world: World, args: JsonObject): Content {
  const blocks = readBlocks(world, args);
  const text = args['text'] === undefined ? undefined : stringArg(args, 'text');
  const metadata = readMetadata(args);
  const attachments = readAttachments(args);
  if (!text && !blocks?.length && !attachments?.length) throw new Refused('no_text');
  return { text, blocks, attachments, metadata };
}

const MAX_ATTACHMENTS = 100;

/** Reads attachments and checks only their number and form: the app under test should use blocks. */
function readAttachments(args: JsonObject): JsonObject[] | undefined {
  const given = jsonArg(args, 'attachments');
  if (given === undefined) return undefined;
  if (!Array.isArray(given) || !given.every(isObject)) throw new Refused('invalid_attachments');
  if (given.length > MAX_ATTACHMENTS) throw new Refused('too_many_attachments');
  return given.map((one, index) => ({ id: index + 1, fallback: '[no preview available]', ...one }));
}

function readBlocks(world: World, args: JsonObject): JsonObject[] | undefined {
  const given = jsonArg(args, 'blocks');
  if (given === undefined) return undefined;
  if (!Array.isArray(given)) throw new Refused('invalid_blocks_format');
  const errors = blockErrors(given, 'message', '/blocks', world.state.app.scopes.includes('files:read'));
  if (errors.length > 0) {
    throw new Refused('invalid_blocks', {
      errors,
      response_metadata: { messages: errors.map((error) => `[ERROR] ${error}`) },
    });
  }
  const blocks = objectsOf(given);
  if (isTextTooLong(blocks)) throw new Refused('msg_blocks_too_long');
  return blocks;
}

function readMetadata(args: JsonObject): JsonObject | undefined {
  const given = jsonArg(args, 'metadata');
  if (given === undefined) return undefined;
  if (!isObject(given)) throw new Refused('invalid_metadata_format');
  if (Object.keys(given).length === 0) return given;
  const payload = given['event_payload'];
  const type = given['event_type'];
  if (
    typeof type !== 'string' ||
    type === '' ||
    !isObject(payload) ||
    !Object.values(payload).every(isFlat)
  ) {
    throw new Refused('invalid_metadata_format');
  }
  if (JSON.stringify(given).length > METADATA_LIMIT) throw new Refused('metadata_too_large');
  return { event_type: type, event_payload: payload };
}

function isFlat(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
