/**
 * Exceptions: where Box's OpenAPI definition is stricter than Box itself. Each says why it exists; the contract test
 * fails when one is no longer needed.
 */
import type { CheckedExchange, Problem } from './openapi.ts';

/** A problem that the checker should not report. */
export interface Exception {
  readonly name: string;
  readonly why: string;
  readonly covers: (problem: Problem, exchange: CheckedExchange) => boolean;
}

const GUIDE_TRIGGERS = ['SIGNER_SIGNED', 'SIGNATURE_REQUESTED', 'ERROR_FINALIZING'].map(
  (name) => `SIGN_REQUEST.${name}`,
);

const IS_ERROR = (exchange: CheckedExchange) => (exchange.status ?? 0) >= 400;

/**
 * An exception for an error code. The definition lists 17 codes; Box's table of common errors has more, and Box sends
 * them.
 */
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
  code('file_size_limit_exceeded'),
  code('incorrect_shared_item_password'),
  code('item_name_in_use'),
  code('rate_limit_exceeded'),
  code('storage_limit_exceeded'),
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
    name: 'a recent item that was not opened by a link',
    why: 'The description of interaction_shared_link says that it is then null; its type says string.',
    covers: (problem, exchange) =>
      problem.side === 'response' &&
      exchange.path === '/2.0/recent_items' &&
      /^\/entries\/\d+\/interaction_shared_link$/.test(problem.at),
  },
  {
    name: 'a trigger by the name that the guides give it',
    why: 'developer.box.com/guides/box-sign/webhooks names SIGNER_SIGNED, SIGNATURE_REQUESTED and ERROR_FINALIZING.',
    covers: (problem, exchange) => {
      const isEnum = /^\/triggers\/\d+$/.test(problem.at) && problem.message.includes('allowedValues');
      const side = problem.side === 'request' ? exchange.requestBody : exchange.responseBody;
      const named = (side as { triggers?: unknown[] } | null)?.triggers?.[Number(problem.at.split('/')[2])];
      return isEnum && GUIDE_TRIGGERS.includes(String(named));
    },
  },
  {
    name: 'the type of an event by its name in the guides',
    why: 'developer.box.com/guides/events/event-triggers/sign-events has VIEWED_BY_SIGNER, the enum VIEWED_BY_SIGNED.',
    covers: (problem, exchange) => {
      const index = /^\?event_type\/(\d+)$/.exec(problem.at)?.[1];
      const asked = (exchange.query['event_type'] ?? '').split(',');
      return index !== undefined && asked[Number(index)] === 'SIGN_DOCUMENT_VIEWED_BY_SIGNER';
    },
  },
  {
    name: 'the source of an event',
    why: 'One of the alternatives of EventSourceResource is any object, so that no source fits exactly one of them.',
    covers: (problem, exchange) => {
      const index = /^\/entries\/(\d+)\/source$/.exec(problem.at)?.[1];
      const { entries = [] } = (exchange.responseBody ?? {}) as { entries?: { source?: object }[] };
      const source = index === undefined ? undefined : entries[Number(index)]?.source;
      return source !== undefined && ['item_type', 'item_id', 'item_name'].every((key) => key in source);
    },
  },
  {
    name: 'what is told of a source file',
    why: 'Recorded answers have its name, hash and version (Box’s learning pages); File--Base declares id and etag.',
    covers: (problem) =>
      problem.side === 'response' &&
      /\/source_files\/\d+\/(sequence_id|name|sha1|file_version)$/.test(problem.at) &&
      problem.message === 'is not a declared property',
  },
  {
    name: 'how a signer proves who they are',
    why: "Box's guide to signer verification has verification_method since September 2026; the definition is older.",
    covers: (problem) =>
      /\/signers\/\d+\/verification_method$/.test(problem.at) &&
      problem.message === 'is not a declared property',
  },
  {
    name: 'the access of a shared link',
    why: 'The shared link of a file or folder requires "accessed", which it does not declare; the property is "access".',
    covers: (problem, exchange) => {
      const { shared_link: link } = (exchange.responseBody ?? {}) as { shared_link?: object | null };
      return problem.side === 'response' && problem.at === '/shared_link' && 'access' in (link ?? {});
    },
  },
  {
    name: 'a file without a shared link',
    why: 'File.shared_link is marked nullable inside an allOf, where it has no effect; Box answers null.',
    covers: (problem, exchange) => {
      type Shown = { type?: unknown; shared_link?: unknown; entries?: readonly Shown[] } | null;
      const body = exchange.responseBody as Shown;
      // An upload is answered with a list of one file.
      const file = problem.at === '/entries/0/shared_link' ? body?.entries?.[0] : body;
      const isNull = file?.type === 'file' && file.shared_link === null;
      return problem.side === 'response' && /^(\/entries\/0)?\/shared_link$/.test(problem.at) && isNull;
    },
  },
];
