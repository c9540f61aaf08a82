/** Users of the enterprise, for an app that is authorised in it. */
import { insufficientPermissions } from '../errors.ts';
import { USER_FIELDS } from '../known-fields.ts';
import { checkQuery, numberIn, oneOf, problemsOf, refuseIfAny } from '../validate.ts';
import { userJson } from '../wire.ts';
import type { Answer, UserCall } from './context.ts';
import { requestedFields } from './items.ts';

const MOST_PER_PAGE = 1000;
const MAX_OFFSET = 10_000;

/** Answers with users of any type whose name or login begins with the term; paged by offset or by marker. */
export function getUsers({ request, state, user }: UserCall): Answer {
  const { query } = request;
  checkQuery(query, [
    'filter_term',
    'user_type',
    'external_app_user_id',
    'fields',
    'offset',
    'limit',
    'usemarker',
    'marker',
  ]);
  const type = query.get('user_type');
  if (type !== null) {
    refuseIfAny(problemsOf({ user_type: type }, { user_type: oneOf('all', 'managed', 'external') }, [], ''));
  }
  // Only the app's own user may list users. At Box an administrator may too; here that is left out.
  if (!Object.values(state.apps).some(({ serviceUserId }) => serviceUserId === user.id)) {
    throw insufficientPermissions();
  }
  const term = (query.get('filter_term') ?? '').toLowerCase();
  const isMarked = query.get('usemarker') === 'true';
  const offset = numberIn(query, isMarked ? 'marker' : 'offset', { most: MAX_OFFSET, absent: 0 });
  const limit = numberIn(query, 'limit', { most: MOST_PER_PAGE, absent: 100 });
  const found = Object.values(state.users).filter(
    ({ login, name }) =>
      // No user here was created by an app, so a search for such users finds none.
      (query.get('external_app_user_id') ?? '') === '' &&
      (login.toLowerCase().startsWith(term) || name.toLowerCase().startsWith(term)),
  );
  const entries = found
    .slice(offset, offset + limit)
    .map((one) => requestedFields(userJson(one), query, USER_FIELDS));
  if (!isMarked) return { status: 200, json: { total_count: found.length, limit, offset, entries } };
  const next = found.length > offset + limit ? String(offset + limit) : null;
  return { status: 200, json: { limit, next_marker: next, entries } };
}
