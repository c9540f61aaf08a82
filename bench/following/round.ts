/** One poll for each of many people. All their requests are open and due, and Box has no news of any. */

import { observe } from '../../src/signing/observe.ts';
import { planPoll } from '../../src/signing/polling.ts';
import type { Observation, SignRequest } from '../../src/signing/sign-request.ts';
import { openRequest } from './requests.ts';

const day = 24 * 60 * 60_000;

/** Box's answer about a request without news. */
const unchangedObservation = (boxId: string): Observation => ({
  boxId,
  shortId: null,
  externalId: boxId,
  status: 'sent',
  name: 'NDA.pdf',
  prepareUrl: null,
  signers: [],
  folder: null,
  files: [],
  filesReady: false,
  signingLogId: null,
  expiresAt: null,
  createdAt: 0,
  finishedAt: null,
  errorCode: null,
  senderEmail: null,
});

/** Polls once for each person, who has `each` requests. Returns how many calls are made and cards redrawn. */
export function pollWithoutNews(
  users: number,
  each: number,
): { readonly calls: number; readonly redraws: number } {
  const sum = { calls: 0, redraws: 0 };
  for (let user = 0; user < users; user += 1) {
    const records = Array.from({ length: each }, (_, index): SignRequest => {
      const id = `${user}-${index}`;
      return observe(asFollowed(openRequest(`U${user}`, id, 0)), unchangedObservation(id), 1).record;
    });
    // Each person has a list of one page.
    const plan = planPoll(records, { now: 2 * day, reserve: 1, pages: 1 });
    sum.calls += plan.kind === 'get' ? plan.records.length : plan.kind === 'list' ? 1 : 0;
    for (const record of records) {
      const { steps } = observe(record, unchangedObservation(record.boxId ?? ''), 2 * day);
      sum.redraws += steps.filter(({ step }) => step === 'redraw').length;
    }
  }
  return sum;
}

const asFollowed = (record: SignRequest): SignRequest => ({
  ...record,
  details: { ...record.details, isFollowed: true },
});
