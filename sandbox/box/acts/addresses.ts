/** Maps addresses of Box to paths of the sandbox's page. */
import { BoxRefusal, notFound } from '../errors.ts';
import { fileFor, folderFor, openLink } from '../items.ts';
import { prepareUrl } from '../sign-request-wire.ts';
import { type BoxState, type User, userByLogin } from '../state.ts';
import type { Act, ControlHandlers } from './act.ts';

function pathFrom(parts: readonly string[]): string {
  return `/${parts.map(encodeURIComponent).join('/')}`;
}

/** Accounts in the order in which a link is tried: the person who follows it, then everyone else. */
function accountsToTry(act: Act): User[] {
  const follower = userByLogin(act.state, act.maybeText('person') ?? '');
  const all = Object.values(act.state.users);
  return follower === undefined ? all : [follower, ...all.filter((one) => one !== follower)];
}

function itemPath(act: Act, kind: 'file' | 'folder', id: string): string {
  for (const user of accountsToTry(act)) {
    try {
      if (kind === 'file') fileFor(act.state, id, user);
      else if (id !== '0') folderFor(act.state, id, user);
      return pathFrom(['box', user.login, kind, id]);
    } catch (error) {
      // This account may not open the link; the next one may.
      if (!(error instanceof BoxRefusal)) throw error;
    }
  }
  throw notFound();
}

function sharedPath(act: Act, url: string): string {
  const found = act.state.sharedLinks.find((one) => one.url === url);
  const link = openLink(act.state, { url, password: found?.password ?? null });
  if (link.itemType === 'web_link') throw new BoxRefusal(404, 'not_found', 'It leads to a bookmark');
  return itemPath(act, link.itemType, link.itemId);
}

function preparePath(state: BoxState, id: string, url: string): string {
  const request = state.signRequests[id];
  if (request === undefined || prepareUrl(request) !== url) throw notFound();
  const sender = state.users[request.senderId];
  return `${pathFrom(['box', 'prepare', id, request.prepareToken])}?as=${encodeURIComponent(sender?.login ?? '')}`;
}

function signingPath(state: BoxState, id: string, token: string): string {
  const isThere = state.signRequests[id]?.signers.some((one) => one.linkToken === token) === true;
  if (!isThere) throw notFound();
  return pathFrom(['box', 'sign', id, token]);
}

/** The path of the sandbox's page for a Box URL; 404 with a sentence when there is none. */
function pathOf(act: Act): string {
  const address = act.text('url');
  const url = URL.canParse(address) ? new URL(address) : null;
  const isBox = url !== null && (url.hostname === 'box.com' || url.hostname.endsWith('.box.com'));
  if (!isBox) throw new BoxRefusal(404, 'not_found', 'This is no address at Box.');
  const [first = '', second = '', third = '', fourth = '', fifth = ''] = url.pathname
    .split('/')
    .filter(Boolean);
  try {
    if (first === 'file' || first === 'folder') return itemPath(act, first, second);
    if (first === 's' || first === 'v') return sharedPath(act, address);
    if (first === 'sign' && second === 'document') {
      return fifth === 'prepare_doc'
        ? preparePath(act.state, third, address)
        : signingPath(act.state, third, fourth);
    }
  } catch (error) {
    if (!(error instanceof BoxRefusal) || error.status !== 404) throw error;
    throw new BoxRefusal(404, 'not_found', 'Box has nothing at this address, or nobody here may see it.');
  }
  throw new BoxRefusal(404, 'not_found', 'The sandbox has no such page of Box.');
}

export const addressActs: ControlHandlers = { 'page-of': (act) => ({ path: pathOf(act) }) };
