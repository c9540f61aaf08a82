/** Export history (CSV): the log of what people did from Slack, in the admin's messages. Needs `files:write`. */
import { Readable } from 'node:stream';
import { OutsideFailure } from '../../failure.ts';
import { historyLog } from '../../signing/history-log.ts';
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import { forAdmin } from '../rights/admins.ts';
import type { Services } from '../services.ts';
import { hasScopeOf } from '../settings/read.ts';
import { tellPrivately } from '../tell.ts';

/** The button Export history (CSV). A second press makes a second file, which does no harm. */
export function pressExportHistory(services: Services, payload: ActionPayload): Answer {
  return forAdmin(services, payload, async ({ tenant, person, t }) => {
    const { slack, store, now, log } = services;
    const says = t.workspace.history;
    if (!hasScopeOf(services)('files:write')) return tellPrivately(services, payload, says.notGranted, t);
    const entries = await store.history.all(tenant);
    if (entries.length === 0) return tellPrivately(services, payload, says.nothing, t);
    const body = Buffer.from(historyLog(entries));
    const day = new Date(now()).toISOString().slice(0, 10);
    try {
      const file = { name: `sign-history-${day}.csv`, bytes: body.length, body: Readable.from([body]) };
      const id = await slack.uploadFile(file);
      await slack.shareFiles(await slack.openDirect(person.userId), [id], says.here(entries.length));
      log.info({ userId: person.userId, count: entries.length }, 'the history was exported');
      await tellPrivately(services, payload, says.sent, t);
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      log.warn({ failure: error.message }, 'the history was not exported');
      await tellPrivately(services, payload, says.failed, t);
    }
  });
}
