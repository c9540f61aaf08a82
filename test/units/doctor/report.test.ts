import { expect, it } from 'vitest';
import {
  ok,
  once,
  runChecks,
  skipped,
  unchecked,
  withStopHint,
  wrong,
} from '../../../src/operate/doctor/check.ts';
import { jsonOf, linesOf, summaryOf } from '../../../src/operate/doctor/report.ts';

it('the doctor prints only the letters of a name to the terminal', () => {
  const name = '\u001b[2J\u001b]0;owned\u0007Zoë\r\n  ✓ Box: all is well';
  const line = linesOf('Person', { finding: ok(`${name} is a full member`) });
  expect(line).not.toMatch(/\p{Cc}/u);
  expect(line).toContain('Zoë');
});

it('a check waits for what it needs, and one that throws is a fault and quotes nothing', async () => {
  const failing = async () => {
    throw new Error('planted');
  };
  const running = runChecks([
    { name: 'last', needs: ['middle'], run: async () => ok('never run') },
    { name: 'middle', needs: ['first', 'not listed'], run: async () => ok('never run') },
    { name: 'first', run: failing },
    { name: 'other', needs: ['not listed'], run: async () => ok('run') },
  ]);
  const outcomes = await Promise.all(['first', 'middle', 'last', 'other'].map((name) => running.get(name)));
  expect(outcomes).toEqual([
    { finding: wrong('This could not be checked: Error') },
    { waitedFor: 'first' },
    { waitedFor: 'first' },
    { finding: ok('run') },
  ]);
  expect(linesOf('middle', { waitedFor: 'first' })).toContain('not checked until “first” is right');
});

it('the last line counts what is wrong, and what could not be checked', () => {
  const [fault, right] = [{ finding: wrong('no') }, { finding: ok('yes') }];
  expect(summaryOf([right])).toBe('Nothing is wrong. To start it by hand: npm start');
  expect(summaryOf([right, fault])).toBe('One thing is wrong.');
  expect(summaryOf([fault, { waitedFor: 'a' }, fault])).toBe(
    '2 things are wrong, and 1 could not be checked because of that.',
  );
});

const warning = { ...ok('is not used.'), mark: 'warning' } as const;

it('each line begins with the mark of its finding, and ends with the page below it', () => {
  const lines = [ok('yes'), wrong('no', 'a page'), wrong('no'), warning, unchecked('who knows', 'there')].map(
    (finding) => linesOf('Name', { finding }),
  );
  expect(lines).toEqual([
    '  ✓ Name: yes',
    '  ✗ Name: no\n    a page',
    '  ✗ Name: no',
    '  ! Name: is not used.',
    '  – Name: who knows\n    there',
  ]);
  expect(linesOf('Name', { waitedFor: 'Other' })).toBe('  – Name: not checked until “Other” is right');
});

it('scripts read the same as JSON, where only a fault is not ok', () => {
  const right = {
    title: 'Slack',
    checks: [
      ['Bot token', { finding: ok('@sign') }],
      ['Scopes', { finding: warning }],
      ['Request address', { finding: unchecked('cannot be checked', 'a page') }],
      ['History', { waitedFor: 'Scopes' }],
    ],
  } as const;
  const ofSlack = [
    { group: 'Slack', name: 'Bot token', state: 'ok', says: '@sign' },
    { group: 'Slack', name: 'Scopes', state: 'warning', says: 'is not used.' },
    { group: 'Slack', name: 'Request address', state: 'unknown', says: 'cannot be checked', page: 'a page' },
    { group: 'Slack', name: 'History', state: 'unknown', waitsFor: 'Scopes' },
  ];
  expect(JSON.parse(jsonOf([right]))).toEqual({ isOk: true, checks: ofSlack });
  const fault = { title: 'Box', checks: [['Box app', { finding: wrong('no', 'there') }]] } as const;
  expect(JSON.parse(jsonOf([right, fault]))).toEqual({
    isOk: false,
    checks: [...ofSlack, { group: 'Box', name: 'Box app', state: 'wrong', says: 'no', page: 'there' }],
  });
});

it('a check that is skipped says why, and one that failed because the app runs says to stop it', async () => {
  const check = { name: 'Box', needs: ['Slack'], run: async () => wrong('never run') };
  const { run, ...rest } = skipped(check, 'not now');
  expect([rest, await run()]).toEqual([{ name: 'Box' }, { isOk: true, says: 'not now', mark: 'unknown' }]);
  expect(withStopHint(ok('free'))).toEqual(ok('free'));
  expect(withStopHint(wrong('Taken.', 'there'))).toEqual(
    wrong('Taken. If this app is already running, stop it first.', 'there'),
  );
});

it('checks that need the same answer ask once, and a check that several need runs once', async () => {
  let [asked, run] = [0, 0];
  const ask = once(async () => ++asked);
  expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
  const first = { name: 'first', run: async () => ok(`run ${++run}`) };
  const more = ['a', 'b'].map((name) => ({ name, needs: ['first'], run: async () => ok(name) }));
  const running = runChecks([...more, first]);
  const outcomes = await Promise.all(['first', 'a', 'b'].map((name) => running.get(name)));
  expect(outcomes).toEqual(['run 1', 'a', 'b'].map((says) => ({ finding: ok(says) })));
});
