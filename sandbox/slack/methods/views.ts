/**
 * Opening, pushing, updating and publishing views. https://docs.slack.dev/reference/methods/views.open and related
 * methods.
 */
import { isViewTooLarge, viewErrors } from '../block-kit/check.ts';
import type { JsonObject } from '../json.ts';
import { isObject, textAt } from '../json.ts';
import type { Trigger, View } from '../state.ts';
import { usableTrigger } from '../triggers.ts';
import {
  homeOf,
  openModal,
  openViewByExternalId,
  openViewById,
  publishHome,
  pushModal,
  STACK_LIMIT,
  stackOf,
  updateView,
  viewJson,
} from '../view-store.ts';
import type { World } from '../world.ts';
import type { Method } from './types.ts';
import { jsonArg, Refused, refuseArguments, requiredArg, stringArg } from './types.ts';

/**
 * Checks a view for this surface and returns it; throws `Refused`. `replaces` is the view to be replaced, which may
 * hold the same external id.
 */
export function checkedView(
  world: World,
  given: unknown,
  surface: 'modal' | 'home',
  replaces: View | null = null,
): JsonObject {
  if (given === undefined) refuseArguments(['missing required field: view']);
  if (!isObject(given)) return refuseArguments(['must provide an object [json-pointer:/view]']);
  if (isViewTooLarge(given)) throw new Refused('view_too_large');
  const errors = viewErrors(given, surface, world.state.app.scopes.includes('files:read'));
  if (errors.length > 0) refuseArguments(errors);
  const externalId = textAt(given, 'external_id');
  const holder = externalId ? openViewByExternalId(world, externalId) : null;
  if (holder && holder !== replaces) throw new Refused('duplicate_external_id');
  return given;
}

/** The usable trigger of a call. Throws `Refused` when there is none. */
function readTrigger(world: World, args: JsonObject): Trigger {
  const id = stringArg(args, 'trigger_id') || stringArg(args, 'interactivity_pointer');
  if (!id) refuseArguments(['missing required field: trigger_id']);
  const trigger = usableTrigger(world, id);
  if (typeof trigger === 'string') throw new Refused(trigger);
  return trigger;
}

export const viewsOpen: Method = {
  scopes: [],
  ignoresJsonBody: false,
  run({ world, args }) {
    const trigger = readTrigger(world, args);
    const content = checkedView(world, jsonArg(args, 'view'), 'modal');
    trigger.used = true;
    return { view: viewJson(world, openModal(world, trigger.userId, content), false) };
  },
};

export const viewsPush: Method = {
  scopes: [],
  ignoresJsonBody: false,
  run({ world, args }) {
    const trigger = readTrigger(world, args);
    const from = trigger.fromView === null ? null : openViewById(world, trigger.fromView);
    if (!from) throw new Refused('invalid_trigger_id');
    const content = checkedView(world, jsonArg(args, 'view'), 'modal');
    if (stackOf(world, trigger.userId).length >= STACK_LIMIT) throw new Refused('push_limit_reached');
    trigger.used = true;
    return { view: viewJson(world, pushModal(world, trigger.userId, content), false) };
  },
};

export const viewsUpdate: Method = {
  scopes: [],
  ignoresJsonBody: false,
  run({ world, args }) {
    const view = namedView(world, args);
    refuseStale(view, args);
    const content = checkedView(world, jsonArg(args, 'view'), view.type, view);
    updateView(world, view, content);
    return { view: viewJson(world, view, false) };
  },
};

function namedView(world: World, args: JsonObject): View {
  const id = stringArg(args, 'view_id');
  const externalId = stringArg(args, 'external_id');
  if (!id && !externalId) refuseArguments(['missing required field: view_id']);
  const view = id ? openViewById(world, id) : openViewByExternalId(world, externalId);
  if (!view) throw new Refused('not_found');
  return view;
}

/** Refuses an update with an outdated hash. */
function refuseStale(view: View | null, args: JsonObject): void {
  const hash = stringArg(args, 'hash');
  if (hash && hash !== view?.hash) throw new Refused('hash_conflict');
}

export const viewsPublish: Method = {
  scopes: [],
  ignoresJsonBody: false,
  run({ world, args }) {
    const userId = requiredArg(args, 'user_id');
    if (!world.state.app.homeTabEnabled) throw new Refused('not_enabled');
    if (!world.state.users[userId]) refuseArguments(['invalid `user_id`']);
    const known = homeOf(world, userId);
    refuseStale(known, args);
    const content = checkedView(world, jsonArg(args, 'view'), 'home', known);
    return { view: viewJson(world, publishHome(world, userId, content), false) };
  },
};
