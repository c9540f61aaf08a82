import { expect, test } from 'vitest';
import { type Step, wordsOf } from '../../../sandbox/page/client/panel/guide-words.ts';

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
  { step: 'sign', signer: 'x@y', token: 'of-x' },
  { step: 'look', isOnCard: false, isCovered: false },
  { step: 'look', isOnCard: false, isCovered: true },
  { step: 'look', isOnCard: true, isCovered: true },
  { step: 'connect' },
];

test('who plays somebody else is told whose turn it is, and led back to Ana while it is hers', () => {
  const places = [['slack', 'bo', 'app'], ['box', 'bo@acme.com'], ['box', 'prepare'], ['mail']];
  for (const step of steps.filter((one) => one.step !== 'sign')) {
    for (const parts of places) {
      const { place, says, link } = wordsOf(step, 'bo', parts, globex);
      expect(place).toBeNull();
      expect(says).toMatch(/^(It is Ana's turn: .*|Nobody has to act: .*|Everyone has signed\. .*)$/);
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

test('only on the signing page of whoever is next is it said that one is them', () => {
  const step: Step = { step: 'sign', signer: 'x@y', token: 'of-x' };
  const says = (token: string) => wordsOf(step, 'ana', ['box', 'sign', 'one', token], undefined);
  expect(says('of-x').says).toBe('Now you are x@y: type a name and press Sign.');
  expect(says('of-somebody-who-has-signed')).toMatchObject({
    says: 'x@y has an email: open it and sign.',
    link: { title: 'Go to the email', href: '/mail/x@y' },
  });
});

test('who plays a signer is told that it is their turn, and everybody else whose it is', () => {
  const step: Step = { step: 'sign', signer: 'cy@acme.com', token: 'of-cy' };
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

test('what has to be closed is said before what lies under it, and sentences end once', () => {
  expect(wordsOf({ step: 'look', isOnCard: false, isCovered: true }, 'ana', ['slack'], undefined).says).toBe(
    'Signed. Close the window over the card: it says so in a few seconds.',
  );
  expect(wordsOf({ ...typing, isCovered: true }, 'ana', ['slack'], undefined).says).toContain(
    'close it, then',
  );
  for (const step of steps) {
    for (const parts of [['slack'], ['box', 'prepare'], ['box', 'sign'], ['mail']]) {
      expect(wordsOf(step, 'ana', parts, undefined).says).not.toMatch(/…\.|\.\./);
    }
  }
});
