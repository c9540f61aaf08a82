/** What may be logged of an error: secrets planted everywhere in it do not appear. */
import { Writable } from 'node:stream';
import { WebAPIHTTPError, WebAPIPlatformError, WebAPIRequestError } from '@slack/web-api';
import { BoxApiError, BoxSdkError } from 'box-typescript-sdk-gen/box/errors';
import { expect, describe as group, it } from 'vitest';
import { createLog } from '../../src/app/log.ts';
import { boxFailure } from '../../src/box/errors.ts';
import {
  describeError,
  Fault,
  failureKind,
  hadNoEffect,
  OutsideFailure,
  RetryLater,
  stackFramesOf,
} from '../../src/failure.ts';
import { boltLogger } from '../../src/slack/bolt.ts';
import { slackFailure } from '../../src/slack/errors.ts';
import { leaks } from '../stories/disguises.ts';

/** Secrets, most of them without a recognisable form. */
const planted = {
  'bot token': 'xoxb-1000000000-Planted1Bot2Token',
  'Box token': 'pLaNtEdBoXtOkEn7gQ9',
  'refresh token': 'planted_refresh_token_of_box_4711',
  'client secret': 'plantedclientsecret',
  code: 'planted-code-0815',
  state: 'plantedstate.1790000000000.sig',
  'prepare URL': 'https://app.box.com/sign/prepare/planted-place',
  'response URL': 'https://hooks.slack.com/commands/T1/2/planted-hook',
  'address of a person': 'planted.person@client.com',
  'file name': 'Planted Zebrafinch merger.pdf',
};
const all = Object.values(planted).join(' & ');
const query = `https://sign.example.com/box/oauth_redirect?code=${planted.code}&state=${planted.state}`;

function withSecrets(error: Error): Error {
  return Object.assign(error, {
    config: { headers: { Authorization: `Bearer ${planted['bot token']}` }, data: all, url: query },
    request: { body: new URLSearchParams({ client_secret: planted['client secret'], all }).toString() },
    response: { data: all },
    code: all,
    stack: `${error.name}: ${error.message}\n    at ${all}\n    at read (${query}:1:1)`,
  });
}

const boxError = () =>
  new BoxApiError({
    message: all,
    timestamp: all,
    requestInfo: {
      method: 'POST',
      url: query,
      queryParams: { code: planted.code },
      headers: { Authorization: `Bearer ${planted['Box token']}` },
      body: all,
    },
    responseInfo: {
      statusCode: 400,
      headers: { 'box-request-id': all, 'set-cookie': all },
      body: { code: all, message: all, request_id: all, context_info: { all } },
      rawBody: all,
      code: all,
      contextInfo: { all },
      requestId: all,
    },
  } as unknown as ConstructorParameters<typeof BoxApiError>[0]);

const errors: Readonly<Record<string, () => unknown>> = {
  'an error of ours’ class with a foreign name': () =>
    withSecrets(Object.assign(new Error(all), { name: all })),
  'a nested error': () => new Error(all, { cause: new Error(all, { cause: withSecrets(new Error(all)) }) }),
  'many errors': () => new AggregateError([withSecrets(new Error(all))], all),
  'what JSON says of text': () => {
    try {
      return JSON.parse(all);
    } catch (error) {
      return error;
    }
  },
  'what fetch says of an address': () => new TypeError(`Failed to parse URL from ${query}`),
  'an error of Slack': () =>
    new WebAPIPlatformError({ ok: false, error: all, response_metadata: { messages: [all] } }),
  'an HTTP error of Slack': () => new WebAPIHTTPError(500, all, { authorization: all }, all),
  'a request error of Slack': () => new WebAPIRequestError(withSecrets(new Error(all))),
  'an error of Box': boxError,
  'an error of Box’s SDK': () => new BoxSdkError({ message: all, error: boxError() } as never),
  text: () => all,
  'an object': () => ({ message: all, toString: () => all }),
};

group('of an error', () => {
  it.each(Object.entries(errors))('that is %s nothing secret is kept', (_what, make) => {
    const error = make();
    const kept = [
      describeError(error),
      stackFramesOf(error),
      boxFailure(error, 'op', true),
      slackFailure(error, 'op', true),
    ];
    const text = kept.map((one) =>
      one instanceof Error ? `${one.message}${JSON.stringify(one)}${one.stack}` : JSON.stringify(one),
    );
    expect(leaks(text.join('\n'), planted)).toEqual([]);
    expect(text.join('\n')).not.toMatch(/planted/i);
  });

  it('the program’s own words are kept, and what helps to find the place', () => {
    expect(describeError(new Fault('no connection to Slack'))).toBe('Fault: no connection to Slack');
    const refused = new Error(all, { cause: Object.assign(new Error(all), { code: 'ECONNREFUSED' }) });
    expect(describeError(new TypeError(all, { cause: refused }))).toBe('TypeError: ECONNREFUSED');
    expect(describeError(new TypeError("Cannot read properties of undefined (reading 'id')"))).toContain(
      "'id'",
    );
    expect(describeError(new TypeError('slack.post is not a function'))).toContain('slack.post');
    expect(stackFramesOf(new Error(`two\n    at lines (${query}:1:1)`))[0]).toMatch(
      /failure\.test\.ts:\d+:\d+\)?$/,
    );
  });
});

it.each<[string, unknown, string]>([
  ['text', 'thrown', 'something that is not an error was thrown'],
  ['a name that is none', Object.assign(new Error('x'), { name: 'ana@acme.com' }), 'Error'],
  ['a name that is too long', Object.assign(new Error('x'), { name: 'E'.repeat(41) }), 'Error'],
  ['two codes, each once', codes('ECONNRESET', '57P01', 'ECONNRESET'), 'Error: ECONNRESET: 57P01'],
  [
    'the codes of five causes',
    codes('AAA1', 'AAA2', 'AAA3', 'AAA4', 'AAA5', 'AAA6'),
    'Error: AAA1: AAA2: AAA3: AAA4: AAA5',
  ],
  ['a code of three letters', codes('ABC'), 'Error'],
  [
    'what is not iterable',
    new TypeError('shown.rows is not iterable'),
    'TypeError: shown.rows is not iterable',
  ],
])('of an error with %s the log has what is safe', (_what, error, text) => {
  expect(describeError(error)).toBe(text);
});

it('a failed call is measured by its kind, and other errors as failed', () => {
  const said = { status: 503, reason: 'http_error' } as const;
  const lost = new OutsideFailure({ service: 'box', operation: 'getFile', kind: 'unknown', ...said });
  expect([failureKind(lost), failureKind(new Error('x')), failureKind('x')]).toEqual([
    'unknown',
    'failed',
    'failed',
  ]);
});

it('only a failure without effect, or a wish to wait, says that nothing was done', () => {
  const said = { service: 'slack', operation: 'chat.postMessage', status: 503, reason: 'x' } as const;
  const failures = (['retry', 'unknown', 'final'] as const).map(
    (kind) => new OutsideFailure({ ...said, kind }),
  );
  expect([...failures, new RetryLater(1), new Error('x'), null].map(hadNoEffect)).toEqual([
    ...[true, false, false],
    ...[true, false, false],
  ]);
});

/** An error with the first code, whose causes have the others. */
function codes(...[code, ...others]: readonly string[]): Error | undefined {
  return code === undefined
    ? undefined
    : Object.assign(new Error('x', { cause: codes(...others) }), { code });
}

group('the log', () => {
  it('Bolt’s own words, and no others, are kept at every level that is logged', () => {
    const lines: string[] = [];
    const note = (first: object | string, message?: string) => lines.push(JSON.stringify([first, message]));
    const logger = boltLogger({ debug: note, info: note, warn: note, error: note });
    const said: unknown[][] = [
      [`Unhandled HTTP request (GET) made to ${query}`],
      [`An unhandled error occurred while processing an install path request (error: ${all})`],
      [`Failed to parse the request body: ${all}`, withSecrets(new Error(all))],
      [withSecrets(new Error(all))],
      [{ body: all }],
      ['Request body exceeded', all],
    ];
    for (const level of ['debug', 'info', 'warn', 'error'] as const) {
      for (const parts of said) logger[level](...parts);
    }
    expect(lines.join('\n')).not.toMatch(/planted/i);
    // The lines of Bolt at the level debug are dropped.
    expect(lines.filter((line) => line.includes('Failed to parse the request body'))).toHaveLength(3);
  });

  it('fields that are named like a secret are hidden, however deep', () => {
    let printed = '';
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        printed += chunk.toString('utf8');
        done();
      },
    });
    const log = createLog('trace', sink);
    const names = [
      'token',
      'access_token',
      'refreshToken',
      'Authorization',
      'clientSecret',
      'code',
      'state',
      'email',
    ];
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const) {
      for (const name of names) {
        log[level]({ [name]: all }, 'flat');
        log[level]({ request: { headers: [{ [name]: all }] } }, 'deep');
      }
      log[level](
        { err: withSecrets(new Error(all)), error: new Error(all), thrown: { cause: new Error(all) } },
        'errors',
      );
    }
    expect(printed).not.toMatch(/planted/i);
    expect(printed.trim().split('\n')).toHaveLength(6 * (2 * names.length + 1));
  });
});
