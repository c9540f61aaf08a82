/** What is said before a reminder, a cancel or a correction, and how each of them ended. */
import { describe, expect, it } from 'vitest';
import { cancelModal, readCancelModal } from '../../../src/views/cancel-modal.ts';
import { correctModal, readCorrectModal } from '../../../src/views/correct-modal.ts';
import { actionResultMessage, underWaySentence } from '../../../src/views/note.ts';
import { remindSentences } from '../../../src/views/remind.ts';
import { actionChoice } from '../../../src/views/request-choice.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { ana, aRequest, aSigner, bo, cy, hours, tuesday } from './records.ts';
import { shown } from './shown.ts';

type Changes = Parameters<typeof aRequest>[0];

const now = tuesday + hours(1);
const t = texts('en-GB', 'Europe/Berlin', () => tuesday + hours(24 * 30));
const inSlack = { signsHere: true } as const;
const signedByBo = { ...bo, decision: 'signed' as const, decidedAt: tuesday };
const toldBo = { nudged: [{ user: 'U0BO', at: now }] };

describe('before a reminder it is said', () => {
  const everyone = 'It reminds everyone whose turn it is, never only one of them.';
  const colleagues = 'Colleagues also get a message from Sign, once a day.';
  const rule = 'Box allows one reminder every 10 minutes.';
  const said = (changes: Changes, place: 'dialog' | 'modal' = 'dialog') =>
    remindSentences(aRequest(changes), place, t, now);

  it.each<[string, Changes, readonly string[]]>([
    ['that colleagues get a message too', {}, ['Box emails Bo Lee and Cy Ng.', everyone, colleagues, rule]],
    ['whom Box emails', { signers: [aSigner()] }, ['Box emails bo@client.com.', everyone, rule]],
    [
      'who gets only a message',
      { signers: [{ ...bo, ...inSlack }] },
      ['Bo Lee signs from Slack and gets a message from Sign, no email.', rule],
    ],
    [
      'that several get only a message',
      { signers: [bo, cy].map((one) => ({ ...one, ...inSlack })) },
      ['Bo Lee and Cy Ng sign from Slack and get a message from Sign, no email.', rule],
    ],
    [
      'who got a message lately',
      { signers: [{ ...bo, ...inSlack }, ana], details: toldBo },
      [
        'Box emails you.',
        'Bo Lee signs from Slack and got a message less than a day ago, so gets none now.',
        everyone,
        rule,
      ],
    ],
    [
      'no message for a colleague who got one lately',
      { signers: [bo], details: toldBo },
      ['Box emails Bo Lee.', everyone, rule],
    ],
    [
      'of a request of others that some may get no email, and nothing of who signs in person',
      { signers: [{ ...bo, isInPerson: true }, cy], details: { sharedAs: 'viewer' } },
      ['Box reminds Cy Ng, except those who sign from Slack: they get no email.', everyone, colleagues, rule],
    ],
  ])('%s', (_, changes, sentences) => expect(said(changes)).toEqual(sentences));

  it('every name in a modal, and only the first in a dialog, which has less room', () => {
    const names = Array.from({ length: 4 }, (_, index) => `${'N'.repeat(40)}${index}`);
    const signers = names.map((name) => aSigner({ name }));
    expect(said({ signers }, 'modal')[0]).toBe(`Box emails ${names.join(', ')}.`);
    const cut = `${'N'.repeat(29)}…`;
    expect(said({ signers })[0]).toBe(`Box emails ${cut}, ${cut} and 2 more.`);
  });

  it('which requests it can be for: ten, and how many more there are', () => {
    const choice = (count: number) =>
      shown(actionChoice('resend', Array(count).fill(aRequest()), t, now).blocks);
    expect(choice(10)).toHaveLength(11);
    expect(choice(10)[1]).toBe(
      'NDA Acme.pdf, goes to Bo Lee and Cy Ng — Sent 17 Nov 2026 at 10:10. Nobody has opened it. [Resend reminder]',
    );
    expect(choice(12).slice(-1)).toEqual([
      '2 more. Type the name of one, or its SR-… number, after the command.',
    ]);
    const nudged = [{ user: 'U0BO', at: tuesday }];
    const told = aRequest({ signers: [{ ...bo, ...inSlack }], details: { nudged } });
    expect(shown(actionChoice('resend', [told], t, now).blocks)[1]).toContain(
      'all got a message less than a day ago',
    );
    expect(shown(actionChoice('cancel', [told], t, now).blocks)[1]).toContain('for Bo Lee, from 17 Nov 2026');
  });
});

describe('before a cancel', () => {
  it('it is said who can no longer sign, and whose signature is lost', () => {
    const said = (changes: Changes) => shown(cancelModal(aRequest(changes), t).blocks)[0];
    expect(said({ signers: [signedByBo, cy] })).toBe(
      'NDA Acme.pdf: Cy Ng will no longer be able to sign. What Bo Lee signed will be lost.',
    );
    expect(said({ signers: [] })).toBe('NDA Acme.pdf: this cancels it in Box.');
  });

  it('the dialog is read back with the message in which it was asked for', () => {
    const pressed = { responseUrl: 'https://hooks.slack.com/1', messageTs: '1.2', isCommand: true };
    const read = (metadata: string, value = ' Typo ') =>
      readCancelModal(metadata, { reason: { reason: { value } } });
    const { id } = aRequest();
    expect(read(cancelModal(aRequest(), t, pressed).private_metadata ?? '')).toEqual({
      requestId: id,
      reason: 'Typo',
      ...pressed,
    });
    expect(read(cancelModal(aRequest(), t).private_metadata ?? '', ' ')).toEqual({
      requestId: id,
      reason: null,
      responseUrl: null,
      messageTs: null,
      isCommand: false,
    });
    expect(read('{"requestId":1}')).toBeNull();
  });
});

describe('the dialog that corrects addresses', () => {
  const others = Array.from({ length: 6 }, (_, index) => aSigner({ email: `p${index}@x.com` }));
  const draw = (changes: Changes, bounced = [bo, cy]) => correctModal(aRequest(changes), bounced, 'd1', t);

  it('says whose signature is lost, and has five fields at most', () => {
    expect(shown(draw({ signers: [{ ...signedByBo, slackUserId: 'U0ANA' }, cy] }).blocks)[0]).toBe(
      'You would have to sign again: the old request is cancelled when the new one has gone out.',
    );
    const both = [signedByBo, { ...signedByBo, slackUserId: 'U0ANA' }];
    expect(shown(draw({ signers: both }).blocks)[0]).toContain('Bo Lee and you would have to sign again');
    expect(shown(draw({}).blocks)[0]).not.toContain('sign again');
    expect(draw({}, others).blocks).toHaveLength(6);
  });

  it('asks for the address when there is one, and for any of several', () => {
    const optional = (bounced: (typeof bo)[]) =>
      draw({}, bounced).blocks.flatMap((block) => ('optional' in block ? [block.optional] : []));
    expect([optional([bo]), optional([bo, cy])]).toEqual([[false], [true, true]]);
  });

  it('is read back: each typed address with the one that it replaces', () => {
    const state = { address_1: { address_1: { value: ' cy@new.com ' } } };
    expect(readCorrectModal(draw({}).private_metadata ?? '', state)).toEqual({
      requestId: aRequest().id,
      draftId: 'd1',
      typed: [
        { oldEmail: 'bo@client.com', text: '' },
        { oldEmail: 'cy@acme.com', text: 'cy@new.com' },
      ],
    });
    for (const odd of ['{"requestId":"r","draftId":"d"}', '{"requestId":"r","emails":[]}', 'x'])
      expect(readCorrectModal(odd, state)).toBeNull();
  });
});

describe('afterwards it is said', () => {
  const failed = (
    verb: 'resend' | 'cancel',
    code: 'too_early' | 'unknown' | 'over' | 'gone',
    changes: Changes = {},
    status: number | null = null,
  ) => actionResultMessage(aRequest(changes), { verb, failure: { verb, code, at: now, status } }, t).text;
  const done = (verb: 'resend' | 'cancel', changes: Changes = {}) =>
    actionResultMessage(aRequest(changes), { verb, failure: null }, t).text;

  it('whom the reminder reached, and who can no longer sign', () => {
    expect(done('resend')).toBe('✅ A reminder for NDA Acme.pdf was sent to Bo Lee and Cy Ng.');
    expect(done('cancel')).toBe('🚫 NDA Acme.pdf was cancelled. Bo Lee and Cy Ng can no longer sign it.');
    expect(done('cancel', { signers: [] })).toBe(
      '🚫 NDA Acme.pdf was cancelled. It can no longer be signed.',
    );
    const toldAt = (at: number) => ({
      signers: [{ ...bo, ...inSlack }],
      details: { remindedAt: now, nudged: [{ user: 'U0BO', at }] },
    });
    expect(done('resend', toldAt(now))).toBe('✅ A reminder for NDA Acme.pdf was sent to Bo Lee.');
    expect(done('resend', toldAt(now - 1))).toContain('Nobody got a reminder for NDA Acme.pdf');
    const pending = (verb: 'resend' | 'cancel') =>
      ({ verb, by: 'U0ANA', at: now, callSentAt: null, reason: null }) as const;
    expect(underWaySentence(aRequest(), pending('resend'), t)).toBe(
      '⏳ Sending a reminder for NDA Acme.pdf to Bo Lee and Cy Ng…',
    );
    expect(underWaySentence(aRequest(), pending('cancel'), t)).toBe('⏳ Cancelling NDA Acme.pdf…');
  });

  it('why it failed, and when a reminder is possible', () => {
    expect(failed('resend', 'too_early', {}, 400)).toBe(
      'NDA Acme.pdf: ⚠️ No reminder was sent. You can send the next reminder 17 Nov 2026 at 10:20. Box allows one every 10 minutes. (BX-400)',
    );
    expect(failed('resend', 'too_early', { lastSentAt: null })).toBe(
      'NDA Acme.pdf: ⚠️ No reminder was sent. Box allows one every 10 minutes.',
    );
    expect(failed('resend', 'over')).toContain('No reminder was sent: there was nobody left to remind.');
    expect(failed('cancel', 'over')).toContain('Too late to cancel');
    expect(failed('cancel', 'gone', {}, 404)).toMatch(
      /The request was not cancelled: Box no longer shows .*\(BX-404\)$/,
    );
  });

  it('how to find out what Box did not say', () => {
    expect(failed('resend', 'unknown')).toContain('The reminder may or may not have been sent');
    expect(failed('cancel', 'unknown')).toContain('To check, press Refresh on its card.');
    expect(failed('cancel', 'unknown', { details: { sharedAs: 'viewer' } })).toContain(
      'To check, open it in Box.',
    );
  });
});
