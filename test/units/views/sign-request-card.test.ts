import { describe, expect, it } from 'vitest';
import type { Details } from '../../../src/signing/sign-request.ts';
import { signRequestCard } from '../../../src/views/sign-request-card.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { every } from './limits.ts';
import { allStates, ana, aRequest, aSigner, bo, cy, hours, refusalOf, tuesday } from './records.ts';
import { buttons, shown } from './shown.ts';

const t = texts('en-GB', 'Europe/Berlin');
// The time is long after the last mail, so that a reminder is possible.
const now = tuesday + 24 * 3_600_000;
const card = (changes: Parameters<typeof aRequest>[0] = {}) => signRequestCard(aRequest(changes), { t, now });
const seen = (changes: Parameters<typeof aRequest>[0] = {}) => shown(card(changes).blocks);
const pressable = (changes: Parameters<typeof aRequest>[0] = {}) => buttons(card(changes).blocks);
/** The links in the card to the document of a second request in Box. */
const openDuplicate = (details: Partial<Details>) =>
  JSON.stringify(card({ details }).blocks).match(/https:\/\/app\.box\.com\/file\/4[^"]*/g) ?? [];

const notAtBox = { boxId: null, shortId: null, sentAt: null, observedAt: null, createSentAt: null } as const;
const prepareUrl = 'https://app.box.com/sign/document/x/prepare_doc';
const signedByBo = { ...bo, hasViewed: true, decision: 'signed' as const, decidedAt: tuesday + hours(26) };

describe('the card of a request', () => {
  it('before Box has the request', () => {
    expect(seen({ ...notAtBox, state: 'requested' })).toContain('⏳ Sending to Box…');
    expect(seen({ ...notAtBox, state: 'creating', createSentAt: tuesday, looks: 1 }).join()).toContain(
      'checking whether',
    );
    expect(pressable({ ...notAtBox, state: 'creating' })).toEqual([]);
  });

  it('waiting for the check', () => {
    expect(seen({ ...notAtBox, state: 'to_check' })).toContain(
      '✏️ Not sent yet. Check it, then press Send now.',
    );
    expect(pressable({ ...notAtBox, state: 'to_check' })).toEqual(['Check and send…', 'Discard request']);
  });

  it('with fields to place', () => {
    for (const state of ['converting', 'created'] as const) {
      const changes = { state, prepareUrl, sentAt: null };
      expect(seen(changes)).toContain('✏️ Not sent yet. Place the fields in Box, then press Send there.');
      expect(pressable(changes)).toEqual([
        'Place the fields',
        'Change…',
        'Cancel request',
        'Details',
        'All my requests',
        'Refresh',
        'Mute notices',
      ]);
      expect(every(card(changes).blocks, 'url')).toContain(prepareUrl);
    }
  });

  it('the prepare URL is never shown once the request was sent', () => {
    for (const state of allStates.filter((each) => each !== 'converting' && each !== 'created')) {
      expect(JSON.stringify(card({ state, prepareUrl }))).not.toContain(prepareUrl);
    }
  });

  it('nobody has opened it', () => {
    expect(seen()).toEqual([
      'NDA Acme.pdf',
      '📨 Sent 17 Nov 2026 at 10:10. Nobody has opened it.',
      '✉️ Bo Lee — not opened',
      '✉️ Cy Ng — not opened',
      'SR-1234 · signed copy goes to Contracts · expires 30 Nov 2026 at 13:00 · as of 17 Nov 2026 at 15:10',
      '[Resend reminder] [Change…] [Cancel request] ⋯ [Details] [All my requests] [Refresh] [Mute notices]',
    ]);
  });

  it('two days unopened: asks whether the address is right, only where Box has mailed the signer', () => {
    const asked = aSigner({ email: 'dee@client.com' });
    const signers = [
      asked,
      bo,
      { ...cy, hasViewed: true },
      ana,
      { ...aSigner({ email: 'eve@acme.com' }), signsHere: true as const },
      { ...aSigner({ email: 'gus@acme.com' }), isInPerson: true as const },
      { ...aSigner({ email: 'later@client.com' }), order: 2 },
    ];
    const forwarded = [{ from: 'old@client.com', to: 'bo@client.com', at: tuesday + hours(1) }];
    const changes = { signers, details: { forwarded } };
    const doubted = (at: number, more = {}, lost: 'cut' | null = null): string[] =>
      shown(signRequestCard(aRequest({ ...changes, ...more }), { t, now: at, lost }).blocks).filter((line) =>
        line.includes('Is the address right?'),
      );
    const line = '✉️ dee@client.com — not opened. Is the address right?';
    expect(doubted(tuesday + hours(48) - 1)).toEqual([]);
    expect(doubted(tuesday + hours(48))).toEqual([line]);
    expect(doubted(tuesday + hours(49))).toEqual([line, '✉️ Bo Lee — not opened. Is the address right?']);
    expect(doubted(tuesday + hours(49), {}, 'cut')).toEqual([]);
    expect(doubted(tuesday + hours(24 * 20))).toEqual([]);
    expect(doubted(tuesday + hours(49), { state: 'cancelled' })).toEqual([]);
    const turn = [
      { ...signedByBo, order: 1 },
      { ...asked, order: 2 },
    ];
    expect(doubted(tuesday + hours(73), { signers: turn })).toEqual([]);
    expect(doubted(tuesday + hours(74), { signers: turn })).toEqual([line]);
  });

  it('one of two has signed: the outstanding signer comes first', () => {
    const lines = seen({ state: 'viewed', signers: [signedByBo, { ...cy, hasViewed: true }] });
    expect(lines.slice(1, 4)).toEqual([
      '👀 1 of 2 signed. Waiting for Cy Ng since 17 Nov 2026.',
      '👀 Cy Ng — opened, not signed',
      '✅ Bo Lee — signed 18 Nov 2026 at 12:10',
    ]);
  });

  it('the requester signs last', () => {
    const waits = seen({
      signers: [
        { ...bo, order: 1 },
        { ...ana, order: 2 },
      ],
    });
    expect(waits.slice(2, 4)).toEqual(['✉️ Bo Lee — not opened', '⏸ You — after Bo Lee']);
    const turn = seen({
      state: 'viewed',
      signers: [
        { ...signedByBo, order: 1 },
        { ...ana, order: 2 },
      ],
    });
    expect(turn[1]).toBe("✍️ 1 of 2 signed. It is your turn: open Box's email to sign.");
    const both = seen({ state: 'viewed', signers: [signedByBo, ana, { ...bo, email: 'cy@client.com' }] });
    expect(both[1]).toContain('1 of 3 signed. Waiting for ');
  });

  it('to more than ten people: six lines and the number of the rest', () => {
    const signers = Array.from({ length: 35 }, (_, index) =>
      aSigner({ email: `p${index}@x.com`, decision: index >= 23 ? 'signed' : null }),
    );
    const lines = seen({ state: 'viewed', signers });
    expect(lines.slice(2, 9)).toEqual([
      ...signers.slice(0, 6).map(({ email }) => `✉️ ${email} — not opened`),
      '29 more: 12 signed',
    ]);
    expect(seen({ signers: signers.slice(0, 10) }).join()).not.toContain('more:');
    expect(seen({ signers: signers.slice(0, 11) })).toContain('5 more');
  });

  it('the reader whom Box adds is hidden, and readers are not waited for', () => {
    const sender = aSigner({ email: 'Ana@acme.com', role: 'final_copy_reader' });
    const reader = aSigner({ email: 'eve@acme.com', role: 'final_copy_reader' });
    const lines = seen({ state: 'viewed', signers: [sender, signedByBo, cy, reader] });
    expect(lines.join()).not.toMatch(/ana@/i);
    expect(lines[1]).toBe('👀 1 of 2 signed. Waiting for Cy Ng since 17 Nov 2026.');
    expect(lines).toContain('📄 eve@acme.com — gets a copy');
  });

  it('completed: document and log, once they exist', () => {
    const done = { state: 'signed' as const, signers: [signedByBo], sentAt: tuesday };
    const finishedAt = tuesday + hours(49);
    const early = { ...done, details: { finishedAt, signingLogId: '444' } };
    expect(pressable(early)).toEqual([
      'Signing log',
      'Send again like this…',
      'Details',
      'All my requests',
      'Refresh',
    ]);
    expect(seen(early).join()).toContain('signed copy goes to Contracts');
    const deleted = { ...early, details: { ...early.details, goneAt: finishedAt } };
    expect(seen(deleted).join()).not.toContain('Contracts');
    const ready = { ...done, details: { finishedAt, signingLogId: '444', filesReady: true } };
    expect(seen(ready).join()).toContain('signed copy in Contracts');
    expect(seen(ready)[1]).toBe('✅ Completed 19 Nov 2026 at 11:10. 1 of 1 signed.');
    expect(pressable(ready)).toEqual([
      'Open signed document',
      'Signing log',
      'Send again like this…',
      'Details',
      'All my requests',
    ]);
    expect(every(card(ready).blocks, 'url')).toEqual(
      [333, 333, 444].map((id) => `https://app.box.com/file/${id}`),
    );
  });

  it('declined, with the reason on one line', () => {
    const declined = {
      ...bo,
      decision: 'declined' as const,
      decidedAt: tuesday,
      reason: 'Clause 4\nis not *acceptable*',
    };
    expect(seen({ state: 'declined', signers: [cy, declined] }).slice(1, 4)).toEqual([
      '🛑 Declined by Bo Lee, 17 Nov 2026 at 10:10: "Clause 4 is not *acceptable*". The other signers can no longer sign.',
      '🛑 Bo Lee — declined 17 Nov 2026 at 10:10',
      '▫️ Cy Ng — did not sign',
    ]);
  });

  it('expired or cancelled', () => {
    expect(seen({ state: 'expired', signers: [signedByBo, cy] })[1]).toBe(
      '⌛ Expired 30 Nov 2026 at 13:00. Not signed by Cy Ng.',
    );
    expect(seen({ state: 'cancelled', details: { finishedAt: tuesday } })[1]).toBe(
      '🚫 Cancelled, 17 Nov 2026 at 10:10. It can no longer be signed.',
    );
  });

  it('not sent: why, what to do, and the code', () => {
    const refused = {
      ...notAtBox,
      state: 'not_sent' as const,
      refusal: refusalOf('sign_not_enabled', '', 403),
    };
    expect(seen(refused)[1]).toBe(
      '❌ Not sent; nobody was emailed. Your Box plan does not include Box Sign. Ask your Box admin. (BX-403)',
    );
    expect(pressable(refused)).toEqual(['Fix and send…', 'Discard request']);
  });

  it('of unknown outcome: sending again needs a confirmation', () => {
    const unsure = card({ ...notAtBox, state: 'unsure', createSentAt: tuesday });
    expect(buttons(unsure.blocks)).toEqual([
      'Send again',
      "Don't send again",
      'Details',
      'All my requests',
      'Refresh',
    ]);
    expect(unsure.text).not.toMatch(/nobody was emailed|nothing was sent/i);
    const confirm = JSON.stringify(unsure.blocks).match(/"confirm":\{.*?twice/);
    expect(confirm?.[0]).toContain('Bo Lee and Cy Ng will get it twice');
  });

  it('put aside: the card says whether anything may have been sent', () => {
    expect(seen({ ...notAtBox, state: 'discarded' })[1]).toBe('🚫 Discarded. Nothing was sent.');
    const after = seen({
      ...notAtBox,
      form: { ...aRequest().form, delivery: 'direct' },
      state: 'discarded',
      createSentAt: tuesday,
    });
    expect(after.join()).not.toMatch(/nothing was sent|not asked$/i);
  });

  it('with a status that this version does not know', () => {
    const unknown = seen({ state: 'unknown', details: { unknownStatus: 'napping' } });
    expect(unknown[1]).toContain('Box reports the status "napping"');
    expect(pressable({ state: 'unknown' })).toEqual([
      'Details',
      'All my requests',
      'Refresh',
      'Mute notices',
    ]);
  });

  it('gone from Box: neither a folder for the signed copy nor an expiry', () => {
    const lines = seen({ details: { goneAt: now, remindedAt: tuesday } });
    expect(lines[1]).toContain('Box no longer has this request');
    expect(lines.at(-2)).toBe('SR-1234 · as of 17 Nov 2026 at 15:10');
  });

  it.each(['cancelled', 'declined', 'expired'] as const)(
    '%s: neither a folder for a signed copy, nor an expiry, nor when people were reminded',
    (state) => {
      const lines = seen({ state, details: { remindedAt: tuesday, finishedAt: now } });
      expect(lines).toContain('SR-1234 · as of 17 Nov 2026 at 15:10');
    },
  );

  it('cancelled in Box: the login is shown as other logins are', () => {
    expect(seen({ state: 'cancelled', details: { cancelledBy: 'bo@\u202eacme.com' } })[1]).toBe(
      '🚫 Cancelled in Box by bo@[U+202E]acme.com. It can no longer be signed.',
    );
  });

  it('failed in Box: a sentence for a documented code, the code itself for any other', () => {
    const says = (errorCode: string) => seen({ state: 'error', details: { errorCode } }).join();
    expect(says('cfr11_validation_failed')).toContain('(21 CFR Part 11) were not met: ask your Box admin.');
    expect(says('constructor')).toContain('create a new request. (Box: constructor)');
  });

  it('with a duplicate in Box', () => {
    const details = { duplicateBoxId: 'b0c2', duplicateFileId: '444' };
    expect(seen({ details }).join()).toContain('second request for the same document (b0c2)');
    expect(openDuplicate(details)).toEqual(['https://app.box.com/file/444']);
    expect(pressable({ details })).toContain('Open the other request');
  });

  it('with a duplicate in Box whose document is unknown, or that has ended', () => {
    expect(openDuplicate({ duplicateBoxId: 'b0c2' })).toEqual([]);
    expect(openDuplicate({ duplicateBoxId: 'b0c2', duplicateFileId: '4/../4' })).toEqual([]);
    expect(openDuplicate({ duplicateBoxId: null, duplicateFileId: '444' })).toEqual([]);
  });
});

describe('a reminder that Box will accept later', () => {
  it('the time is announced, unless the request is no longer followed', () => {
    const drawn = { t, now: tuesday + 60_000 };
    const request = aRequest({ sentAt: tuesday });
    const words = 'next reminder possible ';
    expect(shown(signRequestCard(request, drawn).blocks).join()).toContain(words);
    expect(shown(signRequestCard(request, { ...drawn, lost: 'cut' }).blocks).join()).not.toContain(words);
  });
});

describe('the card in every state', () => {
  it.each(allStates)('the card in state %s has a text of its own, for screen readers too', (state) => {
    const message = card({ state });
    const [, line = ''] = shown(message.blocks);
    const words = line.replace(/^\S+ /, '');
    expect(words.length).toBeGreaterThan(10);
    expect(message.text).toContain(words);
    expect(message.text.startsWith('NDA Acme.pdf: ')).toBe(true);
  });

  it('the card has at most one primary button', () => {
    for (const state of allStates) {
      const drawn = card({ state, prepareUrl, details: { filesReady: true, signingLogId: '4' } });
      expect(every(drawn.blocks, 'style').filter((style) => style === 'primary').length).toBeLessThanOrEqual(
        1,
      );
    }
  });

  it('the reminder is the primary button, unless something else is the next step', () => {
    const primary = (changes: Parameters<typeof aRequest>[0]) =>
      [...JSON.stringify(card(changes).blocks).matchAll(/"text":"([^"]+)",[^{[]*"style":"primary"/g)].map(
        ([, label]) => label,
      );
    expect(primary({})).toEqual(['Resend reminder']);
    expect(primary({ details: { bounced: { at: tuesday, emails: ['bo@client.com'] } } })).toEqual([
      'Correct the address…',
    ]);
    expect(primary({ signers: [{ ...ana, signsHere: true }, cy] })).toEqual(['Review and sign']);
  });

  it('the card is drawn the same from the same record', () => {
    for (const state of allStates) expect(card({ state })).toEqual(card({ state }));
  });
});

describe('the card’s title', () => {
  const own = { ...aRequest().form, name: 'NDA for Acme' };
  it('the title is the given name, else the file’s, else what was typed', () => {
    expect(seen({ form: own })[0]).toBe('NDA for Acme');
    expect(seen()[0]).toBe('NDA Acme.pdf');
    const typed = seen({ ...notAtBox, state: 'requested', details: { file: null, files: [] } });
    expect(typed[0]).toBe('Your document (https://app.box.com/file/111)');
  });

  it('the title links through the shared link where that is the only way', () => {
    const sharedLink = 'https://app.box.com/s/abc';
    expect(every(card({ details: { sharedLink } }).blocks, 'url')).toContain(sharedLink);
  });

  it('the title links to nothing that a browser or Slack would refuse', () => {
    expect(
      JSON.stringify(
        card({ details: { sharedLink: 'javascript:alert(1)', file: { id: '../x', name: 'A' } } }),
      ),
    ).not.toMatch(/javascript|\.\.\/x/);
  });
});
