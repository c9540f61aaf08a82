/**
 * The log: one line of JSON for each event. Of fields that are not listed here, only the name is printed, and
 * `[hidden]` in place of the value: a hidden field that is needed will be missed, but a secret in the log would not be
 * noticed.
 */
import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from '../config/config.ts';
import { describeError } from '../failure.ts';
import { currentCause, onMeasured } from '../telemetry.ts';

/**
 * The fields whose values are printed. None may contain an address, a name, a link, or anything else that was typed or
 * received, except ids and codes.
 */
const printedFields: ReadonlySet<string> = new Set([
  ...['tenant', 'userId', 'jobId', 'requestId', 'request', 'reference', 'step', 'kind', 'mode', 'port'],
  ...['attempts', 'count', 'delayMs', 'status', 'isAcknowledged', 'why', 'trouble', 'leftOut'],
  ...['whose', 'settings'],
  ...['error', 'err', 'failure', 'message', 'stack'],
]);

/** Creates the log. @param destination where its lines are written */
export function createLog(level: LogLevel, destination: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: hideUnlisted },
    // The line's own fields are added last, and override these.
    mixin: () => {
      const cause = currentCause();
      return cause ? { reference: cause.reference } : {};
    },
  };
  return pino(options, destination);
}

/** At the level `debug`, logs a line for each answer to Slack and each run of a job, with its reference. */
export function logMeasured(log: Logger): void {
  if (!log.isLevelEnabled('debug')) return;
  onMeasured('acknowledged', ({ kind, result }) => log.debug({ kind, why: result }, 'acknowledged'));
  onMeasured('ran', ({ step, result }) => log.debug({ step, why: result }, 'a run of a job has ended'));
}

function hideUnlisted(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      printedFields.has(name) ? printable(value) : '[hidden]',
    ]),
  );
}

function printable(value: unknown): unknown {
  if (value instanceof Error) return describeError(value);
  if (Array.isArray(value)) return value.map(printable);
  return typeof value === 'object' && value !== null ? hideUnlisted(value) : value;
}
