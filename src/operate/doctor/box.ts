/**
 * Checks of Box: whether it can be reached. Then, in a trial, the token, its scopes, Box Sign and the destination
 * folder; with any other access, the Box app (`box-app.ts`). Reads only.
 */
import { createBoxConnections } from '../../box/connections.ts';
import { getFolder, getMe } from '../../box/files.ts';
import { probeSign } from '../../box/probe.ts';
import type { BoxSession } from '../../box/session.ts';
import type { BoxAccess } from '../../config/box.ts';
import type { Config } from '../../config/config.ts';
import { whereToFind } from '../../config/help.ts';
import { OutsideFailure } from '../../failure.ts';
import { boxAppChecks, noFolderSet } from './box-app.ts';
import { type Check, type Finding, ok, once, wrong } from './check.ts';
import { boxHint } from './hints.ts';
import { clockFinding, probeServer, type ServerAnswer, serverFinding } from './server-probe.ts';

const names = { there: 'Box', token: 'Box token', scopes: 'Box scopes' } as const;

const callTimeoutMs = 10_000;

export function boxChecks(config: Config): readonly Check[] {
  const { box } = config;
  const url = `${box.apiUrl ?? 'https://api.box.com'}/2.0/users/me`;
  const probed = once(() => probeServer(url));
  const expected = { service: 'Box', url, variable: 'BOX_API_URL', isIt: isBox };
  return [
    { name: names.there, run: async () => serverFinding(await probed(), expected) },
    {
      name: "Box's clock",
      needs: [names.there],
      run: async () => clockFinding('Box', await probed(), box.webhookKeys.length > 0),
    },
    ...(box.access.kind === 'trial'
      ? trialChecks(box, box.access)
      : boxAppChecks(config, names.there, callTimeoutMs)),
  ];
}

/** Checks what the trial's token allows its owner to do. */
function trialChecks(box: Config['box'], access: TrialAccess): readonly Check[] {
  const session = once(() => trialSession(box, access));
  const sign = once(async () => failureIn(probeSign(await session())));
  return [
    { name: names.token, needs: [names.there], run: async () => tokenFinding(await session()) },
    {
      name: names.scopes,
      needs: [names.token],
      run: async () => scopesFinding(await sign(), await failureIn(getFolder(await session(), '0'))),
    },
    { name: 'Box Sign', needs: [names.scopes], run: async () => signFinding(await sign()) },
    {
      name: 'Destination folder',
      needs: [names.scopes],
      run: async () => folderFinding(await session(), box.destinationFolderId ?? null),
    },
  ];
}

type TrialAccess = Extract<BoxAccess, { kind: 'trial' }>;

async function trialSession(box: Config['box'], access: TrialAccess): Promise<BoxSession> {
  const connections = createBoxConnections({ ...box, access, callTimeoutMs });
  const session = await connections.sessionFor('', access.developerSlackUser);
  if (session === null) throw new Error('BOX_DEVELOPER_SLACK_USER has no Box connection');
  return session;
}

/** How a call failed, or null. */
async function failureIn(call: Promise<unknown>): Promise<OutsideFailure | null> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof OutsideFailure) return error;
    throw error;
  }
}

/** Box answers a call without a token with 401 and `Bearer` (RFC 6750). */
function isBox({ status, headers }: ServerAnswer): boolean {
  return status === 401 && /^Bearer\b/i.test(headers.get('www-authenticate') ?? '');
}

async function tokenFinding(session: BoxSession): Promise<Finding> {
  try {
    const { name, login } = await getMe(session);
    return ok(`${name} (${login})`);
  } catch (error) {
    return refusedFinding(error, 'to say whose BOX_DEVELOPER_TOKEN this is');
  }
}

function refusedFinding(error: unknown, doing: string): Finding {
  if (!(error instanceof OutsideFailure)) throw error;
  const { says, page } = boxHint(error, doing);
  return wrong(says, page);
}

const isScopeMissing = (failure: OutsideFailure | null): boolean => failure?.reason === 'insufficient_scope';

function scopesFinding(sign: OutsideFailure | null, root: OutsideFailure | null): Finding {
  const missing = [
    ...(isScopeMissing(root)
      ? ['“Read and write all files and folders stored in Box” (root_readwrite)']
      : []),
    ...(isScopeMissing(sign) ? ['“Manage signature requests” (sign_requests.readwrite)'] : []),
  ];
  if (missing.length === 0)
    return root ? refusedFinding(root, 'to show a folder') : ok('files and signature requests');
  return wrong(
    `The Box app lacks ${missing.join(' and ')}. Tick it, save, then generate a new token.`,
    'https://app.box.com/developers/console, your app, Configuration, Application Scopes',
  );
}

function signFinding(failure: OutsideFailure | null): Finding {
  if (failure === null) return ok('answers; only a real request can show whether this user can send');
  if (failure.status === 403) {
    return wrong(
      `Box Sign is not enabled for this user (${failure.reason}). The plan must include it, and an admin must enable it.`,
      'https://app.box.com/master/settings, Sign',
    );
  }
  if (failure.reason === 'terms_of_service_required') {
    return wrong('Box asks you to accept its terms first.', 'https://app.box.com/sign');
  }
  return refusedFinding(failure, 'to list signature requests');
}

async function folderFinding(session: BoxSession, folderId: string | null): Promise<Finding> {
  if (folderId === null) return noFolderSet;
  const page = whereToFind('BOX_DESTINATION_FOLDER_ID');
  try {
    const folder = await getFolder(session, folderId);
    if (folder.canUpload) return ok(folder.name);
    return wrong(
      `In the folder “${folder.name}” (BOX_DESTINATION_FOLDER_ID) this Box user cannot create files. Make them an editor of it.`,
      page,
    );
  } catch (error) {
    if (error instanceof OutsideFailure && error.status === 404) {
      return wrong('BOX_DESTINATION_FOLDER_ID is not a folder that this Box user can see.', page);
    }
    return refusedFinding(error, 'to show the folder of BOX_DESTINATION_FOLDER_ID');
  }
}
