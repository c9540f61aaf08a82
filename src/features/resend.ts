/**
 * Resend reminder: Box mails everybody who has not signed. Never twice for one press, and never repeated
 * when Box's answer is lost: the person is told instead.
 */
import { resendSignRequest } from '../box/sign-requests.ts';
import { askResend, resent, whyNoResend } from '../signing/chase.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import type { Job, Lease } from '../store/claims.ts';
import type { Texts } from '../views/texts/index.ts';
import { runChase, troubleOf } from './box-action.ts';
import { pressedByMember } from './rights/members.ts';
import type { Services } from './services.ts';
import { showUnderWay } from './surfaces/busy.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { notKnown, tell } from './tell.ts';

/** The button's value is the request's id. */
export function pressResend(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedByMember(services, payload, async ({ tenant, person, t }) => {
    const id = payload.value ?? '';
    const known = await services.store.signRequests.get(tenant, id);
    if (known?.requester !== person.userId) return notKnown(services, payload, person);
    let isAsked = false;
    const changed = await services.store.signRequests.change(
      tenant,
      id,
      (record) => {
        const decision = askResend(record, person.userId, services.now());
        isAsked = decision !== null;
        return decision;
      },
      { wake: false },
    );
    const record = changed?.record ?? known;
    if (!isAsked) {
      await redrawSoon(services, tenant, id);
      return { after: () => tell(services, payload, whyNot(record, services.now(), t), t) };
    }
    return { after: () => showUnderWay(services, payload, record) };
  });
}

/** Why nothing is resent now, as a sentence. */
export function whyNot(record: SignRequest, now: number, t: Texts): string {
  const why = whyNoResend(record, now);
  if (why?.code === 'too_early') return t.chase.tooEarly(t.clock.words({ moment: 'time', at: why.at }));
  return t.chase.noResend[why?.code ?? 'over'];
}

/** The step `resend`. */
export function resend(services: Services, job: Job, lease: Lease): Promise<void> {
  return runChase(services, job, lease, {
    name: 'resend',
    call: async ({ session, boxId, change }) => {
      await resendSignRequest(session, boxId);
      await change((record) => resent(record, services.now()));
    },
    // Box does not say more than 400 when the ten minutes are not over.
    codeOf: (failure) => (failure.status === 400 ? 'too_early' : troubleOf(failure)),
  });
}
