/** The report: for the operator, a mark, a name, a sentence, and below it the page to open; for scripts, JSON. */
import type { Finding, Outcome } from './check.ts';

const marks = { ok: '✓', wrong: '✗', warning: '!', unknown: '–' } as const;

/** A group of checks and what each found, in order. */
export interface CheckedGroup {
  readonly title: string;
  readonly checks: readonly (readonly [string, Outcome])[];
}

/**
 * Everything as JSON, for scripts: `isOk`, and for each check its `state`, what it `says`, the `page` on which it is
 * fixed, and, when it was not run, the check that it `waitsFor`.
 */
export function jsonOf(groups: readonly CheckedGroup[]): string {
  const checked = groups.flatMap(({ title, checks }) =>
    checks.map(([name, outcome]) => ({ group: title, name, ...factsOf(outcome) })),
  );
  return JSON.stringify({ isOk: checked.every(({ state }) => state !== 'wrong'), checks: checked }, null, 2);
}

function factsOf(outcome: Outcome) {
  if ('waitedFor' in outcome) return { state: 'unknown', waitsFor: outcome.waitedFor } as const;
  const { isOk, mark, says, page } = outcome.finding;
  return { state: isOk ? (mark ?? 'ok') : 'wrong', says, ...(page === undefined ? {} : { page }) } as const;
}

/** The lines of the report about one check. */
export function linesOf(name: string, outcome: Outcome): string {
  if ('waitedFor' in outcome)
    return `  ${marks.unknown} ${name}: not checked until “${outcome.waitedFor}” is right`;
  const { finding } = outcome;
  // Names of people and workspaces are untrusted text, so control characters for the terminal are removed.
  const line = `  ${markOf(finding)} ${name}: ${finding.says.replace(/\p{Cc}/gu, ' ')}`;
  return finding.page === undefined ? line : `${line}\n    ${finding.page}`;
}

function markOf({ isOk, mark }: Finding): string {
  return isOk ? marks[mark ?? 'ok'] : marks.wrong;
}

/** The last line of the report: how many checks failed. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const wrongs = outcomes.filter((outcome) => 'finding' in outcome && !outcome.finding.isOk).length;
  const left = outcomes.filter((outcome) => 'waitedFor' in outcome).length;
  if (wrongs === 0) return 'Nothing is wrong. To start it by hand: npm start';
  const rest = left === 0 ? '' : `, and ${left} could not be checked because of that`;
  return `${wrongs === 1 ? 'One thing is' : `${wrongs} things are`} wrong${rest}.`;
}
