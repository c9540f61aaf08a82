/** App Home: Slack accepts it for any requests, and each reason why a request needs the person has a next step. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { viewErrors } from '../../../sandbox/slack/block-kit/check.ts';
import { groupForHome } from '../../../src/signing/home.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { homeView } from '../../../src/views/home.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { runs } from '../../builders/runs.ts';
import { aRequest, aSigner, generated, hours, tuesday } from './records.ts';

const now = tuesday + hours(1);
const t = texts('en-GB', 'Europe/Berlin', () => now);

const homeOf = (
  records: readonly SignRequest[],
  lost: 'cut' | null = null,
  given: Partial<Parameters<typeof homeView>[0]> = {},
) =>
  homeView({
    groups: groupForHome(records, now),
    asked: [],
    connection: { state: 'connected', login: 'ana@acme.com' },
    mayNotSend: null,
    lostOf: () => lost,
    t,
    now,
    ...given,
  });

it('Home is within Slack’s limits for any requests', () => {
  fc.assert(
    fc.property(fc.array(generated, { maxLength: 40 }), fc.constantFrom('cut', null), (records, lost) => {
      const numbered = records.map((record, index) => ({ ...record, id: `${record.id}-${index}` }));
      expect(viewErrors(homeOf(numbered, lost), 'home', false)).toEqual([]);
    }),
    { numRuns: runs(60) },
  );
});

it.each([
  ['was not sent', { state: 'not_sent' }, 'Fix and send…'],
  ['waits for the check', { state: 'to_check' }, 'Check and send…'],
  ['may have been sent', { state: 'unsure' }, 'Send again'],
  ['is to be prepared', { state: 'created', prepareUrl: 'https://app.box.com/sign/1' }, 'Place the fields'],
  ['is gone at Box', { state: 'sent', details: { goneAt: now } }, 'Put aside'],
  ['was declined', { state: 'declined', details: { finishedAt: now } }, 'Change and send again…'],
  [
    'waits for the person',
    { state: 'sent', lastSentAt: null, signers: [aSigner({ slackUserId: 'U0ANA' })] },
    'Email me the link again',
  ],
] as const)('has the next step of a request that %s', (_, changes, label) => {
  const record = aRequest({ ...changes, requester: 'U0ANA' } as Parameters<typeof aRequest>[0]);
  const shown = JSON.stringify(homeOf([record]));
  expect(shown).toContain('Needs you (1)');
  expect(shown).toContain(`"text":"${label}"`);
});

it('a row of a request that is not followed does not call itself a card', () => {
  expect(JSON.stringify(homeOf([aRequest({ observedAt: null })], 'cut'))).toContain(
    'It stays open in Box; it no longer updates here.',
  );
});

it('requests of others are shown beside the person’s own, with a link to the rest', () => {
  const asked = Array.from({ length: 12 }, (_, index) => {
    const record = aRequest({
      id: `theirs-${index}`,
      state: 'sent',
      signers: [aSigner({ slackUserId: 'U0ANA' })],
    });
    return { record, reader: 'U0ANA', who: 'Bo', lost: null };
  });
  const own = Array.from({ length: 10 }, (_, index) => aRequest({ id: `own-${index}`, state: 'not_sent' }));
  const view = homeOf(own, null, { asked });
  expect(viewErrors(view, 'home', false)).toEqual([]);
  const shown = JSON.stringify(view);
  expect(shown).toContain('Needs you (22)');
  expect(shown.match(/"asked:theirs-/g)).toHaveLength(8);
  expect(shown).toContain('and 4 more that wait for your signature: see the messages from this app');
  expect(shown.match(/"home:own-/g)).toHaveLength(8);
  expect(shown).toContain('"and 2 more"');
});

it('a decline moves to the past once the same document was sent again, or after a week', () => {
  const declined = aRequest({ state: 'declined', details: { finishedAt: tuesday } });
  const again = aRequest({ id: 'again', state: 'sent', createdAt: tuesday + 1 });
  expect(groupForHome([declined, again], now)).toMatchObject({ needed: [], ended: [{ id: declined.id }] });
  const later = now + hours(24 * 8);
  expect(groupForHome([declined], later)).toEqual({ needed: [], waiting: [], ended: [] });
});
