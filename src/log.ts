/**
 * The log: one JSON line an event on standard output. Callers log chosen fields; what is redacted here is a
 * second line of defence against a field named like a secret.
 */
import { type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';

const secretNames = ['token', 'authorization', 'password', 'secret', 'responseUrl', 'prepareUrl', 'email'];

export function createLog(level: LogLevel): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretNames.flatMap((name) => [name, `*.${name}`]), censor: '[hidden]' },
  });
}
