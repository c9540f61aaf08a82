/** How people connect their Box accounts, from the configuration: what features know of it, and the pages. */
import { boxOAuthOf, redirectPath } from './box-access.ts';
import { createPages } from './browser.ts';
import type { Config } from './config.ts';
import type { Connecting } from './features/common/services.ts';
import { type Browsing, comeBackFromBox, leaveForBox, startConnect } from './features/connect/browser.ts';
import type { Route } from './server.ts';
import type { StrangersLog } from './slack/allowance.ts';

/** Whether each person connects an account, or it is settled for them. */
export function connectingOf(config: Config): Connecting {
  const oauth = boxOAuthOf(config);
  const { publicUrl } = config.server;
  if (oauth !== null && publicUrl !== undefined) {
    return { kind: 'own', oauth, publicUrl, isAddressProof: config.slack.access.kind === 'one' };
  }
  return { kind: config.box.access.kind === 'trial' ? 'trial' : 'everybody' };
}

/** The pages by path; none where nobody connects an own account. */
export function pagesOf(
  config: Config,
  parts: Pick<Browsing, 'store' | 'servicesOf'>,
  log: StrangersLog,
): Readonly<Record<string, Route>> {
  const connecting = connectingOf(config);
  if (connecting.kind !== 'own') return {};
  const { oauth, isAddressProof, publicUrl } = connecting;
  const { store, servicesOf } = parts;
  const browsing: Browsing = { store, servicesOf, oauth, isAddressProof, log };
  const toRoute = createPages({ publicUrl, log });
  return {
    '/box/connect': toRoute({
      GET: (request) => startConnect(browsing, request),
      POST: (request) => leaveForBox(browsing, request),
    }),
    [redirectPath]: toRoute({ GET: (request) => comeBackFromBox(browsing, request) }),
  };
}
