import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf, maxSigners, readSigners } from '../../../src/signing/signers.ts';
import { anyString } from '../../builders/any-string.ts';
import { marks, quotes, unseen } from '../../builders/pasted.ts';
import { runs } from '../../builders/runs.ts';

const none = { colleagues: [], others: '', iSignToo: false, order: 'together', requester: 'U_ANA' } as const;

function read(fields: Partial<Parameters<typeof readSigners>[0]>) {
  return readSigners({ ...none, ...fields });
}

function people(fields: Partial<Parameters<typeof readSigners>[0]>) {
  const result = read(fields);
  if ('refusals' in result) return result.refusals;
  return result.signers.map(({ slackUserId, email, order }) => [slackUserId ?? email, order]);
}

/** An address of 254 characters, the most that mail can carry. */
const longest = `${'a'.repeat(60)}@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(61)}.com`;

describe('signers by email', () => {
  it.each([
    ['bo@client.com', ['bo@client.com']],
    ['  Bo@Client.COM ', ['bo@client.com']],
    [
      'bo@client.com, cy@client.com;di@x.org\ned@x.org fy@x.org',
      ['bo@client.com', 'cy@client.com', 'di@x.org', 'ed@x.org', 'fy@x.org'],
    ],
    ['Bo Lee <bo@x.com>, "Ng, Cy" <cy@x.com>', ['bo@x.com', 'cy@x.com']],
    ['Bo <bo@x.com> Cy <cy@x.com>', ['bo@x.com', 'cy@x.com']],
    ['bo@x.com <bo@x.com>', ['bo@x.com']],
    ['bo@x.com Cy <cy@x.com>', ['bo@x.com', 'cy@x.com']],
    ['mailto:bo@x.com?subject=Hi', ['bo@x.com']],
    ['<mailto:bo@x.com|bo@x.com>', ['bo@x.com']],
    ['bo+contracts@sub.client.co.uk', ['bo+contracts@sub.client.co.uk']],
    ['jürgen@müller.de', ['jürgen@müller.de']],
    ['who?@x.com', ['who?@x.com']],
    ['bo@x.com,,\n;', ['bo@x.com']],
    ['\u200bbo@x.com\u200b', ['bo@x.com']],
    ['dee@client.test\ufe0f', ['dee@client.test']],
    ['“Lee, Bo” <bo@x.com>', ['bo@x.com']],
    ["'dee@client.test' <dee@client.test>", ['dee@client.test']],
    ['Lee, Bo <bo.lee@x.com>; Doe, Al <al.doe@x.com>', ['bo.lee@x.com', 'al.doe@x.com']],
    ['mailto:dee%2Bsign@client.test', ['dee+sign@client.test']],
    ['1. bo@x.com\n2) cy@x.com', ['bo@x.com', 'cy@x.com']],
    ['To: bo@x.com (Legal), [cy@x.com](mailto:cy@x.com)', ['bo@x.com', 'cy@x.com']],
    ['bo@x.com | cy@x.com', ['bo@x.com', 'cy@x.com']],
    ["o'neil@x.com!", ["o'neil@x.com"]],
    ['o\ufb03ce＠x.com', ['office@x.com']],
    ['mailto:bo%252B1@x.com', ['bo%2b1@x.com']],
    [`${'a'.repeat(64)}@x.com`, [`${'a'.repeat(64)}@x.com`]],
    [longest, [longest]],
  ])('the addresses in %j are read', (others, expected) => {
    expect(people({ others })).toEqual(expected.map((email) => [email, null]));
  });

  it.each([
    ['bo@client', 'bo@client'],
    ['bo', 'bo'],
    ['bo@@client.com', 'bo@@client.com'],
    ['@client.com', '@client.com'],
    ['bo@client..com', 'bo@client..com'],
    ['bo@-client.com', 'bo@-client.com'],
    ['bo@10.0.0.1', 'bo@10.0.0.1'],
    // The Kelvin sign, whose lower case is the k of another person's address.
    ['Bo\u212a@client.com', 'Bo\u212a@client.com'],
    ['ann@x.com and bo@x.com', 'and'],
    ['Bo Lee <bo@x,com>', 'Bo Lee <bo@x,com>'],
    ['Bo Lee bo@x.com', 'Bo Lee'],
    ['deeclient.com, Bo <bo@x.com>', 'deeclient.com'],
    ['"bo@x.com" <dee@client.test>', '<dee@client.test>'],
    ['dee%2Bs@x.com', 'dee%2Bs@x.com'],
    ['bo@x.com²', 'bo@x.com²'],
    ['Bo <>', 'Bo <>'],
    // A top-level domain of one letter, and a label with letters of two directions.
    ['bo@x.c', 'bo@x.c'],
    ['bo@x\u0627x.com', 'bo@x\u0627x.com'],
    [`${'a'.repeat(65)}@x.com`, `${'a'.repeat(65)}@x.com`],
    [`${'a'.repeat(60)}@${'b'.repeat(200)}.com`, `${'a'.repeat(60)}@${'b'.repeat(38)}…`],
    ['https://app.box.com/sign/document/SECRET', 'https://app.box.com/…'],
  ])('%j is refused, and the wrong part is quoted', (others, text) => {
    expect(read({ others })).toEqual({
      refusals: { others: { code: 'signer_not_an_address', texts: [text] } },
    });
  });

  it('an address with an invisible character inside is refused, and the character is shown', () => {
    expect(read({ others: 'b\ufe0fo@x.com' })).toEqual({
      refusals: { others: { code: 'signer_holds_invisible', text: 'b[U+FE0F]o@x.com' } },
    });
  });

  it('an address that is there twice, ignoring case, is refused', () => {
    expect(read({ others: 'bo@x.com, cy@x.com, BO@x.com' })).toEqual({
      refusals: { others: { code: 'signer_twice', text: 'bo@x.com' } },
    });
  });
});

describe('signers', () => {
  it('a request without signers is refused', () => {
    expect(read({ others: ' ,\n' })).toEqual({ refusals: { others: { code: 'signers_missing' } } });
  });

  it('there are at most 35 signers, the requester included', () => {
    const others = Array.from({ length: maxSigners }, (_, n) => `p${n}@x.com`).join(' ');
    expect(people({ others })).toHaveLength(35);
    expect(read({ others, iSignToo: true })).toEqual({
      refusals: { others: { code: 'signers_too_many', count: 36, most: 35 } },
    });
  });

  it('without an order, all signers are asked together', () => {
    expect(people({ colleagues: ['U_CY'], others: 'bo@x.com' })).toEqual([
      ['U_CY', null],
      ['bo@x.com', null],
    ]);
  });

  it('the requester signs after everyone else', () => {
    expect(people({ colleagues: ['U_ANA', 'U_CY'], others: 'bo@x.com', iSignToo: true })).toEqual([
      ['U_CY', 1],
      ['bo@x.com', 1],
      ['U_ANA', 2],
    ]);
  });

  it('the requester may be the only signer', () => {
    expect(people({ iSignToo: true })).toEqual([['U_ANA', null]]);
    expect(people({ colleagues: ['U_ANA'], iSignToo: true })).toEqual([['U_ANA', null]]);
    expect(people({ colleagues: ['U_ANA', 'U_ANA'] })).toEqual([['U_ANA', null]]);
  });

  it('new signers have the role of signers', () => {
    expect(read({ others: 'bo@x.com' })).toEqual({
      signers: [
        {
          slackUserId: null,
          email: 'bo@x.com',
          name: null,
          role: 'signer',
          order: null,
          hasViewed: false,
          viewedSeenAt: null,
          decision: null,
          decidedAt: null,
          reason: null,
        },
      ],
    });
  });
});

describe('the signers field with any text', () => {
  const piece = fc.constantFrom(
    'bo@x.com',
    'Cy',
    'x'.repeat(150),
    '<',
    '>',
    '"',
    ',',
    ';',
    ' ',
    '\n',
    '|',
    'mailto:',
    '@',
    '.',
    '?',
  );
  const others = fc.oneof(
    anyString(),
    fc.array(piece, { maxLength: 15 }).map((p) => p.join('')),
  );

  it('any text gives valid, lower-cased, distinct addresses, or a refusal with a short quotation', () => {
    fc.assert(
      fc.property(others, (text) => {
        const result = read({ others: text });
        if ('refusals' in result) {
          const refusal = result.refusals.others;
          if (refusal === undefined) return false;
          const quotations = 'texts' in refusal ? refusal.texts : 'text' in refusal ? [refusal.text] : [];
          return quotations.every((quotation) => [...quotation].length <= 100);
        }
        const emails = result.signers.map(({ email }) => email ?? '');
        return (
          new Set(emails).size === emails.length &&
          emails.every((email) => /^[^\s@<>,;|]+@[^\s@<>,;|]+\.[^\s@<>,;|]+$/u.test(email)) &&
          emails.every((email) => email === email.toLowerCase())
        );
      }),
      { numRuns: runs(2000) },
    );
  });

  it('decorated addresses are all read, or refused with a quotation', () => {
    const address = fc
      .tuple(
        fc.stringMatching(/^[a-z0-9][a-z0-9+._'-]{0,12}$/),
        fc.stringMatching(/^[a-z0-9]{1,12}\.[a-z]{2,5}$/),
      )
      .map(([local, domain]) => `${local}@${domain}`);
    const more = ['＂', '—', '~', '#', '-', '1. ', '\u200d', '\u202e', '²', '\0'];
    const around = fc.constantFrom(...quotes, ...marks, ...unseen, ...more);
    const encoded = fc.constantFrom(
      (a: string) => a,
      (a: string) => `mailto:${encodeURIComponent(a)}?subject=x`,
      (a: string) => `<mailto:${a}|${a}>`,
      (a: string) => `Lee, Bo <${a}>`,
      (a: string) => `“Lee; Bo” <${a}>`,
      (a: string) => `'${a}' <${a}>`,
      (a: string) => encodeURIComponent(a),
      (a: string) => a.replaceAll('@', '＠'),
      (a: string) => a.split('').join('\u200b'),
    );
    const separated = fc.constantFrom(',', ';', '\n', ' ', '\t', ' / ', ' | ', '،', '、', ' and ');
    const one = fc.tuple(address, around, encoded, around);
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 4 }), separated, (list, separator) => {
        const plain = new Set(list.map(([email]) => email));
        const text = list
          .map(([email, before, write, after]) => before + write(email) + after)
          .join(separator);
        const result = read({ others: text });
        if ('signers' in result) {
          expect(result.signers.map(({ email }) => email)).toEqual([...plain]);
          return;
        }
        const { others: refusal } = result.refusals;
        if (refusal?.code !== 'signer_not_an_address') return;
        for (const quotation of refusal.texts) {
          for (const word of quotation.replace(/…$/, '').split(' ')) {
            expect(text.includes(word) || word.includes('[')).toBe(true);
          }
        }
      }),
      { numRuns: runs(5000) },
    );
  });

  it('addresses are read back, whatever separates and surrounds them', () => {
    const address = fc
      .tuple(
        fc.stringMatching(/^[a-z0-9_][a-z0-9+._-]{0,19}$/),
        fc.stringMatching(/^[a-z0-9]{1,20}\.[a-z]{2,5}$/),
      )
      .map(([local, domain]) => `${local}@${domain}`);
    const written = fc.constantFrom(
      (a: string) => a,
      (a: string) => a.toUpperCase(),
      (a: string) => `Some Body <${a}>`,
      (a: string) => `<mailto:${a}|${a}>`,
      (a: string) => `"Body, Some" <${a}>`,
    );
    const parted = fc.constantFrom(',', ';', '\n', ' ', ', ', ' ;\r\n');
    const list = fc.uniqueArray(address, { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(list, fc.func(written), parted, (emails, write, separator) => {
        const text = emails.map((email) => write(email)(email)).join(separator);
        expect(people({ others: text })).toEqual(emails.map((email) => [email, null]));
      }),
    );
  });
});

describe('the fingerprint of a request', () => {
  const signersOf = (others: string, colleagues: string[] = []) => {
    const result = read({ others, colleagues });
    if ('refusals' in result) throw new Error('refused');
    return result.signers;
  };
  const file = { kind: 'file', fileId: '12' } as const;
  const base = fingerprintOf([file], signersOf('bo@x.com, cy@x.com', ['U1']), 'U_ANA');

  it('the fingerprint is the same for the same people in another order, and with the file’s shared link', () => {
    expect(fingerprintOf([file], signersOf('cy@x.com BO@x.com', ['U1']), 'U_ANA')).toBe(base);
    const linked = { ...file, sharedLink: 'https://app.box.com/s/abc' };
    expect(fingerprintOf([linked], signersOf('bo@x.com, cy@x.com', ['U1']), 'U_ANA')).toBe(base);
  });

  it('the fingerprint differs by document, people and requester', () => {
    const people = signersOf('bo@x.com, cy@x.com', ['U1']);
    const others = [
      fingerprintOf([{ kind: 'file', fileId: '13' }], people, 'U_ANA'),
      fingerprintOf([{ kind: 'shared-link', sharedLink: '12' }], people, 'U_ANA'),
      fingerprintOf([file], people, 'U_BEN'),
      fingerprintOf([file], signersOf('bo@x.com', ['U1']), 'U_ANA'),
    ];
    expect(new Set([base, ...others]).size).toBe(5);
  });
});
