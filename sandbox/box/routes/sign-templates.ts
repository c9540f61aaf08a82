/** Reading templates. They are made and changed in Box's web app alone. */
import { invalidParameter } from '../errors.ts';
import { mustHaveSign } from '../sign-create.ts';
import { templateJson } from '../template-wire.ts';
import { templateFor } from '../templates.ts';
import { checkQuery } from '../validate.ts';
import { type Answer, insufficientScope, type UserCall } from './context.ts';

const DEFAULT_LIMIT = 100;
const MOST = 1000;

function mustBeAllowed(call: UserCall): void {
  if (!call.token.signScope) throw insufficientScope();
  mustHaveSign(call.user);
}

export function getSignTemplates(call: UserCall): Answer {
  mustBeAllowed(call);
  const { state, user, request } = call;
  checkQuery(request.query, ['marker', 'limit']);
  const limit = request.query.get('limit') ?? String(DEFAULT_LIMIT);
  if (!/^\d+$/.test(limit) || Number(limit) < 1 || Number(limit) > MOST)
    throw invalidParameter('limit', `must be a whole number from 1 to ${MOST}`);
  const marker = request.query.get('marker');
  const own = Object.values(state.signTemplates).filter(({ ownerId }) => ownerId === user.id);
  const from = marker === null ? 0 : own.findIndex(({ id }) => id === marker);
  if (from < 0) throw invalidParameter('marker', 'is not one of ours');
  const until = from + Number(limit);
  const entries = own.slice(from, until).map((template) => templateJson(state, template));
  return { status: 200, json: { limit: Number(limit), next_marker: own[until]?.id ?? null, entries } };
}

export function getSignTemplate(call: UserCall): Answer {
  mustBeAllowed(call);
  checkQuery(call.request.query, []);
  return { status: 200, json: templateJson(call.state, templateFor(call.state, call.id, call.user)) };
}
