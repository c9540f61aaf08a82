/** The table in SECURITY.md of what strangers can cause has every route of the server and the limits in the code. */
import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import { accountModeOf } from '../../src/app/box-access.ts';
import { readConfig } from '../../src/config/config.ts';
import type { AllInstallations } from '../../src/features/services.ts';
import { strangerInstallLimits } from '../../src/slack/install.ts';
import { maxPayloadBytes } from '../../src/slack/payload-shapes.ts';
import { bodyLimits, maxUnsignedBytes } from '../../src/slack/receiver.ts';
import { strangerLineLimits } from '../../src/slack/token-bucket.ts';
import { maxDroppedBytes, maxDroppedPieces, maxFormBytes } from '../../src/web/browser.ts';
import { pagesOf } from '../../src/web/connect-routes.ts';
import { installPagesOf } from '../../src/web/install-routes.ts';
import { maxConnections, readyWithinMs, requestTimeouts, routesOf } from '../../src/web/server.ts';
import {
  maxNotificationBytes,
  maxUnsignedWebhookBytes,
  notificationLimits,
  webhookRouteOf,
} from '../../src/web/webhook-route.ts';

const page = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8');
const section = /## What strangers can cause\n([\s\S]*?)\n## /.exec(page)?.[1] ?? '';
const rows = new Map(
  [...section.matchAll(/^\| `(\/[^`]*)` \|(.*)$/gm)].map(([, route = '', row = '']) => [route, row]),
);

/** All possible routes: people install the app and connect their own accounts. */
function routes(): string[] {
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
  const pages = {
    ...pagesOf(allInstallations, log),
    ...installPagesOf(read.config, allInstallations),
    ...webhookRouteOf(read.config, allInstallations, log),
  };
  const nothing = async (): Promise<void> => undefined;
  return [...routesOf({ slack: nothing, pages, checkReady: nothing, log }).keys()];
}

it('the table names every route', () => {
  expect([...rows.keys()].sort()).toEqual(routes().sort());
});

it('the table has the limits of the code', () => {
  const kib = (bytes: number): string => `${bytes / 1024} KiB`;
  const atOnce = ({ most, everyMs }: { most: number; everyMs: number }): string =>
    `${most} in a burst and then one every ${everyMs / 1000} seconds`;
  expect(section).toContain(`${maxConnections} connections`);
  expect(section).toContain(`within ${requestTimeouts.requestTimeout / 1000} seconds`);
  expect(section).toContain(`strangers: ${atOnce(strangerLineLimits)}`);
  const events = `${kib(maxUnsignedBytes)}; with the look of a signature ${kib(maxPayloadBytes)}, in ${bodyLimits.withinMs / 1000} seconds and ${bodyLimits.maxPieces} pieces; what is above ${kib(bodyLimits.smallBytes)} of each shares ${bodyLimits.maxSharedBytes / 1024 / 1024} MiB`;
  expect(rows.get('/slack/events')).toContain(events);
  expect(rows.get('/slack/events')).toContain(`looked for in ${kib(maxUnsignedBytes)}`);
  const limits = notificationLimits;
  const webhooks = `${kib(maxUnsignedWebhookBytes)}; with the look of a signature ${kib(maxNotificationBytes)}, in ${limits.withinMs / 1000} seconds and ${limits.maxPieces} pieces; what is above ${kib(limits.smallBytes)} of each shares ${limits.maxSharedBytes / 1024 / 1024} MiB`;
  expect(rows.get('/box/webhooks')).toContain(webhooks);
  expect(rows.get('/slack/oauth_redirect')).toContain(atOnce(strangerInstallLimits));
  expect(rows.get('/box/connect')).toContain(
    `${kib(maxFormBytes)}; ${kib(maxDroppedBytes)} are dropped, in ${maxDroppedPieces} pieces`,
  );
  expect(rows.get('/readyz')).toContain(`${readyWithinMs / 1000} seconds at most`);
});
