/** The list of requests of others: its order, its pages and its senders. */
import { expect, it } from 'vitest';
import { listState } from '../../../src/signing/request-list.ts';
import { mostShared, newestShared, pageOfShared, sharedRecord } from '../../../src/signing/shared.ts';
import { anObservation } from '../../builders/observations.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';

const from = (senderEmail: string | null, age: number, name = 'NDA.pdf') =>
  aSignRequest()
    .with({ id: `r${age}`, createdAt: tuesday - age })
    .withDetails({ senderEmail, name })
    .build();
const all = [
  from('cy@acme.com', 3),
  from('bo@acme.com', 1, 'Lease.pdf'),
  from(null, 4),
  from('cy@acme.com', 2),
];
const page = (sender: string | null, query = '', number = 1, records = all) => {
  const shown = { group: null, isPicked: false, shared: { sender } };
  const { records: found, ...rest } = pageOfShared(records, listState(shown, query, number));
  return { ...rest, ids: found.map(({ id }) => id) };
};

it('requests of others are shown newest first, with all their senders in order', () => {
  expect(page(null)).toEqual({
    page: 1,
    pages: 1,
    ids: ['r1', 'r2', 'r3', 'r4'],
    senders: [
      { login: '', count: 1 },
      { login: 'bo@acme.com', count: 1 },
      { login: 'cy@acme.com', count: 2 },
    ],
  });
});

it('requests of others are found by sender and words', () => {
  expect(page('cy@acme.com').ids).toEqual(['r2', 'r3']);
  expect(page('').ids).toEqual(['r4']);
  expect(page(null, 'lease').ids).toEqual(['r1']);
  expect(page('cy@acme.com', 'lease')).toMatchObject({ page: 1, pages: 1, ids: [] });
  expect(page('cy@acme.com').senders).toHaveLength(3);
});

it('a page has ten requests of others, and the last one is shown for a page that does not exist', () => {
  const many = Array.from({ length: 21 }, (_, age) => from('cy@acme.com', age));
  expect(page(null, '', 2, many)).toMatchObject({ page: 2, pages: 3 });
  expect(page(null, '', 2, many).ids).toEqual(Array.from({ length: 10 }, (_, index) => `r${index + 10}`));
  expect(page(null, '', 9, many)).toMatchObject({ page: 3, ids: ['r20'] });
  expect(page(null, '', 3, many.slice(0, 20))).toMatchObject({ page: 2, pages: 2 });
});

it('the newest requests of others are kept, as many as are shown', () => {
  const many = Array.from({ length: mostShared + 1 }, (_, age) => from(null, age)).reverse();
  const kept = newestShared(many);
  expect(kept).toHaveLength(mostShared);
  expect([kept[0]?.id, kept.at(-1)?.id]).toEqual(['r0', `r${mostShared - 1}`]);
});

it('nobody gets the page for placing fields of another person’s request', () => {
  const seen = anObservation().saying('created').toPrepareAt('https://app.box.com/sign/prepare/1').build();
  const whose = { tenant: 'T1', requester: 'U_CY', newId: () => 'new' };
  const first = sharedRecord(null, { seen, level: 'viewer' }, whose, tuesday);
  expect(first).toMatchObject({ id: 'new', prepareUrl: null, details: { sharedAs: 'viewer' } });
  const again = sharedRecord(first, { seen, level: 'editor' }, whose, tuesday + 1);
  expect(again).toMatchObject({ id: 'new', prepareUrl: null, details: { sharedAs: 'editor' } });
});
