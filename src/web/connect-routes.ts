/** The pages on which people connect their Box accounts. */
import { redirectPath } from '../config/box.ts';
import { type Browsing, comeBackFromBox, leaveForBox, startConnect } from '../features/connect/browser.ts';
import type { Common } from '../features/services.ts';
import { createPages, type PageOptions } from './browser.ts';
import type { Route } from './server.ts';

/** The pages by path; none where nobody connects an own account. */
export function pagesOf(
  parts: Omit<Browsing, 'oauth' | 'isAddressProof'> & Pick<Common, 'connecting'>,
  log: PageOptions['log'],
): Readonly<Record<string, Route>> {
  const { connecting } = parts;
  if (connecting.kind !== 'own') return {};
  const { oauth, isAddressProof, publicUrl } = connecting;
  const browsing: Browsing = { ...parts, oauth, isAddressProof };
  const toRoute = createPages({ publicUrl, log });
  return {
    '/box/connect': toRoute({
      GET: (request) => startConnect(browsing, request),
      POST: (request) => leaveForBox(browsing, request),
    }),
    [redirectPath]: toRoute({ GET: (request) => comeBackFromBox(browsing, request) }),
  };
}
