/** Why the process does not start, for its operator: what failed, what to do, where. */

import { describeError, OutsideFailure } from '../failure.ts';
import { type Hint, portHint, slackHint, storeHint } from './doctor/hints.ts';

/** The settings on which the message depends. `databaseUrl` holds a password and is never shown. */
interface Settings {
  readonly server: { readonly host: string; readonly port: number; readonly metricsPort?: number };
  readonly store: { readonly databaseUrl?: string; readonly dataDir: string };
}

/** A paragraph for the operator, which ends with the command that checks everything. */
export function startProblem(error: unknown, settings: Settings): string {
  const { says, page } = hintOf(error, settings);
  const paragraph = page === undefined ? says : `${says}\n  ${page}`;
  return `${paragraph}\n\nTo check everything else as well: npm run doctor`;
}

function hintOf(error: unknown, settings: Settings): Hint {
  if (error instanceof OutsideFailure) return slackHint(error);
  return (
    portHint(error, settings.server) ??
    storeHint(error, settings.store) ?? { says: `Could not start: ${describeError(error)}` }
  );
}
