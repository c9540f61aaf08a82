/** The checker must find errors, or its silence would prove nothing. */
import { describe, expect, it } from 'vitest';
import { BoxContract, type CheckedExchange } from './openapi.ts';

const path = process.env['BOX_OPENAPI'] ?? '';

const CREATE: CheckedExchange = {
  method: 'POST',
  path: '/2.0/sign_requests',
  query: {},
  requestHeaders: { 'content-type': 'application/json' },
  requestBody: { signers: [{ email: 'bo@client.com', order: 1 }], source_files: [{ type: 'file', id: '1' }] },
  status: 201,
  responseBody: { type: 'sign-request', id: 'x', signers: [{ email: 'bo@client.com' }], prepare_url: null },
};
const LIST: CheckedExchange = {
  method: 'GET',
  path: '/2.0/sign_requests',
  query: { limit: '1000', senders: 'a@x.com,b@x.com', shared_requests: 'true' },
  requestHeaders: {},
  requestBody: null,
  status: 200,
  responseBody: { limit: 1000, next_marker: null, entries: [] },
};

describe.skipIf(path === '')('the checker of Box’s OpenAPI document (BOX_OPENAPI)', () => {
  const contract = path === '' ? null : new BoxContract(path);

  it.each([
    ['create', CREATE],
    ['list', LIST],
  ])('a correct %s passes', (_name, exchange) => {
    expect(contract?.checkExchange(exchange)).toEqual([]);
  });

  it.each<[string, CheckedExchange, string]>([
    ['an unknown property', { ...CREATE, requestBody: { signers: [], parent_foldr: {} } }, '/parent_foldr'],
    [
      'one deep inside',
      { ...CREATE, requestBody: { signers: [{ email: 'a@x', ordr: 1 }] } },
      '/signers/0/ordr',
    ],
    ['a missing required property', { ...CREATE, requestBody: { name: 'x' } }, ''],
    ['a wrong type', { ...CREATE, requestBody: { signers: [], days_valid: '3' } }, '/days_valid'],
    ['a number out of range', { ...CREATE, requestBody: { signers: [], days_valid: 731 } }, '/days_valid'],
    ['null where it is not allowed', { ...CREATE, requestBody: { signers: [], name: null } }, '/name'],
    ['a body that is no JSON', { ...CREATE, requestHeaders: { 'content-type': 'text/plain' } }, ''],
    ['an unknown query name', { ...LIST, query: { status: 'sent' } }, '?status'],
    ['a query value of the wrong type', { ...LIST, query: { limit: 'many' } }, '?limit'],
    ['a query value out of range', { ...LIST, query: { limit: '1001' } }, '?limit'],
    ['an operation that does not exist', { ...LIST, path: '/2.0/sign_request' }, ''],
  ])('an error in a request is found: %s', (_name, exchange, at) => {
    expect(contract?.checkRequest(exchange).map((problem) => problem.at)).toContain(at);
  });

  it.each<[string, CheckedExchange, string]>([
    ['an unknown status word', { ...CREATE, responseBody: { status: 'gone' } }, '/status'],
    ['an unknown property', { ...CREATE, responseBody: { prepareUrl: 'x' } }, '/prepareUrl'],
    ['a status that is not declared', { ...CREATE, status: 200 }, ''],
    ['a body where none is declared', { ...CREATE, path: '/2.0/sign_requests/1/resend', status: 202 }, ''],
    ['an error code that no table names', { ...LIST, status: 400, responseBody: { code: 'oops' } }, '/code'],
  ])('an error in an answer is found: %s', (_name, exchange, at) => {
    expect(contract?.checkResponse(exchange).map((problem) => problem.at)).toContain(at);
  });
});
