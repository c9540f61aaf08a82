/**
 * Where Box's document says less than Box does. Each line has its reason; the contract test fails when one is
 * no longer needed.
 */
import type { CheckedExchange, Problem } from './openapi.ts';

export interface Exception {
  readonly name: string;
  readonly why: string;
  readonly covers: (problem: Problem, exchange: CheckedExchange) => boolean;
}

const IS_ERROR = (exchange: CheckedExchange) => (exchange.status ?? 0) >= 400;

/** ClientError.code lists 17 codes; the common error table names more, and Box answers with those. */
function code(word: string): Exception {
  return {
    name: `error code ${word}`,
    why: 'named in developer.box.com/guides/api-calls/permissions-and-errors/common-errors, not in the enum',
    covers: (problem, exchange) => {
      const body = exchange.responseBody as { code?: unknown } | null;
      const isCode = problem.side === 'response' && problem.at === '/code' && IS_ERROR(exchange);
      return isCode && body?.code === word;
    },
  };
}

export const EXCEPTIONS: readonly Exception[] = [
  code('access_denied_insufficient_permissions'),
  code('incorrect_shared_item_password'),
  code('rate_limit_exceeded'),
  code('trashed'),
  {
    name: 'a revocation without a grant',
    why: 'PostOAuth2Revoke requires grant_type, which it does not declare; RFC 7009 knows of none.',
    covers: (problem, exchange) =>
      problem.side === 'request' &&
      exchange.path === '/oauth2/revoke' &&
      problem.message.includes('"missingProperty":"grant_type"'),
  },
  {
    name: 'a file without a shared link',
    why: 'File.shared_link is marked nullable inside an allOf, where it has no effect; Box answers null.',
    covers: (problem, exchange) => {
      const body = exchange.responseBody as { type?: unknown; shared_link?: unknown } | null;
      const isNull = body?.type === 'file' && body.shared_link === null;
      return problem.side === 'response' && problem.at === '/shared_link' && isNull;
    },
  },
];
