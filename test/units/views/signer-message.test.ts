/** What a signer from the workspace reads: when asked, afterwards, in Home, and beside the link. */
import { describe, expect, it } from 'vitest';
import { askedRow, signerMessage, signingLinkView } from '../../../src/views/signer-message.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { ana, aRequest, bo, cy, hours, tuesday } from './records.ts';
import { shown } from './shown.ts';

type Changes = Parameters<typeof aRequest>[0];
type Given = Partial<Parameters<typeof signerMessage>[1]>;

const now = tuesday + hours(1);
const t = texts('en-GB', 'Europe/Berlin', () => now);
/** The message to Bo about a request of Ana's. */
const toBo = (changes: Changes, given: Given = {}) =>
  signerMessage(aRequest(changes), {
    reader: 'U0BO',
    who: 'Ana',
    lost: null,
    isMember: true,
    now,
    t,
    ...given,
  });
const seen = (changes: Changes, given: Given = {}) => shown(toBo(changes, given)?.message.blocks ?? []);

const decidedAt = tuesday + hours(26);
const signedByBo = { ...bo, decision: 'signed' as const, decidedAt };
const inSlack = { ...bo, signsHere: true as const };
const form = { ...aRequest().form, message: 'Please\nsign' };
const withdrawn = { cancelled: { by: 'U0ANA', at: tuesday, reason: null, isWithdrawal: true as const } };

describe('a signer is asked', () => {
  it('by mail: with its address, and without the words that the mail already has', () => {
    expect(seen({ form })).toEqual([
      '✍️ Ana asks you to sign NDA Acme.pdf.',
      'Box emailed the link to bo@client.com. Open it there.',
      'Sign by 30 Nov 2026 at 13:00',
    ]);
    expect(toBo({})?.isAsking).toBe(true);
  });

  it('in Slack: with the requester’s words and a button, also for a screen reader', () => {
    const changes = { form, signers: [{ ...inSlack, role: 'approver' }] };
    expect(seen(changes)).toEqual([
      '✍️ Ana asks you to approve NDA Acme.pdf.',
      '"Please\nsign"',
      'Sign by 30 Nov 2026 at 13:00',
      '[Review and sign]',
    ]);
    expect(toBo(changes)?.message.text.split('\n')).toEqual([
      '✍️ Ana asks you to approve NDA Acme.pdf.',
      'Please',
      'sign',
      'Sign by 30 Nov 2026 at 13:00',
    ]);
  });

  it('without the button where it would not work, and with the reason', () => {
    const changes = { signers: [inSlack], details: { expiresAt: null } };
    expect(seen(changes, { isMember: false })).toEqual(['✍️ Ana asks you to sign NDA Acme.pdf.']);
    expect(seen(changes, { lost: 'cut' })[1]).toContain('Ana is not connected to Box right now');
    expect(seen(changes, { lost: 'other_account' }).slice(1)).toEqual([
      "Ana sent this from another Box account, which is no longer connected, so your link can't be opened. Ask Ana to connect that account again.",
    ]);
  });

  it('not before it is sent', () => expect(toBo({ state: 'created' })).toBeNull());
});

describe('a signer reads afterwards', () => {
  it.each<[string, Changes, string]>([
    ['when they signed', { signers: [signedByBo, cy] }, '✅ You signed NDA Acme.pdf 18 Nov 2026 at 12:10.'],
    [
      'that they signed at an unknown time',
      { signers: [{ ...signedByBo, decidedAt: null }, cy] },
      '✅ You signed NDA Acme.pdf.',
    ],
    [
      'that everyone has signed',
      { state: 'signed', signers: [signedByBo] },
      '✅ You signed NDA Acme.pdf 18 Nov 2026 at 12:10. Everyone has signed.',
    ],
    [
      'that they signed in vain, as it was cancelled',
      { state: 'cancelled', signers: [signedByBo, cy] },
      '▫️ You signed NDA Acme.pdf, but it was cancelled.',
    ],
    [
      'that they signed in vain, as it was replaced',
      { state: 'cancelled', signers: [signedByBo, cy], details: withdrawn },
      '▫️ You signed NDA Acme.pdf, but it was replaced by a corrected request.',
    ],
    [
      'that they signed in vain, as another declined',
      { state: 'declined', signers: [signedByBo, cy] },
      '▫️ You signed NDA Acme.pdf, but it was declined by another signer.',
    ],
    [
      'that they signed in vain, as it expired',
      { state: 'expired', signers: [signedByBo, cy] },
      '▫️ You signed NDA Acme.pdf, but it has expired.',
    ],
    [
      'that they signed in vain, as Box failed',
      { state: 'error', signers: [signedByBo, cy] },
      '▫️ You signed NDA Acme.pdf, but it can no longer be completed.',
    ],
    [
      'that they declined',
      { signers: [{ ...bo, decision: 'declined' }] },
      '🛑 You declined to sign NDA Acme.pdf.',
    ],
    [
      'that another of their group has signed',
      {
        signers: [
          { ...bo, groupId: 'g' },
          { ...cy, groupId: 'g', decision: 'signed' },
        ],
      },
      '▫️ Someone else has signed NDA Acme.pdf, so your signature is not needed.',
    ],
    [
      'that they are no signer any longer',
      { signers: [cy] },
      '▫️ You are no longer a signer of NDA Acme.pdf.',
    ],
    ['that it expired', { state: 'expired' }, '⌛ NDA Acme.pdf has expired. It can no longer be signed.'],
    [
      'that it was cancelled',
      { state: 'cancelled' },
      '🚫 NDA Acme.pdf was cancelled. Your signature is no longer needed.',
    ],
    [
      'that it was replaced',
      { state: 'cancelled', details: withdrawn },
      '🔁 NDA Acme.pdf was replaced by a corrected request. If you are still one of its signers, you are asked again.',
    ],
    [
      'that another signer declined',
      { state: 'declined' },
      '🛑 NDA Acme.pdf was declined by another signer. Your signature is no longer needed.',
    ],
    ['that Box failed', { state: 'error' }, '▫️ NDA Acme.pdf can no longer be signed.'],
    ['that it is gone', { details: { goneAt: now } }, '▫️ NDA Acme.pdf can no longer be signed.'],
  ])('%s', (_, changes, line) => {
    expect(seen(changes)).toEqual([line]);
    expect(toBo(changes)).toMatchObject({ isAsking: false, message: { text: line } });
  });

  it('a button for the signed document, if they signed from Slack', () => {
    const signers = [{ ...signedByBo, signsHere: true as const }];
    expect(seen({ state: 'signed', signers })[1]).toBe('[Open document]');
    expect(seen({ state: 'viewed', signers: [...signers, cy] })).toHaveLength(1);
  });
});

describe('a request of somebody else in Home', () => {
  const row = (changes: Changes, lost: 'cut' | null = null) =>
    askedRow({ record: aRequest(changes), reader: 'U0BO', who: 'Ana', lost }, t);

  it('has a button only while the signer can sign from Slack', () => {
    expect(shown([row({ signers: [inSlack] })])).toEqual([
      '✍️ Ana asks you to sign NDA Acme.pdf.\nSign by 30 Nov 2026 at 13:00 [Review and sign]',
    ]);
    expect(JSON.stringify(row({ signers: [inSlack] }))).toContain('"Review and sign NDA Acme.pdf, Ana"');
    expect(shown([row({ signers: [inSlack] }, 'cut')])[0]).toMatch(/connect Box again\.\nSign by [^[]*$/);
    expect(shown([row({ details: { expiresAt: null } })])).toEqual([
      '✍️ Ana asks you to sign NDA Acme.pdf.\nBox emailed the link to bo@client.com. Open it there.',
    ]);
  });
});

describe('the link to the signing page', () => {
  const host = { ...ana, signsHere: true as const };
  const guest = { ...bo, isInPerson: true as const };
  const beside = (signers: NonNullable<Changes>['signers'], reader: string) =>
    shown(
      signingLinkView(aRequest({ signers: signers ?? [] }), { link: 'https://app.box.com/sign/2', reader }, t)
        .blocks,
    ).slice(1, -2);

  it('tells the requester who signs on the same screen, and nobody else', () => {
    expect(beside([host, guest], 'U0ANA')).toEqual([
      'After you have signed, Box goes on to Bo Lee on the same screen.',
    ]);
    expect(beside([{ ...host, decision: 'signed' }, guest], 'U0ANA')).toEqual([
      'You have signed. Bo Lee can now sign on your screen.',
    ]);
    expect(beside([host, { ...cy, signsHere: true }, guest], 'U0CY')).toEqual([]);
  });
});
