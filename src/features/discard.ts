/** The button that discards a request (three labels, see `discardButton`), and Send again. */
import { discard, retryUnsure } from '../signing/decide.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { ruleRefusal } from './create/rules.ts';
import { changeAsPressed, pressedForRequest } from './rights/requests.ts';
import type { Services } from './services.ts';
import { showInStatus } from './status.ts';
import { showBusy } from './surfaces/busy.ts';
import { drawViews } from './surfaces/open-views.ts';
import { tellPrivately } from './tell.ts';

/** The button Discard request, Don't send again or Put aside. */
export function pressDiscard(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedForRequest(services, payload, 'discard', (on) =>
    changeAsPressed(services, payload, on, discard, async (record) => {
      services.store.jobs.wake();
      await showInStatus(services, payload, record, on.t);
    }),
  );
}

/**
 * The button Send again: the person has confirmed that signers may get the request twice. The card's buttons disappear
 * immediately.
 */
export function pressSendAgain(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedForRequest(services, payload, 'sendAgain', async (on) => {
    const { tenant, requester: userId, form } = on.record;
    const rule = await ruleRefusal(services, { tenant, userId, form });
    if (rule) return { after: () => tellPrivately(services, payload, on.t.rules.sentence(rule), on.t) };
    return changeAsPressed(
      services,
      payload,
      on,
      (record) => retryUnsure(record, services.now()),
      async (record) => {
        const rows = await services.store.cards.forRequest(record.tenant, record.id);
        await drawViews(services, record, on.person, rows);
        await showBusy(services, payload, record);
        await showInStatus(services, payload, record, on.t);
      },
    );
  });
}
