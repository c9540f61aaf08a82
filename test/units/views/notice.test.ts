/** Several notices in one message, to a signer and to a requester. */
import { expect, it } from 'vitest';
import { noticesMessage } from '../../../src/views/notice.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aRequest, aSigner, hours, tuesday } from './records.ts';

const now = tuesday + hours(1);
const t = texts('en-GB', 'Europe/Berlin', () => now);
const bo = aSigner({ slackUserId: 'U0BO', signsHere: true });
const records = ['one', 'two', 'three'].map((id) =>
  aRequest({ id, state: 'sent', requester: 'U0ANA', signers: [bo], details: { name: `${id}.pdf` } }),
);
const remindersTo = (reader: string) =>
  noticesMessage(
    records.map((record) => ({ kind: 'reminded', record, signer: bo, reader })),
    now,
    t,
  );

it('each reminder to a signer keeps its button, and no list of requests of others is offered', () => {
  const { blocks } = remindersTo('U0BO');
  const shown = JSON.stringify(blocks);
  expect(shown).toContain('3 updates on requests for your signature:');
  expect(shown.match(/"value":"(one|two|three)"/g)).toHaveLength(3);
  expect(shown).not.toContain('all_requests');
});

it('the requester is offered the list', () => {
  const shown = JSON.stringify(remindersTo('U0ANA').blocks);
  expect(shown).toContain('3 updates on your signature requests:');
  expect(shown).toContain('all_requests');
  expect(shown).not.toContain('review_and_sign');
});
