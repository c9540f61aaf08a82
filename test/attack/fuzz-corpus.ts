/**
 * What the fuzzing starts from: payloads that the sandbox's Slack and Box have just sent to the app while people used
 * it, and made-up payloads for every id that the app has a handler for and for many types of event.
 */
import type { SandboxBox } from '../../sandbox/box/server.ts';
import { issueResponseUrl } from '../../sandbox/slack/response-urls.ts';
import type { SandboxSlack } from '../../sandbox/slack/server.ts';
import { issueTrigger } from '../../sandbox/slack/triggers.ts';
import {
  closeHandlers,
  menuHandlers,
  pressHandlers,
  shortcutHandlers,
  submissionHandlers,
} from '../../src/features/table.ts';
import { type StorePlace, storedRows } from '../stories/stored.ts';
import { until } from '../stories/until.ts';
import type { Json } from './fuzz-mutations.ts';

export type JsonFields = { readonly [name: string]: Json };

/** A body from Slack before it is mutated. */
export interface Sample {
  readonly kind: string;
  /** How Slack sends the body: as the fields of a form, in one field of a form, or as JSON. */
  readonly form: 'fields' | 'payload' | 'json';
  readonly body: JsonFields;
}

/** The part of a world that fuzzing needs. */
export interface FuzzPlace {
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  readonly store: StorePlace;
  newFile(name?: string): { readonly url: string };
  passes(ms: number): Promise<void>;
  now(): number;
}

/** The recorded payloads and ids from which fuzzing makes its requests. */
export interface Corpus {
  readonly samples: readonly Sample[];
  /** Bodies of notifications from Box. */
  readonly notifications: readonly JsonFields[];
  /** Ids and other short texts of requests, forms, people, channels and workspaces, for swaps. */
  readonly ids: readonly string[];
}

/** Records what Slack and Box send while Ana uses most of the app, and adds the made-up payloads. */
export async function recordCorpus(place: FuzzPlace): Promise<Corpus> {
  const { slack, box } = place;
  await usesTheApp(place);
  const recorded = slack.log
    .filter(({ direction, method }) => direction === 'to-app' && method !== 'raw')
    .map(({ method, body }) => sampleOf(method, body));
  const rows = Object.values(await storedRows(place.store)).flat();
  const found = rows.flatMap((row) =>
    [...row.matchAll(/"(?:id|box_id|short_id|message|channel|request_id|nonce)": ?"([\w:.-]{4,60})"/g)].map(
      ([, id = '']) => id,
    ),
  );
  const { users, channels } = slack.state;
  const teams = slack.workspaces.map(({ teamId }) => teamId);
  return {
    samples: [...recorded, ...madeUpSamples(recorded, slack, found)],
    notifications: box.notifications.map(({ body }) => JSON.parse(body) as JsonFields),
    ids: [...new Set([...found, ...teams, ...Object.keys(users), ...Object.keys(channels), 'E0ACME', 'T9'])],
  };
}

function sampleOf(method: string, text: string): Sample {
  if (text.startsWith('{')) return { kind: 'event', form: 'json', body: JSON.parse(text) };
  const fields = Object.fromEntries(new URLSearchParams(text));
  const { payload } = fields;
  if (payload === undefined) return { kind: 'command', form: 'fields', body: fields };
  return { kind: method, form: 'payload', body: JSON.parse(payload) };
}

/**
 * A `trigger_id` and a `response_url` as Slack issues them with an interaction of this person, so that the app can
 * answer it.
 * Undefined if the workspace does not exist, or this person is in none of its channels.
 */
export function issuedTo(
  { slack, now }: Pick<FuzzPlace, 'slack' | 'now'>,
  { userId, teamId }: { readonly userId: string; readonly teamId: string },
): JsonFields | undefined {
  const state = slack.workspaces.find((one) => one.teamId === teamId)?.state;
  const channel = Object.values(state?.channels ?? {}).find(({ members }) => members.includes(userId));
  if (!state || !channel) return undefined;
  const world = { state, now, baseUrl: slack.baseUrl };
  const about = { userId, channel: channel.id, source: null, typed: null };
  return {
    trigger_id: issueTrigger(world, userId),
    response_url: issueResponseUrl(world, { kind: 'command', ...about }),
  };
}

/** Makes bodies for every id that has a handler and for each of `eventTypes`, from recorded bodies. */
function madeUpSamples(
  recorded: readonly Sample[],
  { state }: SandboxSlack,
  found: readonly string[],
): Sample[] {
  const of = (kind: string, wanted: (body: JsonFields) => boolean = () => true): JsonFields => {
    const one = recorded.find((sample) => sample.kind === kind && wanted(sample.body));
    if (!one) throw new Error(`no ${kind} was recorded`);
    return one.body;
  };
  const payload = (kind: string, body: JsonFields): Sample => ({ kind, form: 'payload', body });
  const views = recorded.flatMap(({ body: { view } }) => (isFields(view) ? [view] : []));
  const onMessage = of('block_actions', ({ message }) => message !== undefined);
  const inModal = of('block_actions', ({ view }) => isFields(view) && view['type'] === 'modal');
  const places = { onMessage, inModal, inHome: { ...inModal, view: { ...views[0], type: 'home' } } };
  const presses = Object.keys(pressHandlers).flatMap((id, at) =>
    Object.values(places).map((body) => {
      const value = found[at % found.length] ?? '';
      const option = {
        value: at % 3 === 0 ? `${id}:${value}` : value,
        text: { type: 'plain_text', text: 'x' },
      };
      const type = ['overflow', 'button', 'static_select'][at % 3] ?? '';
      const pressed = { type, action_id: id, block_id: id, action_ts: '1.1', value, selected_option: option };
      return payload('block_actions', { ...body, actions: [pressed] });
    }),
  );
  const names = (of: object): string[] => Object.keys(of);
  const ends = [
    ...names(submissionHandlers).map((name) => ['view_submission', name] as const),
    ...names(closeHandlers).map((name) => ['view_closed', name] as const),
  ].flatMap(([kind, name], at) => {
    const like = views.filter(({ callback_id }) => callback_id === name);
    return (like.length > 0 ? like : views.slice(at % views.length).slice(0, 1)).map((view) =>
      payload(kind, { ...of('view_submission'), type: kind, view: { ...view, callback_id: name } }),
    );
  });
  const searches = names(menuHandlers).map((id) =>
    payload('block_suggestion', { ...of('block_suggestion'), action_id: id, block_id: id, value: 'con' }),
  );
  const used = names(shortcutHandlers).map((id) =>
    payload('shortcut', { ...of('shortcut'), callback_id: id }),
  );
  const events = eventTypes.flatMap((type) =>
    ['home', 'messages'].map((tab): Sample => {
      const channel = Object.keys(state.channels)[0] ?? '';
      const event = {
        type,
        tab,
        channel,
        tokens: { bot: ['U1'], oauth: [] },
        event_ts: '1.1',
        text: 'hello',
      };
      return { kind: 'event', form: 'json', body: { ...of('event'), event } };
    }),
  );
  // No message of the app leads to such a payload. Nothing handles it, so Slack gets an error after three seconds.
  const interactive = payload('block_actions', { ...inModal, type: 'interactive_message' });
  return [...presses, ...ends, ...searches, ...used, ...events, interactive];
}

/** Types of events: those in the manifest, others that Slack has, and two that do not exist. */
const eventTypes = [
  ...[
    'app_home_opened',
    'app_uninstalled',
    'tokens_revoked',
    'message',
    'app_mention',
    'user_change',
    'team_join',
  ],
  ...['file_shared', 'link_shared', 'channel_deleted', 'message_metadata_posted', 'constructor', ''],
];

function isFields(value: Json | undefined): value is JsonFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function usesTheApp(place: FuzzPlace): Promise<void> {
  const { slack, box, newFile, passes } = place;
  const ana = slack.person('ana');
  const bo = slack.person('bo');
  const modal = { in: 'modal' } as const;
  await bo.types('/sign connect', { in: '#contracts' });
  await bo.sees('This link is just for you', modal);
  await bo.closes();
  for (const name of ['Fuzzed A', 'Fuzzed B']) {
    await ana.types(`/sign ${newFile(`${name}.pdf`).url} dee@client.com bo@acme.com`, { in: '#contracts' });
    await ana.sees('New signature request', modal);
    await ana.presses('More options');
    await ana.sees('Roles of signers', modal);
    await ana.fills({ 'Send now, without fields': true });
    await ana.submits();
    await ana.sees('Goes to', modal);
    await ana.submits();
    await ana.closes({ all: true });
    await ana.sees(new RegExp(`${name}.*(Box is preparing|Submitted to Box|Sent )`, 's'));
    await passes(6_000);
    await ana.sees(new RegExp(`${name}.*Nobody has opened it`, 's'));
    // Time passes, because Slack accepts only a few messages in a burst.
    await passes(60_000);
  }
  await box.person('dee@client.com').signs();
  await passes(11 * 60_000);
  for (const words of ['help', 'status', 'status Fuzzed', 'resend Fuzzed', 'cancel Fuzzed B', 'workspace']) {
    await ana.types(`/sign ${words}`, { in: '#contracts' });
  }
  await ana.reloads();
  await passes(60_000);
  await ana.types('/sign list', { in: '#contracts' });
  await ana.sees(/My signature requests.*Fuzzed/s, modal);
  await ana.fills({ 'Name, person, address, folder or SR number': 'Fuzzed' });
  await ana.submits();
  await ana.presses('Choose several…');
  await ana.sees('What to do', modal);
  await ana.fills({ 'Send a reminder': true });
  await ana.submits();
  await ana.closes({ all: true });
  for (const words of ['settings', 'templates']) {
    await ana.types(`/sign ${words}`, { in: '#contracts' });
    await ana.sees(/settings|templates/, modal);
    if (words === 'settings') await ana.submits();
    await ana.closes({ all: true });
  }
  await ana.types('/sign', { in: '#contracts' });
  await ana.sees('New signature request', modal);
  await ana.fills({ Document: 'Search Box' });
  const fields = async (): Promise<string[]> => Object.keys((await ana.modal())?.values ?? {});
  await until(fields, (names) => names.includes('Search Box'), { withinMs: 30_000 });
  await ana.searches('Search Box', 'fuz');
  await ana.closes({ all: true });
  const card = (await ana.messages('app')).findLast(
    ({ plain, thread }) => thread === null && /Fuzzed/.test(plain),
  );
  if (!card) throw new Error('there is no card');
  await ana.presses('Details', { on: card });
  await ana.sees('History', modal);
  await ana.closes({ all: true });
  await ana.presses('Refresh', { on: card });
  await ana.presses('Cancel request', { on: card });
  await ana.sees('Cancel this request?', modal);
  await ana.closes({ all: true });
  await ana.usesShortcut('Request signature');
  await ana.sees('New signature request', modal);
  await ana.closes({ all: true });
  await ana.usesShortcut('Request signature', { on: card });
  await ana.sees('New signature request', modal);
  await ana.closes({ all: true });
  await ana.opensHome();
  await ana.opensMessages();
  await passes(60_000);
}
