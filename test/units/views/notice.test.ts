/** One notice with its next step, and several notices in one message, to a signer and to a requester. */
import { describe, expect, it } from 'vitest';
import { maxNotices, type NoticeShown, noticeMessage, noticesMessage } from '../../../src/views/notice.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { ana, aRequest, aSigner, cy, hours, bo as mailed, tuesday } from './records.ts';
import { shown as linesOf } from './shown.ts';

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

it('at most fifteen of many notices are shown, and all are counted', () => {
  const many = Array.from({ length: maxNotices + 1 }, (_, index) => ({
    kind: 'completed' as const,
    record: aRequest({ id: `r${index}` }),
    signer: null,
    reader: 'U0ANA',
  }));
  const lines = linesOf(noticesMessage(many, now, t).blocks);
  expect(lines[0]).toBe('16 updates on your signature requests:');
  expect(lines.filter((line) => line.endsWith('is complete. Everyone has signed.'))).toHaveLength(15);
});

const seen = (one: NoticeShown) => linesOf(noticeMessage(one, now, t).blocks);

describe('a notice to the requester says', () => {
  const signed = { ...mailed, decision: 'signed' as const, decidedAt: tuesday };
  const declined = { ...mailed, decision: 'declined' as const };
  const host = { ...ana, signsHere: true as const };
  const prepareUrl = 'https://app.box.com/sign/1';
  const completed = { state: 'signed' as const, signers: [signed] };
  const toRequester = (
    kind: NoticeShown['kind'],
    changes: Parameters<typeof aRequest>[0],
    more: Partial<NoticeShown> = {},
  ) => seen({ kind, record: aRequest(changes), signer: null, reader: 'U0ANA', ...more });

  it.each<[string, NoticeShown['kind'], Parameters<typeof aRequest>[0], readonly string[]]>([
    [
      'how many have signed',
      'signed',
      { state: 'viewed', signers: [signed, cy] },
      ['✅ Someone without an email address signed NDA Acme.pdf. 1 of 2 signed.'],
    ],
    [
      'that a mail asks them to sign now',
      'signed',
      { state: 'viewed', signers: [signed, ana] },
      [
        "✅ Someone without an email address signed NDA Acme.pdf. 1 of 2 signed. It is your turn: open Box's email to sign.",
      ],
    ],
    [
      'that they can sign from Slack now',
      'signed',
      { state: 'viewed', signers: [signed, host, cy] },
      [
        '✅ Someone without an email address signed NDA Acme.pdf. 1 of 3 signed. It is your turn.',
        '[Review and sign]',
      ],
    ],
    [
      'that it is their turn',
      'own_turn',
      { signers: [host] },
      ['✍️ It is your turn to sign NDA Acme.pdf.', '[Review and sign]'],
    ],
    [
      'who declined, why, and that others cannot sign',
      'declined',
      { state: 'declined', signers: [{ ...declined, reason: 'Too late' }, cy] },
      ['🛑 Bo Lee declined to sign NDA Acme.pdf: "Too late". The other signers can no longer sign.'],
    ],
    [
      'that the last signer declined',
      'declined',
      { state: 'declined', signers: [declined] },
      ['🛑 Bo Lee declined to sign NDA Acme.pdf.'],
    ],
    [
      'whose mail did not arrive',
      'bounced',
      { details: { bounced: { at: tuesday, emails: ['bo@client.com'] } } },
      ['⚠️ An email about NDA Acme.pdf did not arrive. Not opened yet: Bo Lee.'],
    ],
    [
      'who last passed it on, and to whom',
      'forwarded',
      {
        details: {
          forwarded: [
            { from: 'x@y.z', to: null, at: tuesday },
            { from: 'bo@client.com', to: 'cy@acme.com', at: tuesday },
          ],
        },
      },
      ['↪️ Bo Lee passed NDA Acme.pdf to Cy Ng to sign.'],
    ],
    [
      'that someone passed it on to a person who is not known',
      'forwarded',
      { details: { forwarded: [{ from: 'x@y.z', to: null, at: tuesday }] } },
      ['↪️ x@y.z passed NDA Acme.pdf to someone else to sign.'],
    ],
    [
      'who had not signed when it expired',
      'expired',
      { state: 'expired' },
      ['⌛ NDA Acme.pdf expired. Not signed: Bo Lee and Cy Ng.'],
    ],
    [
      'that it expired without all signatures',
      'expired',
      { state: 'expired', signers: [signed] },
      ['⌛ NDA Acme.pdf expired. Not everyone had signed.'],
    ],
    [
      'that it expired unsent',
      'expired',
      { state: 'expired', sentAt: null },
      ['⌛ NDA Acme.pdf expired. It was not sent, as far as we know.'],
    ],
    [
      'that it was cancelled in Box',
      'cancelled',
      { state: 'cancelled' },
      ['🚫 NDA Acme.pdf was cancelled in Box.'],
    ],
    [
      'that it is complete, with what can be opened',
      'completed',
      { ...completed, details: { filesReady: true, signingLogId: '444' } },
      ['✅ NDA Acme.pdf is complete. Everyone has signed.', '[Open signed document] [Signing log]'],
    ],
    [
      'that it is complete before anything can be opened',
      'completed',
      completed,
      ['✅ NDA Acme.pdf is complete. Everyone has signed.'],
    ],
    [
      'when it expires and who is missing, with a reminder',
      'expiring',
      {},
      [
        '⏰ NDA Acme.pdf expires 30 Nov 2026 at 13:00. Not signed yet: Bo Lee and Cy Ng.',
        '[Resend reminder]',
      ],
    ],
    [
      'that it expires soon',
      'expiring',
      { details: { expiresAt: null }, lastSentAt: now },
      ['⏰ NDA Acme.pdf expires soon. Not signed yet: Bo Lee and Cy Ng.'],
    ],
    [
      'that it has not been sent',
      'unsent',
      { state: 'created', prepareUrl },
      [
        '✏️ NDA Acme.pdf has not been sent. Place the fields in Box, then press Send there.',
        '[Place the fields]',
      ],
    ],
    [
      'that it has still not been sent',
      'unsent_next_day',
      { state: 'created', prepareUrl },
      [
        '✏️ NDA Acme.pdf has still not been sent. Place the fields in Box, then press Send there.',
        '[Place the fields]',
      ],
    ],
  ])('%s', (_, kind, changes, lines) => expect(toRequester(kind, changes)).toEqual(lines));

  it('the name of the signer whom it is about', () => {
    const signers = [signed, { ...signed, slackUserId: 'U0CY', name: 'Cy Ng' }];
    const [line] = toRequester('signed', { signers }, { signer: signers[1] ?? null });
    expect(line).toContain('✅ Cy Ng signed');
  });
});

describe('a notice to a signer says', () => {
  const toBo = (
    kind: NoticeShown['kind'],
    changes: Parameters<typeof aRequest>[0],
    asker: string | null = null,
  ) => seen({ kind, record: aRequest(changes), signer: null, reader: 'U0BO', asker });

  it('that nothing is left to sign', () => {
    const signers = [mailed, { ...cy, decision: 'declined' as const, reason: 'Too late' }];
    expect(toBo('declined', { state: 'declined', signers })).toEqual([
      '🛑 NDA Acme.pdf was declined by Cy Ng, so it is over. Your signature is no longer needed.',
    ]);
    expect(toBo('cancelled', { state: 'cancelled' })).toEqual([
      '🚫 NDA Acme.pdf was cancelled. Your signature is no longer needed.',
    ]);
    expect(toBo('replaced', { state: 'cancelled' })[0]).toContain("you'll be asked to sign again.");
  });

  it('who reminds them, since when it is their turn, and where they sign', () => {
    expect(toBo('reminded', {}, 'Ana')).toEqual([
      '🔔 A reminder from Ana: NDA Acme.pdf is waiting for your signature since 17 Nov 2026 at 10:10. It expires 30 Nov 2026 at 13:00. Box emailed the link to bo@client.com.',
    ]);
    const unknown = { sentAt: null, details: { expiresAt: null } };
    expect(toBo('reminded', { ...unknown, signers: [{ ...bo, role: 'approver' }] })).toEqual([
      '🔔 A reminder from Someone: NDA Acme.pdf is waiting for your approval.',
      '[Review and sign]',
    ]);
    expect(toBo('reminded', { ...unknown, signers: [cy] }, 'Ana')).toEqual([
      '🔔 A reminder from Ana: NDA Acme.pdf is waiting for your signature.',
    ]);
  });
});
