/** Checks a session's permissions in Box, for the operator who sets the app up. Reads only. */
import { callBox } from './call.ts';
import { asRecord } from './raw.ts';
import type { BoxSession } from './session.ts';

/**
 * Reads the first entry of the user's list of sign requests. Box refuses that to anyone who may not use Box Sign.
 * @throws OutsideFailure; `insufficient_scope` when the app lacks the scope
 */
export async function probeSign(session: BoxSession): Promise<void> {
  await callBox(session, {
    operation: 'listSignRequests',
    mustNotRepeat: false,
    send: (client) => client.signRequests.getSignRequests({ limit: 1 }),
    read: (raw) => (Array.isArray(asRecord(raw)?.['entries']) ? true : null),
  });
}
