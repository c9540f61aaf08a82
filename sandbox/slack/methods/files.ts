/**
 * files.info, files.getUploadURLExternal and files.completeUploadExternal.
 * https://docs.slack.dev/reference/methods/files.getUploadURLExternal
 */
import { fileJson, isReadable, type SlackFile } from '../files.ts';
import type { JsonObject } from '../json.ts';
import { textAt } from '../json.ts';
import { postMessage } from '../messages.ts';
import { nextId, secret } from '../state.ts';
import { channelToPostIn, readThread } from './chat.ts';
import type { Method, MethodCall } from './types.ts';
import { jsonArg, objectsOf, Refused, refuseArguments, requiredArg, stringArg } from './types.ts';

export const filesInfo: Method = {
  scopes: ['files:read'],
  ignoresJsonBody: true,
  run({ world, args }) {
    const file = world.state.files?.[requiredArg(args, 'file')];
    if (!file?.isComplete) throw new Refused('file_not_found');
    if (file.isDeleted) throw new Refused('file_deleted');
    if (file.foreign === 'access_denied') throw new Refused('access_denied');
    if (!isReadable(world, file)) throw new Refused('file_not_found');
    return { file: fileJson(world, file), comments: [], response_metadata: { next_cursor: '' } };
  },
};

export const filesGetUploadURLExternal: Method = {
  scopes: ['files:write'],
  // The method stores a file, but ignores a JSON body like the methods that only read.
  ignoresJsonBody: true,
  run({ world, args }) {
    const name = requiredArg(args, 'filename');
    const size = Number(requiredArg(args, 'length'));
    if (!Number.isSafeInteger(size) || size < 1)
      refuseArguments(['must be greater than 0 [json-pointer:/length]']);
    const id = nextId(world.state, 'F');
    const file: SlackFile = {
      ...{ id, name, title: name, size, userId: world.state.app.botUserId },
      uploadKey: secret(24),
      base64: null,
      isComplete: false,
    };
    world.state.files = { ...world.state.files, [id]: file };
    return { upload_url: `${world.baseUrl}/upload/v1/${file.uploadKey}`, file_id: id };
  },
};

export const filesCompleteUploadExternal: Method = {
  scopes: ['files:write'],
  ignoresJsonBody: false,
  run(call) {
    const { world, args } = call;
    const wanted = objectsOf(jsonArg(args, 'files'));
    if (wanted.length === 0) refuseArguments(['missing required field: files']);
    const files = wanted.map((one) => uploadToComplete(call, one));
    const named = stringArg(args, 'channel_id');
    if (named !== '') shareFiles(call, named, files);
    for (const { file, title } of files)
      Object.assign(file, { isComplete: true, title: title || file.title });
    return { files: files.map(({ file }) => fileJson(world, file)) };
  },
};

/** An upload to complete: its file, and the title that the call gives it. */
interface Upload {
  readonly file: SlackFile;
  readonly title: string;
}

/** The upload that the call names. Throws `Refused` when its bytes have not arrived or it is completed already. */
function uploadToComplete({ world }: MethodCall, wanted: JsonObject): Upload {
  const file = world.state.files?.[textAt(wanted, 'id')];
  if (!file || file.base64 === null || file.isComplete) throw new Refused('file_not_found');
  return { file, title: textAt(wanted, 'title') };
}

function shareFiles({ world, args }: MethodCall, named: string, files: readonly Upload[]): void {
  const channel = channelToPostIn(world, { channel: named });
  postMessage(world, {
    channel: channel.id,
    user: world.state.app.botUserId,
    text: stringArg(args, 'initial_comment'),
    threadTs: readThread(world, channel, args),
    files: files.map(({ file }) => file.id),
  });
}
