/** The list as the operator reads it: a mark, a name, a sentence, and below it the page to open. */
import type { Finding, Outcome } from './check.ts';

const marks = { ok: '✓', wrong: '✗', warning: '!', unknown: '–' } as const;

/** The lines of one check. */
export function linesOf(name: string, outcome: Outcome): string {
  if ('waitedFor' in outcome)
    return `  ${marks.unknown} ${name}: not checked until “${outcome.waitedFor}” is right`;
  const { finding } = outcome;
  // Names of people and workspaces are foreign text, so control characters for the terminal are removed.
  const line = `  ${markOf(finding)} ${name}: ${finding.says.replace(/\p{Cc}/gu, ' ')}`;
  return finding.page === undefined ? line : `${line}\n    ${finding.page}`;
}

function markOf({ isOk, mark }: Finding): string {
  return isOk ? marks[mark ?? 'ok'] : marks.wrong;
}

/** The last line. */
export function summaryOf(outcomes: readonly Outcome[]): string {
  const wrongs = outcomes.filter((outcome) => 'finding' in outcome && !outcome.finding.isOk).length;
  const left = outcomes.filter((outcome) => 'waitedFor' in outcome).length;
  if (wrongs === 0) return 'Nothing is wrong. Start with: npm start';
  const rest = left === 0 ? '' : `, and ${left} could not be checked because of that`;
  return `${wrongs === 1 ? 'One thing is' : `${wrongs} things are`} wrong${rest}.`;
}
