/**
 * Response URLs: each takes five posts within thirty minutes, even if the app is not in the conversation, and can
 * change only the message whose element was pressed.
 * https://docs.slack.dev/interactivity/handling-user-interaction
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parseJson, readBody } from '../http.ts';
import type { Answer } from './calls.ts';
import { answerCall, jsonAnswer } from './calls.ts';
import type { JsonObject } from './json.ts';
import { isObject, textAt } from './json.ts';
import { changeMessage, findMessage, postMessage, removeMessage } from './messages.ts';
import { readContent } from './methods/content.ts';
import { Refused } from './methods/types.ts';
import type { Message, ResponseUrl } from './state.ts';
import { nextId, secret } from './state.ts';
import type { World } from './world.ts';

const LIFE_MS = 30 * 60 * 1000;
const MAX_USES = 5;

/** Makes a response URL for one payload. */
export function issueResponseUrl(
  world: Pick<World, 'state' | 'now' | 'baseUrl'>,
  fresh: Omit<ResponseUrl, 'secret' | 'issuedAt' | 'uses'>,
): string {
  const id = nextId(world.state, 'R');
  const made: ResponseUrl = { ...fresh, secret: secret(16), issuedAt: world.now(), uses: 0 };
  world.state.responseUrls[id] = made;
  return `${world.baseUrl}/hooks/${fresh.kind}/${id}/${made.secret}`;
}

/** Answers a post to a response URL, `/hooks/{kind}/{id}/{secret}`. */
export async function handleResponseUrl(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const rawBody = await readBody(request);
  const parsed = parseJson(rawBody);
  const args = isObject(parsed) ? parsed : null;
  const [, , kind, id = '', given] = url.pathname.split('/');
  const fits = (known: ResponseUrl | undefined): boolean => known?.kind === kind && known?.secret === given;
  const home = world.workspaces.find(({ state }) => fits(state.responseUrls[id])) ?? world;
  const known = home.state.responseUrls[id];
  const target = known && fits(known) ? known : null;
  await answerCall(world, request, response, {
    method: 'response_url',
    args: args ?? {},
    rawBody,
    apply: () => apply(home, target, args),
  });
}

function apply(world: World, target: ResponseUrl | null, args: JsonObject | null): Answer {
  if (!target) return jsonAnswer({ ok: false, error: 'invalid_url' }, 404);
  if (world.now() - target.issuedAt > LIFE_MS) return jsonAnswer({ ok: false, error: 'expired_url' }, 404);
  if (target.uses >= MAX_USES) return jsonAnswer({ ok: false, error: 'used_url' }, 404);
  if (!args) return jsonAnswer({ ok: false, error: 'invalid_payload' }, 400);
  try {
    carryOutPost(world, target, args);
    target.uses += 1;
    return { status: 200, body: 'ok', headers: { 'content-type': 'text/html' } };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // A refused body is answered with 200: a client that checks only the status believes that the message was shown.
    return jsonAnswer({ ok: false, error: error.message, ...error.more });
  }
}

/** Carries out a post to a response URL. */
function carryOutPost(world: World, target: ResponseUrl, args: JsonObject): void {
  const source = sourceOf(world, target);
  if (args['delete_original'] === true) {
    if (!target.source) throw new Refused('message_not_found');
    if (source) removeMessage(world, source);
    return;
  }
  if (args['replace_original'] === true && target.source) {
    const content = readContent(world, args);
    // The ephemeral message that was pressed may be gone from the screen; Slack reports no error then.
    if (source) changeMessage(world, source, replacement(content));
    return;
  }
  respond(world, target, args);
}

/** The new content of a replaced message. */
function replacement(content: ReturnType<typeof readContent>) {
  return {
    text: content.text ?? '',
    blocks: content.blocks ?? [],
    attachments: content.attachments ?? [],
    metadata: content.metadata,
  };
}

/** The message whose element was pressed; null when it is gone, or the URL was issued for something else. */
function sourceOf(world: World, target: ResponseUrl): Message | null {
  return target.source ? findMessage(world, target.channel, target.source.ts) : null;
}

/**
 * Shows a new message for an interaction: ephemerally, or to the channel with `in_channel`. Also used for the body of
 * a command's acknowledgement. Throws `Refused` for content that Slack would refuse.
 */
export function respond(
  world: World,
  target: Pick<ResponseUrl, 'channel' | 'userId' | 'typed'>,
  args: JsonObject,
): void {
  const content = readContent(world, args);
  const isPublic = textAt(args, 'response_type') === 'in_channel';
  if (isPublic && target.typed) {
    postMessage(world, { channel: target.channel, user: target.userId, text: target.typed });
  }
  const mayThread = isPublic && args['replace_original'] === false;
  postMessage(world, {
    channel: target.channel,
    user: world.state.app.botUserId,
    text: content.text ?? '',
    blocks: content.blocks ?? null,
    attachments: content.attachments,
    metadata: content.metadata ?? null,
    threadTs: mayThread ? textAt(args, 'thread_ts') || null : null,
    ephemeralTo: isPublic ? null : target.userId,
  });
}
