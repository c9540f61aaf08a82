/** All routes that the app's server can have, as when people install the app and connect their own accounts. */
import { pino } from 'pino';
import { accountModeOf } from '../../src/app/box-access.ts';
import { readConfig } from '../../src/config/config.ts';
import type { AllInstallations } from '../../src/features/services.ts';
import { connectPagesOf } from '../../src/web/connect-routes.ts';
import { installPagesOf } from '../../src/web/install-routes.ts';
import { routesOf } from '../../src/web/server.ts';
import { webhookRouteOf } from '../../src/web/webhook-route.ts';

/** The methods of each route, by path. */
export function allRoutes(): ReadonlyMap<string, readonly string[]> {
  const read = readConfig({
    SLACK_SIGNING_SECRET: 'a'.repeat(32),
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'b'.repeat(32),
    SLACK_STATE_SECRET: 'c'.repeat(64),
    BOX_CLIENT_ID: 'd'.repeat(32),
    BOX_CLIENT_SECRET: 'e'.repeat(32),
    BOX_WEBHOOK_PRIMARY_KEY: 'f'.repeat(32),
    PUBLIC_URL: 'https://sign.example.com',
  });
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const log = pino({ level: 'silent' });
  const accountMode = accountModeOf(read.config);
  const store = { installations: {} } as AllInstallations['store'];
  const parts: Partial<AllInstallations> = { store, accountMode, log, now: Date.now };
  const allInstallations = parts as AllInstallations;
  const otherRoutes = {
    ...connectPagesOf(allInstallations, log),
    ...installPagesOf(read.config, allInstallations),
    ...webhookRouteOf(read.config, allInstallations, log),
  };
  const nothing = async (): Promise<void> => undefined;
  const routes = routesOf({ slack: nothing, otherRoutes, checkReady: nothing, log });
  return new Map([...routes].map(([path, { methods }]) => [path, methods]));
}
