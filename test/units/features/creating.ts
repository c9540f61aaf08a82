/** Creating requests in Box, for unit tests: what Slack and Box know, and the job itself. */
import { createAtBox } from '../../../src/features/create/at-box.ts';
import type { Services } from '../../../src/features/services.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { atBox, type Call, type Desk, type DeskAnswer, setDesk } from './desk.ts';

/** The call that creates a request. */
export const create = 'POST /sign_requests';
export const file = 'GET /files/111';
export const refused = (status: number, code = 'x'): DeskAnswer => ({
  status,
  body: { type: 'error', status, code },
});
export const aFile = (fields: object = {}): DeskAnswer => ({
  body: {
    ...{ type: 'file', id: '111', name: 'NDA.pdf', extension: 'pdf', permissions: { can_download: true } },
    ...{ parent: { id: '9', name: 'Contracts' }, modified_at: '2026-11-10T08:00:00Z' },
    ...fields,
  },
});

/** What Slack says about people; Ana and everyone else are members unless fields say otherwise. */
export const people =
  (fields: Readonly<Record<string, object>> = {}) =>
  ({ body }: Call): DeskAnswer => {
    const id = body['user'] ?? '';
    const profile = { email: `${id.toLowerCase()}@acme.com` };
    const user = { id, team_id: 'T1', name: id, real_name: id === 'U_ANA' ? 'Ana' : id, locale: 'en-GB' };
    return { body: { ok: true, user: { ...user, profile, ...fields[id] } } };
  };

/** A workspace in which Box has the file, and creates what it is asked for. */
export async function aDesk(given: Partial<Services> = {}): Promise<Desk> {
  const desk = await setDesk(given);
  desk.answers['users.info'] = people();
  desk.answers[file] = aFile();
  desk.answers[create] = ({ body }) => atBox({ parent_folder: null, signers: body['signers'] });
  return desk;
}

/** Runs the job for the request. Returns it as it was stored then, and what was thrown. */
export async function made(desk: Desk, record: SignRequest) {
  await desk.given(record);
  const thrown = await createAtBox(desk.services, { requestId: record.id }, desk.run).then(
    () => null,
    (error: unknown) => error,
  );
  return { thrown, ...(await desk.stored(record)) };
}

/** What the create call held; undefined: none was sent. */
export const sentTo = (desk: Desk) => desk.calls.find(({ to }) => to === create)?.body as object | undefined;
