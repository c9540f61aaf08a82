/** The preparation page: the sender looks at the document, places fields, and sends. */
import { BoxRefusal, insufficientPermissions, notFound } from '../errors.ts';
import { fieldsFrom, mustCoverAllSigners } from '../fields.ts';
import { plainText } from '../plain-text.ts';
import { sendPrepared } from '../sign-acts.ts';
import { prepareUrl } from '../sign-request-wire.ts';
import { actingSigners } from '../sign-status.ts';
import type { BoxState, StoredSignRequest } from '../state.ts';
import { type Act, actor, type ControlHandlers } from './act.ts';

/** The request that a prepare URL is for. Refused unless its sender calls and it is still being prepared. */
function requestInPreparation(act: Act): StoredSignRequest {
  const url = act.text('url');
  const request = Object.values(act.state.signRequests).find((one) => prepareUrl(one) === url);
  if (request === undefined) throw notFound();
  if (request.senderId !== actor(act).id) throw insufficientPermissions();
  if (request.status === 'converting') throw new BoxRefusal(409, 'still_converting', 'Still converting');
  if (request.status === 'error_converting') {
    throw new BoxRefusal(409, 'not_converted', 'Box could not turn the document into a PDF');
  }
  if (request.status !== 'created' || !request.preparation) {
    throw new BoxRefusal(409, 'not_in_preparation', `It is ${request.status}`);
  }
  return request;
}

/** What both the preparation page and the signing page show of a request. */
export function requestDetails(state: BoxState, request: StoredSignRequest): Record<string, unknown> {
  const files = request.signFileIds.map((id) => ({ id, name: state.files[id]?.name ?? '' }));
  const signers = request.signers.map(({ email, role }) => ({ email, role }));
  const message = request.message === null ? null : plainText(request.message);
  return { requestId: request.id, name: request.name, files, signers, message };
}

/** The acts of the preparation page. */
export const preparePageHandlers: ControlHandlers = {
  'prepare/open': (act) => {
    const request = requestInPreparation(act);
    const asked = actingSigners(request).map(({ email }) => email);
    return { ...requestDetails(act.state, request), fields: request.fields, asked };
  },
  // Saves the fields while the person is placing them, so that leaving and coming back loses nothing.
  'prepare/keep': (act) => {
    const request = requestInPreparation(act);
    request.fields = fieldsFrom(act.body['fields'], request);
    return {};
  },
  'prepare/send': (act) => {
    const request = requestInPreparation(act);
    if (act.body['fields'] !== undefined) request.fields = fieldsFrom(act.body['fields'], request);
    mustCoverAllSigners(request);
    sendPrepared(act.state, request, act.maybeText('message'), act.now, act.takePlannedError);
    return {};
  },
};
