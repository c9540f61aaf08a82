/**
 * What a check is, and how a list of them is run: in parallel, but each only after the checks that it needs have
 * passed, so that one fault is reported once. Knows nothing of what is checked.
 */
import { describeError } from '../../failure.ts';

/** What a check found; never holds a secret. */
export interface Finding {
  readonly isOk: boolean;
  /** The result in one or two sentences, for the operator. */
  readonly says: string;
  /** Where or how to fix the problem: for example a page in Slack or Box, or where to find a variable's value. */
  readonly page?: string;
  /** `warning`: it works but deserves attention; `unknown`: it cannot be checked from here. Absent: neither. */
  readonly mark?: 'warning' | 'unknown';
}

/** One check of the doctor, such as whether the bot token is valid. */
export interface Check {
  /** The check's unique name, with which its line in the report begins. */
  readonly name: string;
  /** Names of checks that must pass first; otherwise this one would only repeat their failure. */
  readonly needs?: readonly string[];
  /** Runs the check, which changes nothing anywhere. */
  run(): Promise<Finding>;
}

/** The outcome of a check; without a finding, the name of the needed check that failed. */
export type Outcome = { readonly finding: Finding } | { readonly waitedFor: string };

/** The finding of a check that passed. */
export const ok = (says: string): Finding => ({ isOk: true, says });

/** The finding of a check that failed. */
export const wrong = (says: string, page?: string): Finding => ({
  isOk: false,
  says,
  ...(page === undefined ? {} : { page }),
});

/** The finding where something cannot be checked from here. */
export const unchecked = (says: string, page?: string): Finding => ({
  ...ok(says),
  ...(page === undefined ? {} : { page }),
  mark: 'unknown',
});

/** Replaces a check that is not run by one that says why. */
export const skipped = ({ name }: Check, why: string): Check => ({
  name,
  run: async () => unchecked(why),
});

/**
 * Adds to a failed finding that the app may be running and may itself occupy what was checked, such as its
 * port.
 */
export const withStopHint = (finding: Finding): Finding =>
  finding.isOk
    ? finding
    : { ...finding, says: `${finding.says} If this app is already running, stop it first.` };

/** Starts all checks; returns the outcomes by name. A needed check that is not in the list counts as passed. */
export function runChecks(checks: readonly Check[]): ReadonlyMap<string, Promise<Outcome>> {
  const running = new Map<string, Promise<Outcome>>();
  const byName = new Map(checks.map((check) => [check.name, check]));
  const start = (check: Check): Promise<Outcome> => {
    const known = running.get(check.name);
    if (known) return known;
    const needed = (check.needs ?? []).flatMap((name) => byName.get(name) ?? []);
    const outcome = runWhenPassed(
      check,
      needed.map((need) => [need.name, start(need)] as const),
    );
    running.set(check.name, outcome);
    return outcome;
  };
  for (const check of checks) void start(check);
  return running;
}

async function runWhenPassed(
  check: Check,
  needed: readonly (readonly [string, Promise<Outcome>])[],
): Promise<Outcome> {
  for (const [name, outcome] of needed) {
    const before = await outcome;
    if ('waitedFor' in before) return before;
    if (!before.finding.isOk) return { waitedFor: name };
  }
  try {
    return { finding: await check.run() };
  } catch (error) {
    return { finding: wrong(`This could not be checked: ${describeError(error)}`) };
  }
}

/** Calls the function once and shares the result, when several checks need it. */
export function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | null = null;
  return () => {
    answer ??= ask();
    return answer;
  };
}
