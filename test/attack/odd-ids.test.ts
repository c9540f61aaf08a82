/**
 * Ids from Slack are stored, looked up, and written into mentions and lists of ids; triggers, response URLs and the
 * like are kept in views and sent back. A payload in which one of them has a character that it never has, or is longer
 * than it can be, is refused before anything is done with it.
 */
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { sendsRaw, signedHeaders } from '../stories/forging.ts';
import { installs } from '../stories/installing.ts';
import { quiet } from '../stories/quiet.ts';
import { aWorld, stories } from '../stories/world.ts';
import { type Corpus, type JsonFields, recordCorpus, type Sample } from './fuzz-corpus.ts';
import { bodyOf } from './fuzz-requests.ts';

/** The fields of bodies from Slack that hold ids that the app reads. */
const idFields = [
  ...['user_id', 'team_id', 'channel_id', 'enterprise_id', 'user.id', 'user.team_id', 'team.id'],
  ...['channel.id', 'enterprise.id', 'event.user'],
];

/** The fields of bodies from Slack that hold a text that the app only sends back. */
const returnedFields = ['trigger_id', 'response_url', 'message.ts', 'view.id'];

/** The types of bodies in which the app does not read such a field. */
const unreadIn: Readonly<Record<string, ReadonlySet<string>>> = {
  trigger_id: new Set(['view_submission', 'view_closed', 'block_suggestion', 'interactive_message']),
  response_url: new Set(['interactive_message']),
  'message.ts': new Set(['message_action', 'interactive_message']),
  'view.id': new Set(['block_suggestion', 'interactive_message']),
};

/** What no text that is sent back has in it. */
const unsendable = fc.constantFrom('\n', ' ', '\0', '\u202e', '\u{1f4c4}', '\ud800', 'x'.repeat(501));

/** Characters that would mean something where an id is written, or that no id has. */
const odd = fc.constantFrom(
  ...',<>|&@/\\ \n\0"\'`*:;%é\u202e'.split(''),
  '\u{1f4c4}',
  ',U0ANA',
  '> <!channel',
);

function valueAt(body: JsonFields, field: string): string | null {
  const value = field.split('.').reduce<unknown>((held, key) => Object(held)[key], body);
  return typeof value === 'string' && value !== '' ? value : null;
}

function withValue(body: JsonFields, field: string, value: string): JsonFields {
  const [first = '', second] = field.split('.');
  if (second === undefined) return { ...body, [first]: value };
  return { ...body, [first]: { ...Object(body[first]), [second]: value } };
}

stories('ids and other texts that Slack does not have', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many', webhooks: true });
  let corpus: Corpus;

  beforeAll(async () => {
    world().slack.state.enterprise = { id: 'E0ACME', name: 'Acme Group' };
    await installs(world(), world().slack.home);
    corpus = await recordCorpus(world());
    await quiet(world());
  });

  const sends = async (sample: Sample, fields: JsonFields): Promise<number | null> => {
    const body = bodyOf(sample, fields);
    const headers = signedHeaders(world(), body, sample.form === 'json' ? 'application/json' : undefined);
    return (await sendsRaw(world(), { headers, body })).status;
  };

  const isRead = ({ type, event }: JsonFields, field: string): boolean =>
    !unreadIn[field]?.has(String(type)) &&
    (field !== 'event.user' || Object(event)['type'] === 'app_home_opened');

  it.each([
    ['an odd character in an id', idFields, odd],
    ['a text to send back that is odd or too long', returnedFields, unsendable],
  ])('a body with %s is refused, and Slack is not called', async (_name, fields, oddities) => {
    const cases = corpus.samples.flatMap((sample) =>
      fields.flatMap((field) => {
        const value = valueAt(sample.body, field);
        return value === null || !isRead(sample.body, field) ? [] : [{ sample, field, value }];
      }),
    );
    expect(new Set(cases.map(({ field }) => field))).toEqual(new Set(fields));
    const before = world().slack.log.filter(({ direction }) => direction === 'to-slack').length;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...cases),
        fc.nat(),
        oddities,
        async ({ sample, field, value }, at, what) => {
          const place = at % (value.length + 1);
          const spoilt = `${value.slice(0, place)}${what}${value.slice(place)}`;
          expect(await sends(sample, withValue(sample.body, field, spoilt))).toBe(400);
        },
      ),
      { numRuns: process.env['EVERY_CASE'] ? 2_000 : 400 },
    );
    await quiet(world());
    expect(world().slack.log.filter(({ direction }) => direction === 'to-slack').length).toBe(before);
  });
});
