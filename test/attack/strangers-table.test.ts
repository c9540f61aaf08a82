/**
 * SECURITY.md's table of what strangers can cause names every route of the server and the limits in the code.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { strangerInstallLimits } from '../../src/slack/install.ts';
import { maxPayloadBytes } from '../../src/slack/payload-shapes.ts';
import { bodyLimits, maxUnsignedBytes } from '../../src/slack/receiver.ts';
import { strangerLineLimits } from '../../src/slack/token-bucket.ts';
import { maxDroppedBytes, maxDroppedPieces, maxFormBytes } from '../../src/web/browser.ts';
import { maxConnections, readyWithinMs, requestTimeouts } from '../../src/web/server.ts';
import {
  maxNotificationBytes,
  maxUnsignedWebhookBytes,
  notificationLimits,
} from '../../src/web/webhook-route.ts';
import { allRoutes } from './routes.ts';

const page = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8');
const section = /## What strangers can cause\n([\s\S]*?)\n## /.exec(page)?.[1] ?? '';
const rows = new Map(
  [...section.matchAll(/^\| `(\/[^`]*)` \|(.*)$/gm)].map(([, route = '', row = '']) => [route, row]),
);

it('the table names every route', () => {
  expect([...rows.keys()].sort()).toEqual([...allRoutes().keys()].sort());
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
