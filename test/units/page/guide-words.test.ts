import { expect, test } from 'vitest';
import type { Step } from '../../../sandbox/page/client/panel/guide-step.ts';
import { playedAt, wordsOf } from '../../../sandbox/page/client/panel/guide-words.ts';

const typing: Step = {
  step: 'type',
  documentUrl: 'https://app.box.com/file/1',
  signer: 'x@y',
  isCovered: false,
};
const globex = { name: 'Globex', domain: 'globex', memberHandle: 'gia', isInstalled: true };
const steps: readonly Step[] = [
  typing,
  { ...typing, isCovered: true },
  { step: 'form', wants: null },
  { step: 'form', wants: { documentUrl: 'https://app.box.com/file/1', signer: 'x@y' } },
  { step: 'check' },
  { step: 'wait' },
  { step: 'place' },
  { step: 'sign', signers: [{ email: 'x@y', token: 'of-x', slackHandle: null }], cardFollows: true },
  { step: 'look', documentUrl: 'https://app.box.com/file/1', isOnCard: false, isCovered: false },
  { step: 'look', documentUrl: 'https://app.box.com/file/1', isOnCard: false, isCovered: true },
  { step: 'look', documentUrl: 'https://app.box.com/file/1', isOnCard: true, isCovered: true },
  { step: 'ended', how: 'declined', documentUrl: 'https://app.box.com/file/1', signer: 'x@y' },
  { step: 'ended', how: 'cancelled', documentUrl: 'https://app.box.com/file/1', signer: 'x@y' },
  { step: 'ended', how: 'expired', documentUrl: 'https://app.box.com/file/1', signer: 'x@y' },
  { step: 'connect' },
  { step: 'bounced', email: 'x@y' },
];

test('a person other than Ana reads whose turn it is, with a link back to Ana', () => {
  const places = [['slack', 'bo', 'app'], ['box', 'bo@acme.com'], ['box', 'prepare'], ['mail']];
  for (const step of steps.filter((one) => one.step !== 'sign')) {
    for (const parts of places) {
      const { place, says, link } = wordsOf(step, 'bo', parts, globex);
      expect(place).toBeNull();
      expect(says).toMatch(
        /^(It is Ana's turn: .*|Nobody has to act: .*|(Everyone|A signer|The request) .*)$/,
      );
      expect(says).not.toMatch(/…\.|\.\./);
      expect(link).toEqual({ title: 'Back to Ana', href: '/slack/ana/contracts' });
    }
  }
  expect(wordsOf({ step: 'place' }, 'bo', ['slack'], undefined).says).toBe(
    "It is Ana's turn: she places the fields. In Slack, you can try /sign yourself.",
  );
  expect(wordsOf(typing, 'gia@globex', ['slack'], globex).link?.title).toBe('Back to Acme');
  expect(wordsOf(typing, 'ana', ['slack'], globex).link?.title).toBe('Type it for me');
});

test('only the next signer’s signing page says that it is the reader’s turn', () => {
  const step: Step = {
    step: 'sign',
    signers: [{ email: 'x@y', token: 'of-x', slackHandle: null }],
    cardFollows: true,
  };
  const says = (token: string) => wordsOf(step, 'ana', ['box', 'sign', 'one', token], undefined);
  expect(says('of-x').says).toBe('Now you are x@y: type a name and press Sign.');
  expect(says('of-somebody-who-has-signed')).toMatchObject({
    says: 'x@y has an email: open it and sign.',
    link: { title: 'Go to the email', href: '/mail/x@y' },
  });
});

test('a signer reads that it is their turn, and everyone else whose it is', () => {
  const step: Step = {
    step: 'sign',
    signers: [{ email: 'cy@acme.com', token: 'of-cy', slackHandle: null }],
    cardFollows: true,
  };
  const link = { title: 'Go to the email', href: '/mail/cy@acme.com' };
  expect(wordsOf(step, 'cy', ['slack', 'cy', 'app'], undefined)).toEqual({
    place: null,
    says: 'It is your turn: you have an email. Open it and sign.',
    link,
  });
  expect(wordsOf(step, 'bo', ['slack', 'bo', 'app'], undefined)).toEqual({
    place: null,
    says: 'cy@acme.com is next and has an email: open it and sign as them.',
    link,
  });
  for (const played of ['bo', 'cy']) {
    expect(wordsOf(step, played, ['box', 'sign', 'one', 'of-cy'], undefined).says).toBe(
      'Now you are cy@acme.com: type a name and press Sign.',
    );
  }
});

test('a signer who signs in Slack is sent to their messages, not to an email', () => {
  const cy = { email: 'cy@acme.com', token: 'of-cy', slackHandle: 'cy' };
  const step: Step = { step: 'sign', signers: [cy], cardFollows: true };
  const says = (played: string, ...parts: readonly string[]) => wordsOf(step, played, parts, undefined);
  expect(says('cy', 'slack', 'cy', 'contracts')).toEqual({
    place: null,
    says: 'It is your turn: press Review and sign in your messages with Sign.',
    link: { title: 'Go to your messages', href: '/slack/cy/app' },
  });
  expect(says('cy', 'slack', 'cy', 'app').link).toBeUndefined();
  expect(says('bo', 'slack', 'bo', 'app')).toMatchObject({
    says: 'cy@acme.com is next: press Review and sign in their messages with Sign.',
    link: { title: 'Go to their messages', href: '/slack/cy/app' },
  });
  expect(says('ana', 'mail', 'cy@acme.com')).toMatchObject({
    says: 'cy@acme.com signs in Slack: press Review and sign in their messages with Sign.',
    link: { title: 'Go to their messages', href: '/slack/cy/app' },
  });
  const ana: Step = { ...step, signers: [{ email: 'ana@acme.com', token: 'of-ana', slackHandle: 'ana' }] };
  expect(wordsOf(ana, 'ana', ['slack', 'ana', 'contracts'], undefined).says).toContain('It is your turn');
});

test('the card is said to follow only while the app can read the request', () => {
  const says = (cardFollows: boolean) => {
    const signers = [{ email: 'x@y', token: 'of-x', slackHandle: null }];
    return wordsOf({ step: 'sign', signers, cardFollows }, 'ana', ['slack', 'ana'], undefined).says;
  };
  expect(says(true)).toBe('x@y has an email: open it and sign. The card follows by itself.');
  expect(says(false)).toBe('x@y has an email: open it and sign.');
});

test('a form or check that is in sight has no link to it', () => {
  for (const step of [{ step: 'form', wants: null }, { step: 'check' }] as const) {
    expect(wordsOf(step, 'ana', ['slack', 'ana', 'contracts'], undefined).link).toBeUndefined();
    expect(wordsOf(step, 'ana', ['box', 'ana@acme.com'], undefined).link?.href).toBe('/slack/ana/contracts');
  }
});

test('when several can sign, each reads so on their own page and in their own mail', () => {
  const [bo, dee] = ['bo', 'dee'].map((name) => ({
    email: `${name}@client.com`,
    token: `of-${name}`,
    slackHandle: null,
  }));
  const step: Step = { step: 'sign', signers: bo && dee ? [bo, dee] : [], cardFollows: true };
  for (const played of ['ana', 'bo', 'dee']) {
    expect(wordsOf(step, played, ['box', 'sign', 'one', 'of-dee'], undefined)).toMatchObject({
      says: 'Now you are dee@client.com: type a name and press Sign.',
    });
    expect(wordsOf(step, played, ['mail', 'dee@client.com'], undefined)).toMatchObject({
      says: 'This is the mail of dee@client.com: open it, then press Review and sign.',
    });
  }
  expect(wordsOf(step, 'ana', ['slack', 'ana', 'app'], undefined).says).toContain(
    'bo@client.com has an email',
  );
});

test('the end names three things to try', () => {
  const end: Step = {
    step: 'look',
    documentUrl: 'https://app.box.com/file/1',
    isOnCard: true,
    isCovered: false,
  };
  const { place, says, tries } = wordsOf(end, 'ana', ['slack', 'ana', 'app'], undefined);
  expect({ place, says }).toEqual({
    place: 5,
    says: 'Done: everyone has signed, and the card says so. Now try:',
  });
  expect(tries?.map(({ title }) => title)).toEqual([
    'two signers',
    'the list of requests',
    'a Box that fails',
  ]);
});

test.each([
  [['slack', 'bo', 'app'], null, 'bo'],
  [['slack'], null, 'last'],
  [['box', 'ana@acme.com', 'folder', '0'], null, 'last'],
  [['box', 'bo@acme.com', 'folder', '0'], null, 'bo'],
  [['box', 'gia@globex.com', 'file', '1'], null, 'gia@globex'],
  [['box', 'prepare', 'one', 'token'], 'gia@globex.com', 'gia@globex'],
  [['box', 'sign', 'one', 'token'], null, 'last'],
  [['box'], null, 'last'],
  [['mail', 'bo@client.com'], null, 'last'],
] as const)(
  '%j is about the owner of the open account, else about the person played last',
  (parts, as, played) => {
    expect(playedAt(parts, as, 'last')).toBe(played);
  },
);

test('in an account at Globex the guide speaks of Globex', () => {
  const played = playedAt(['box', 'gia@globex.com', 'folder', '0'], null, 'ana');
  for (const step of steps) {
    expect(wordsOf(step, played, ['box', 'gia@globex.com'], globex).says).toContain('Globex');
    expect(wordsOf(step, played, ['box', 'gia@globex.com'], globex).says).not.toContain('Ana');
  }
});

test('the guide first names the modal to close, and sentences end with one full stop', () => {
  expect(
    wordsOf(
      { step: 'look', documentUrl: 'https://app.box.com/file/1', isOnCard: false, isCovered: true },
      'ana',
      ['slack'],
      undefined,
    ).says,
  ).toBe('Signed. Close the window over the card: it says so in a few seconds.');
  expect(wordsOf({ ...typing, isCovered: true }, 'ana', ['slack'], undefined).says).toContain(
    'close it, then',
  );
  for (const step of steps) {
    for (const parts of [['slack'], ['box', 'prepare'], ['box', 'sign'], ['mail']]) {
      expect(wordsOf(step, 'ana', parts, undefined).says).not.toMatch(/…\.|\.\./);
    }
  }
});
