/** Reading templates. They are made and changed in Box's web app alone. */
import { invalidParameter } from '../errors.ts';
import { mustHaveSign } from '../sign-create.ts';
import { templateJson } from '../template-wire.ts';
import { templateFor } from '../templates.ts';
import { checkQuery, numberIn } from '../validate.ts';
import { type Answer, insufficientScope, type UserCall } from './context.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

function mustBeAllowed(call: UserCall): void {
  if (!call.token.signScope) throw insufficientScope();
  mustHaveSign(call.user);
}

export function getSignTemplates(call: UserCall): Answer {
  mustBeAllowed(call);
  const { state, user, request } = call;
  checkQuery(request.query, ['marker', 'limit']);
  const limit = numberIn(request.query, 'limit', { least: 1, most: MAX_LIMIT, absent: DEFAULT_LIMIT });
  const marker = request.query.get('marker');
  const own = Object.values(state.signTemplates).filter(({ ownerId }) => ownerId === user.id);
  const from = marker === null ? 0 : own.findIndex(({ id }) => id === marker);
  if (from < 0) throw invalidParameter('marker', 'is not one of ours');
  const until = from + limit;
  const entries = own.slice(from, until).map((template) => templateJson(state, template));
  return { status: 200, json: { limit, next_marker: own[until]?.id ?? null, entries } };
}

export function getSignTemplate(call: UserCall): Answer {
  mustBeAllowed(call);
  checkQuery(call.request.query, []);
  return { status: 200, json: templateJson(call.state, templateFor(call.state, call.id, call.user)) };
}
