/** What the card says in states that few requests have: its sentence, and each person's line. */
import { describe, expect, it } from 'vitest';
import { signRequestCard } from '../../../src/views/sign-request-card.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { ana, aRequest, aSigner, bo, cy, hours, tuesday } from './records.ts';
import { shown } from './shown.ts';

type Changes = Parameters<typeof aRequest>[0];

const t = texts('en-GB', 'Europe/Berlin');
const now = tuesday + hours(1);
const draw = (changes: Changes = {}, at = now) => signRequestCard(aRequest(changes), { t, now: at });
const seen = (changes: Changes = {}, at = now) => shown(draw(changes, at).blocks);
/** The sentence that says where the request stands. */
const sentence = (changes: Changes, at = now) => seen(changes, at)[1];
/** The line of the first person. */
const personLine = (changes: Changes) => seen(changes)[2];

const boSigned = { ...bo, hasViewed: true, decision: 'signed' as const, decidedAt: tuesday + hours(26) };
const cySigned = { ...boSigned, slackUserId: 'U0CY', email: 'cy@acme.com', name: 'Cy Ng' };
const finishedAt = tuesday + hours(49);
const signedByAll = { state: 'signed', signers: [boSigned] } as const;
const direct = { form: { ...aRequest().form, delivery: 'direct' as const } };
/** Sent again after an unknown outcome, so that Box may have it twice. */
const again = { ...direct, sentAt: null, details: { mayBeTwice: true } };

describe('the card of an open request says', () => {
  it.each<[string, Changes, string]>([
    [
      'that all have signed, before Box has marked it as complete',
      { state: 'viewed', signers: [boSigned, cySigned] },
      '👀 2 of 2 signed. Box has not marked it as complete yet.',
    ],
    [
      'that it was opened, although Box does not say by whom',
      { state: 'viewed' },
      '👀 Sent 17 Nov 2026 at 10:10. It has been opened but not signed yet.',
    ],
    [
      'who has opened it',
      { state: 'viewed', signers: [{ ...bo, hasViewed: true }, cy] },
      '👀 Sent 17 Nov 2026 at 10:10. Opened by Bo Lee, not signed yet.',
    ],
    [
      'to a requester who has to approve where the mail is',
      { state: 'viewed', signers: [{ ...ana, role: 'approver' }] },
      "✍️ Sent 17 Nov 2026 at 10:10. It is your turn: open Box's email to approve.",
    ],
    [
      'to a requester who signs from Slack nothing about a mail',
      { state: 'viewed', signers: [{ ...ana, signsHere: true }] },
      '✍️ Sent 17 Nov 2026 at 10:10. It is your turn.',
    ],
    [
      'that the document is being prepared',
      { state: 'converting', sentAt: null },
      '⏳ Box is preparing the document. Nobody has been emailed yet.',
    ],
    [
      'that a second try is being prepared',
      { state: 'converting', ...again },
      '⏳ Box is preparing the document. The first one may have gone out all the same.',
    ],
    [
      'that Box has it',
      { state: 'created', sentAt: null },
      '⏳ Submitted to Box. Nobody has been emailed yet, as far as we know.',
    ],
    [
      'that Box has a second try',
      { state: 'created', ...again },
      '⏳ Submitted to Box. The first one may have gone out all the same.',
    ],
    [
      'that Box has a status without a name',
      { state: 'unknown' },
      '❔ Box reports a status that this app does not recognize. Open the request in Box.',
    ],
  ])('%s', (_, changes, said) => expect(sentence(changes)).toBe(said));

  it('that its expiry has passed from that moment on, and who had not signed', () => {
    const expiresAt = Date.UTC(2026, 10, 30, 12);
    expect(sentence({}, expiresAt - 1)).not.toContain('Expired');
    expect(sentence({}, expiresAt)).toBe(
      '⌛ Expired 30 Nov 2026 at 13:00; Box will confirm. Bo Lee and Cy Ng had not signed.',
    );
    expect(sentence({ signers: [boSigned] }, expiresAt)).not.toContain('had not signed');
  });

  it('that the outcome is unknown, even where the record has no reason for it', () => {
    const unsure = { state: 'unsure', boxId: null, shortId: null, sentAt: null } as const;
    expect(sentence(unsure)).toContain("❓ We couldn't confirm with Box whether this was sent.");
  });
});

describe('the card of a request that has ended says', () => {
  it.each<[string, Changes, string]>([
    [
      'that the signed copy is not there yet',
      { ...signedByAll, details: { finishedAt } },
      '✅ Completed 19 Nov 2026 at 11:10. 1 of 1 signed. Box is still saving the signed copy.',
    ],
    [
      'that the signed copy was deleted',
      { ...signedByAll, details: { finishedAt, goneAt: finishedAt } },
      '✅ Completed 19 Nov 2026 at 11:10. 1 of 1 signed. Box no longer has the signed copy; it may have been deleted there.',
    ],
    [
      'that someone declined, although Box does not say who',
      { state: 'declined', details: { finishedAt } },
      '🛑 Declined, 19 Nov 2026 at 11:10. The other signers can no longer sign.',
    ],
    [
      'that the last signer declined, with their reason and the end of the request as the time',
      {
        state: 'declined',
        signers: [{ ...bo, decision: 'declined', reason: 'No!' }, cySigned],
        details: { finishedAt },
      },
      '🛑 Declined by Bo Lee, 19 Nov 2026 at 11:10: "No!"',
    ],
    [
      'that the requester cancelled it, and why',
      { state: 'cancelled', details: { cancelled: { by: 'U0ANA', at: finishedAt, reason: 'Typo' } } },
      '🚫 Cancelled by you, 19 Nov 2026 at 11:10: "Typo"',
    ],
    [
      'that the requester cancelled it without a reason',
      { state: 'cancelled', details: { cancelled: { by: 'U0ANA', at: finishedAt, reason: null } } },
      '🚫 Cancelled by you, 19 Nov 2026 at 11:10.',
    ],
    [
      'of a cancel by somebody else only when it was',
      {
        state: 'cancelled',
        details: { finishedAt, cancelled: { by: 'U0BO', at: tuesday, reason: 'Typo' } },
      },
      '🚫 Cancelled, 19 Nov 2026 at 11:10. It can no longer be signed.',
    ],
    [
      'that it expired before it was sent',
      { state: 'expired', sentAt: null, details: { expiresAt: null, finishedAt } },
      '⌛ Expired 19 Nov 2026 at 11:10. It was not sent, as far as we know.',
    ],
    [
      'that it expired, when nobody is known to be missing',
      { state: 'expired', signers: [boSigned] },
      '⌛ Expired 30 Nov 2026 at 13:00.',
    ],
    [
      'that Box could not convert the document',
      { state: 'error_converting', sentAt: null },
      '❌ Not sent; nobody was emailed. Box could not convert the document. Save it as a PDF in Box and create a new request.',
    ],
    [
      'that Box could not convert the document of a second try',
      { state: 'error_converting', ...again },
      '❌ The first one may have gone out all the same. Box could not convert the document. Save it as a PDF in Box and create a new request.',
    ],
    [
      'that something went wrong, without a code when Box gives none',
      { state: 'error' },
      '❌ Something went wrong in Box, and this request is closed. Open it in Box, or create a new request.',
    ],
    [
      'that it was put aside after Box had lost it',
      { state: 'discarded', details: { goneAt: finishedAt } },
      '🗑 Box no longer has this request; it was deleted there, or its folder was. It can no longer be signed.',
    ],
    [
      'that it was put aside without an answer from Box',
      { state: 'discarded', boxId: null, ...again },
      "🚫 Not tracked. We couldn't confirm this with Box. If you're unsure, check Box.",
    ],
  ])('%s', (_, changes, said) => expect(sentence(changes)).toBe(said));
});

describe('a person’s line', () => {
  it.each<[string, Changes, string]>([
    ['before it is sent', { state: 'converting', sentAt: null }, '▫️ Bo Lee — not asked yet'],
    ['in a second try', { state: 'converting', ...again }, '▫️ Bo Lee — no update yet'],
    ['after it failed unsent', { state: 'error_converting', sentAt: null }, '▫️ Bo Lee — was not asked'],
    ['after a second try failed', { state: 'error_converting', ...again }, '▫️ Bo Lee — no update yet'],
    ['after mails failed', { state: 'error_sending', sentAt: null }, '▫️ Bo Lee — no update yet'],
    ['after it was discarded', { state: 'discarded', sentAt: null }, '▫️ Bo Lee — was not asked'],
    ['after Box had lost it', { state: 'discarded' }, '▫️ Bo Lee — not signed, as far as we know'],
    ['in a strange state', { state: 'unknown' }, '▫️ Bo Lee — not signed, as far as we know'],
    ['after expiring unsent', { state: 'expired', sentAt: null }, '▫️ Bo Lee — not signed, as far as we know'],
    [
      'after it was deleted in Box',
      { details: { goneAt: tuesday } },
      '▫️ Bo Lee — not signed, as far as we know',
    ],
    ['after it expired', { state: 'expired' }, '▫️ Bo Lee — did not sign'],
    [
      'after it expired once opened',
      { state: 'expired', signers: [{ ...bo, hasViewed: true }] },
      '▫️ Bo Lee — opened, did not sign',
    ],
    ['of a requester who signs alone', { state: 'viewed', signers: [ana] }, '✍️ You — not signed yet'],
  ])('%s', (_, changes, said) => expect(personLine(changes)).toBe(said));

  it('says who signed for a group, who approved, and how many files each attached', () => {
    const files = ['1', '2'].map((id) => ({ id, name: 'Id.pdf' }));
    const signers = [
      { ...boSigned, groupId: 'g' },
      { ...cy, groupId: 'g' },
      { ...ana, role: 'approver', decision: 'signed' as const, attachments: files.slice(1) },
      aSigner({ email: 'dee@client.com', attachments: files }),
    ];
    expect(seen({ state: 'viewed', signers }).slice(1, 6)).toEqual([
      '👀 2 of 3 signed. Waiting for dee@client.com since 17 Nov 2026.',
      '✉️ dee@client.com — not opened, 2 files attached',
      '✅ Bo Lee — signed 18 Nov 2026 at 12:10',
      '✅ You — approved, 1 file attached',
      '▫️ Cy Ng — not needed: Bo Lee signed for the group',
    ]);
  });

  it('says that one of a group is enough only while the request is open', () => {
    const signers = [bo, cy].map((one) => ({ ...one, groupId: 'g' }));
    expect(personLine({ signers })).toBe('✉️ Bo Lee — not opened, one of 2 is enough');
    expect(personLine({ signers, state: 'cancelled' })).toBe('▫️ Bo Lee — did not sign');
  });

  it('is left out for the requester’s own copy, and for a reader without an address', () => {
    const reader = { role: 'final_copy_reader' };
    const signers = [
      bo,
      { ...ana, ...reader, email: 'other@acme.com' },
      aSigner({ ...reader, email: null, name: 'Nobody' }),
      aSigner({ ...reader, email: 'eve@acme.com' }),
    ];
    expect(seen({ signers }).slice(2, 4)).toEqual(['✉️ Bo Lee — not opened', '📄 eve@acme.com — gets a copy']);
  });

  it('is one for the rest of many people, none of whom has signed', () => {
    const signers = Array.from({ length: 11 }, (_, index) => aSigner({ email: `p${index}@x.com` }));
    expect(seen({ signers })[8]).toBe('5 more');
  });
});

describe('the card’s other lines', () => {
  it('the last three people who passed the request on are named, and to whom as far as that is known', () => {
    const forwarded = ['a', 'b', 'c', 'd'].map((name, index) => ({
      from: `${name}@x.com`,
      to: index === 3 ? null : 'bo@client.com',
      at: tuesday,
    }));
    expect(seen({ details: { forwarded } }).filter((line) => line.startsWith('↪️'))).toEqual([
      '↪️ b@x.com passed it to Bo Lee',
      '↪️ c@x.com passed it to Bo Lee',
      '↪️ d@x.com passed it to someone else',
    ]);
  });

  it('a failure for want of a connection is told until Box has answered again', () => {
    const trouble = { verb: 'cancel' as const, code: 'not_connected' as const, at: tuesday, status: null };
    const says = 'you are no longer connected to Box';
    expect(draw({ observedAt: tuesday, details: { trouble } }).text).toContain(says);
    expect(draw({ observedAt: tuesday + 1, details: { trouble } }).text).not.toContain(says);
  });

  it('a cancel without an answer had no effect once Box has reported the request as open since', () => {
    const line = (verb: 'resend' | 'cancel', observedAt: number) => {
      const trouble = { verb, code: 'unknown' as const, at: tuesday, status: null };
      return seen({ observedAt, details: { trouble } }).find((each) => each.startsWith('⚠️'));
    };
    expect(line('cancel', tuesday)).toContain('The request may or may not be cancelled.');
    expect(line('cancel', tuesday + 1)).toContain('The request was not cancelled: we tried for 15 minutes');
    expect(line('resend', tuesday + 1)).toContain('The reminder may or may not have been sent;');
  });

  it('a screen reader reads every line of the card, in the same order', () => {
    const details = {
      duplicateBoxId: 'b0c2',
      forwarded: [{ from: 'a@x.com', to: null, at: tuesday }],
      bounced: { at: tuesday, emails: ['bo@client.com'] },
      trouble: { verb: 'cancel' as const, code: 'refused' as const, at: tuesday, status: 400 },
    };
    expect(draw({ details }).text.split('\n')).toEqual([
      'NDA Acme.pdf: Sent 17 Nov 2026 at 10:10. Nobody has opened it.',
      'Bo Lee: not opened',
      'Cy Ng: not opened',
      '⚠️ An email did not arrive: bo@client.com.',
      '↪️ a@x.com passed it to someone else',
      expect.stringContaining('⚠️ Box has a second request for the same document (b0c2).'),
      "⚠️ The request was not cancelled: Box does not allow this at the request's current stage. (BX-400)",
      'SR-1234 · signed copy goes to Contracts · expires 30 Nov 2026 at 13:00 · as of 17 Nov 2026 at 15:10',
    ]);
  });
});
