/** The pages on which people connect their Box accounts. */
import { boxRedirectPath } from '../config/box.ts';
import {
  type ConnectContext,
  handleReturnFromBox,
  redirectToBox,
  showConnectPage,
} from '../features/connect/browser.ts';
import type { SharedServices } from '../features/services.ts';
import type { StrangersLog } from '../slack/token-bucket.ts';
import { createPages } from './browser.ts';
import type { Route } from './server.ts';

/** The pages for connecting, by path; none where people do not connect their own accounts. */
export function connectPagesOf(
  parts: Pick<ConnectContext, 'store' | 'servicesOf'> & Pick<SharedServices, 'accountMode'>,
  log: StrangersLog,
): Readonly<Record<string, Route>> {
  const { accountMode } = parts;
  if (accountMode.kind !== 'own') return {};
  const { oauth, isAddressProof, publicUrl } = accountMode;
  const { store, servicesOf } = parts;
  const context: ConnectContext = { store, servicesOf, oauth, isAddressProof, log };
  const toRoute = createPages({ publicUrl, log });
  return {
    '/box/connect': toRoute({
      GET: (request) => showConnectPage(context, request),
      POST: (request) => redirectToBox(context, request),
    }),
    [boxRedirectPath]: toRoute({ GET: (request) => handleReturnFromBox(context, request) }),
  };
}
