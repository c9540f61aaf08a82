/**
 * Presses on links to Box: the browser opens the page, and the request is polled often for a while, to see what the
 * person did there.
 */
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import { forRequest } from '../rights/requests.ts';
import type { Services } from '../services.ts';
import { expectNews } from './poll.ts';

/** The buttons Place the fields and Open the other request. */
export function pressOpenInBox(services: Services, payload: ActionPayload): Answer {
  // A button without a request id leads to no request, so there is nothing to poll.
  if (!payload.value) return {};
  return forRequest(services, payload, 'see', ({ record }) => expectNews(services, record));
}
