/**
 * The log: one line of JSON for each event. Only the fields that are listed here are printed, whatever else is passed. A
 * field that is left out by mistake will be missed, but one that is printed by mistake would not be noticed.
 */
import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from '../config/config.ts';
import { describeError } from '../failure.ts';
import { currentCause, onMeasured } from '../telemetry.ts';

/** The printed fields. None may contain an address, a name, a link, or anything typed or received but ids and codes. */
const printed: ReadonlySet<string> = new Set([
  ...['tenant', 'userId', 'jobId', 'requestId', 'request', 'reference', 'step', 'kind', 'mode', 'port'],
  ...['attempts', 'count', 'delayMs', 'status', 'isAcknowledged', 'why', 'trouble', 'leftOut'],
  ...['error', 'err', 'failure', 'message', 'stack'],
]);

/** Creates the log. @param destination where its lines are written */
export function createLog(level: LogLevel, destination: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: onlyPrinted },
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

function onlyPrinted(fields: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, printed.has(name) ? shown(value) : '[hidden]']),
  );
}

function shown(value: unknown): unknown {
  if (value instanceof Error) return describeError(value);
  if (Array.isArray(value)) return value.map(shown);
  return typeof value === 'object' && value !== null ? onlyPrinted(value) : value;
}
