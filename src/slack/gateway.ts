/**
 * The gateway to Slack: one method for each call, with a timeout and without retries. By default the client repeats
 * posts whose answer was lost, and retries for half an hour; here the worker retries. Only opening a view
 * (`while-trigger-lives.ts`) and a call whose token has expired (`client.ts`) are retried immediately.
 */
import { OutsideFailure } from '../failure.ts';
import type { Message } from '../shapes.ts';
import { visibleText } from '../signing/quote.ts';
import { type ChannelGateway, channelGateway } from './channels.ts';
import { type BotToken, createCaller, type SlackCall } from './client.ts';
import { requiredField } from './errors.ts';
import { type FilesGateway, filesGateway } from './files.ts';
import { type GroupsGateway, groupsGateway } from './groups.ts';
import { findOwnMessage, type OwnMessage } from './history.ts';
import {
  type AdminFacts,
  type Identity,
  type MembershipFacts,
  readAdmin,
  readMembership,
} from './membership.ts';
import { createPostLimiter, type PostLimiter } from './post-limiter.ts';
import { createResponder, type Responder } from './responder.ts';
import { type ViewsGateway, viewsGateway } from './views.ts';

/** Time limit (ms) for calls about views; a view must be opened before its trigger expires (three seconds). */
const quickTimeoutMs = 2_500;
/** Time limit (ms) for other calls. */
const patientTimeoutMs = 10_000;

/** A person as `users.info` shows them. */
export interface PersonFacts extends MembershipFacts, AdminFacts {
  readonly userId: string;
  readonly name: string;
  /** The person's email address; null without the scope for it, and for people of other workspaces. */
  readonly email: string | null;
  readonly timeZone: string | null;
  readonly locale: string | null;
  /**
   * Whether Slack has confirmed that the address is the person's own, so that they cannot have entered
   * another's.
   */
  readonly isEmailConfirmed: boolean;
}

/** The calls to Slack for one installation; those to response URLs need no token. */
export interface SlackGateway extends Responder, FilesGateway, ChannelGateway, GroupsGateway, ViewsGateway {
  /** The workspace or organisation that the bot token belongs to. */
  identify(): Promise<Identity>;
  /** What `users.info` says about a person. @param timeoutMs must be short if a trigger is about to expire */
  person(userId: string, timeoutMs?: number): Promise<PersonFacts>;
  /** Returns the id of the channel of the app's direct messages with a person. */
  openDirect(userId: string): Promise<string>;
  /**
   * Posts a message.
   *
   * @param key lets `findOwn` find the message when the answer of this call is lost
   * @throws RetryLater when the conversation is at its rate limit: nothing was posted
   */
  post(channel: string, message: Message, key: string, threadTs?: string): Promise<{ ts: string }>;
  update(channel: string, ts: string, message: Message, key: string): Promise<void>;
  /**
   * Looks for the app's own message with this key in a direct message channel, posted since `sinceMs` by this
   * machine's clock.
   */
  findOwn(channel: string, key: string, sinceMs: number): Promise<OwnMessage>;
  postEphemeral(channel: string, userId: string, message: Message): Promise<void>;
}

/** `event_type` of the metadata of all messages that `findOwn` can find. */
const metadataType = 'sign_request_card';

/**
 * Creates the gateway of one installation.
 *
 * @param options.apiUrl ends in `/api/`
 * @param options.now the clock (ms since epoch) of the limit for posts
 */
export function createSlackGateway(options: {
  readonly token: BotToken;
  readonly apiUrl: string;
  readonly now?: () => number;
}): SlackGateway {
  const patient = createCaller(options, patientTimeoutMs);
  return {
    ...messageCalls(patient, createPostLimiter(options.now ?? Date.now)),
    ...channelGateway(patient),
    ...filesGateway(patient, options.apiUrl),
    ...groupsGateway(patient),
    ...viewsGateway(createCaller(options, quickTimeoutMs)),
    ...peopleCalls(patient, (timeoutMs) => createCaller(options, timeoutMs)),
    ...createResponder(options.apiUrl),
  };
}

/**
 * A person's name as Slack's own picker shows it: display name, else full name, else handle. The user id when Slack
 * gives no name. Empty when no given name has a visible character; the caller then shows the address.
 */
function nameOf(
  userId: string,
  user: {
    readonly name?: string;
    readonly real_name?: string;
    readonly profile?: { readonly display_name?: string; readonly real_name?: string };
  },
): string {
  const { profile } = user;
  const given = [profile?.display_name, profile?.real_name, user.real_name, user.name].flatMap(
    (name) => name || [],
  );
  if (given.length === 0) return userId;
  return given.map(visibleText).find((name) => name !== '') ?? '';
}

function peopleCalls(
  patient: SlackCall,
  within: (timeoutMs: number) => SlackCall,
): Pick<SlackGateway, 'identify' | 'person'> {
  return {
    identify: () =>
      patient('auth.test', false, async (client) => {
        const said = await client.auth.test();
        return {
          teamId: requiredField(said.team_id, 'auth.test', 'team_id'),
          name: said.team ?? '',
          enterpriseId: said.enterprise_id ?? null,
          isEnterpriseInstall: said.is_enterprise_install ?? false,
          botUserId: requiredField(said.user_id, 'auth.test', 'user_id'),
          botId: requiredField(said.bot_id, 'auth.test', 'bot_id'),
          scopes: said.response_metadata?.scopes ?? null,
        };
      }),
    person: (userId, timeoutMs) =>
      (timeoutMs === undefined ? patient : within(timeoutMs))('users.info', false, async (client) => {
        const said = await client.users.info({ user: userId, include_locale: true });
        const user = requiredField(said.user, 'users.info', 'user');
        const profile = user.profile;
        return {
          userId,
          ...readMembership(userId, user),
          ...readAdmin(user),
          name: nameOf(userId, user),
          email: profile?.email || null,
          timeZone: user.tz ?? null,
          locale: user.locale ?? null,
          isEmailConfirmed: user.is_email_confirmed === true,
        };
      }),
  };
}

/** At most this many channels of direct messages are cached; then the cache is emptied. */
const maxDirects = 10_000;

function messageCalls(
  call: SlackCall,
  pace: PostLimiter,
): Pick<SlackGateway, 'openDirect' | 'post' | 'update' | 'findOwn' | 'postEphemeral'> {
  /**
   * Channels by Slack user id. A person's channel never changes, and Slack allows only fifty calls a minute that ask
   * for one, for a whole workspace.
   */
  const directs = new Map<string, string>();
  const shown = (message: Message, key: string) => ({
    text: message.text,
    blocks: [...message.blocks],
    metadata: { event_type: metadataType, event_payload: { card: key } },
  });
  return {
    openDirect: async (userId) => {
      const known = directs.get(userId);
      if (known !== undefined) return known;
      const channel = await call('conversations.open', false, async (client) => {
        const said = await client.conversations.open({ users: userId });
        return requiredField(said.channel?.id, 'conversations.open', 'channel');
      });
      if (directs.size >= maxDirects) directs.clear();
      directs.set(userId, channel);
      return channel;
    },
    post: async (channel, message, key, threadTs) => {
      pace.countPost(channel);
      const posted = call('chat.postMessage', true, async (client) => {
        const plain = {
          channel,
          ...shown(message, key),
          // Slack must not fetch signing pages to show a preview of a link.
          unfurl_links: false,
          unfurl_media: false,
        };
        // A reply is also shown in the conversation: a reply in the thread alone would not mark the conversation as
        // unread.
        const said = await client.chat.postMessage(
          threadTs === undefined ? plain : { ...plain, thread_ts: threadTs, reply_broadcast: true },
        );
        return { ts: requiredField(said.ts, 'chat.postMessage', 'ts') };
      });
      return await posted.catch((error: unknown) => {
        if (error instanceof OutsideFailure && error.retryAfterSeconds !== null)
          pace.refused(channel, error.retryAfterSeconds);
        throw error;
      });
    },
    update: (channel, ts, message, key) =>
      call('chat.update', false, async (client) => {
        await client.chat.update({ channel, ts, ...shown(message, key) });
      }),
    findOwn: (channel, key, sinceMs) => findOwnMessage(call, { channel, metadataType, key, sinceMs }),
    postEphemeral: (channel, userId, message) =>
      call('chat.postEphemeral', true, async (client) => {
        await client.chat.postEphemeral({
          channel,
          user: userId,
          text: message.text,
          blocks: [...message.blocks],
        });
      }),
  };
}
