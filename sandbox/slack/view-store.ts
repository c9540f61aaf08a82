/**
 * Open modals and published Home views: the stack of at most three, hashes, and which input survives an update. Callers
 * have already checked that a view is valid and may be opened.
 */
import { asStored, fillTexts } from './block-kit/walk.ts';
import type { JsonObject } from './json.ts';
import { copyOf, objectAt, objectsAt, textAt } from './json.ts';
import type { View } from './state.ts';
import { nextHash, nextId } from './state.ts';
import { carriedValues, initialValues } from './values.ts';
import type { World } from './world.ts';

/** At most this many modals are on top of one another, as in Slack. */
export const STACK_LIMIT = 3;

/** The open modals of a person, the first one opened first. */
export function stackOf(world: World, userId: string): View[] {
  return (world.state.stacks[userId] ?? []).flatMap((id) => world.state.views[id] ?? []);
}

/** Opens a modal as the only one; modals that were open before are closed. */
export function openModal(world: World, userId: string, content: JsonObject): View {
  closeAll(world, userId);
  return pushModal(world, userId, content);
}

/** Puts a modal on top of the stack. The caller has checked the limit. */
export function pushModal(world: World, userId: string, content: JsonObject): View {
  const below = stackOf(world, userId).at(-1) ?? null;
  const view = newView(world, 'modal', userId, content, below);
  world.state.stacks[userId] = [...(world.state.stacks[userId] ?? []), view.id];
  return view;
}

/** Replaces a view's content, gives it a new hash and removes its errors. `carriedValues` says which input stays. */
export function updateView(world: World, view: View, content: JsonObject): void {
  const next = filled(content);
  view.values = carriedValues(objectsAt(view.content, 'blocks'), view.values, objectsAt(next, 'blocks'));
  view.content = next;
  view.hash = nextHash(world.now());
  view.errors = {};
}

/** Closes one modal, and the modals above it. */
export function closeView(world: World, view: View): void {
  const stack = world.state.stacks[view.userId] ?? [];
  const at = stack.indexOf(view.id);
  if (at < 0) return;
  for (const id of stack.slice(at)) {
    const closed = world.state.views[id];
    if (closed) closed.closed = true;
  }
  world.state.stacks[view.userId] = stack.slice(0, at);
}

/** Closes all modals of a person. */
export function closeAll(world: World, userId: string): void {
  const root = stackOf(world, userId)[0];
  if (root) closeView(world, root);
}

/** Publishes a person's Home view, the first time or again. */
export function publishHome(world: World, userId: string, content: JsonObject): View {
  const known = homeOf(world, userId);
  if (known) {
    updateView(world, known, content);
    return known;
  }
  const view = newView(world, 'home', userId, content, null);
  world.state.homes[userId] = view.id;
  return view;
}

/** The person's published Home view; null: none was published. */
export function homeOf(world: World, userId: string): View | null {
  return world.state.views[world.state.homes[userId] ?? ''] ?? null;
}

/** An open or published view by its id; null for one that was closed or never existed. */
export function openViewById(world: World, id: string): View | null {
  const view = world.state.views[id];
  return view && !view.closed ? view : null;
}

/** An open or published view by the app's own id for it; null: there is none. */
export function openViewByExternalId(world: World, externalId: string): View | null {
  const named = Object.values(world.state.views).find(
    (view) => !view.closed && textAt(view.content, 'external_id') === externalId,
  );
  return named ?? null;
}

function newView(
  world: World,
  type: View['type'],
  userId: string,
  content: JsonObject,
  below: View | null,
): View {
  const next = filled(content);
  const id = nextId(world.state, 'V');
  const view: View = {
    id,
    type,
    userId,
    content: next,
    hash: nextHash(world.now()),
    values: initialValues(objectsAt(next, 'blocks')),
    errors: {},
    rootViewId: below?.rootViewId ?? id,
    previousViewId: below?.id ?? null,
    closed: false,
  };
  world.state.views[id] = view;
  return view;
}

/** A copy of the content with what Slack adds: missing ids, and flags of text objects. */
function filled(content: JsonObject): JsonObject {
  const copy = copyOf(content);
  fillTexts(copy);
  copy['blocks'] = asStored(objectsAt(content, 'blocks'));
  return copy;
}

/** A view as the Web API and payloads show it. `withState`: false for answers to `views.*`, whose state is empty. */
export function viewJson(world: World, view: View, withState: boolean): JsonObject {
  const { app, team } = world.state;
  const content = view.content;
  return {
    id: view.id,
    team_id: team.id,
    type: view.type,
    blocks: content['blocks'],
    private_metadata: textAt(content, 'private_metadata'),
    callback_id: textAt(content, 'callback_id'),
    state: { values: withState ? view.values : {} },
    hash: view.hash,
    title: objectAt(content, 'title') ?? { type: 'plain_text', text: 'View Title', emoji: true },
    clear_on_close: content['clear_on_close'] === true,
    notify_on_close: content['notify_on_close'] === true,
    close: objectAt(content, 'close'),
    submit: objectAt(content, 'submit'),
    previous_view_id: view.previousViewId,
    root_view_id: view.rootViewId,
    app_id: app.appId,
    external_id: textAt(content, 'external_id'),
    app_installed_team_id: team.id,
    bot_id: app.botId,
  };
}
