/**
 * What a story's app must not leave behind. At the end, everything that it printed (at debug level) and stored is
 * searched for every secret used in the story, and the output also for addresses and file names.
 */
import { SECRET_MARK } from '../../sandbox/box/state.ts';
import { leaks } from './disguises.ts';
import { secretsOf } from './examining.ts';
import type { World } from './world.ts';

/** Texts that must not be left behind, each by a name that says what it is. */
type NamedTexts = Record<string, string>;

/** Shorter secrets are not searched for: such words occur by chance, and tests use some on purpose. */
const minLength = 8;

/**
 * Checks that nothing was left behind.
 *
 * @param printed the output of all processes of the app
 * @param stored all rows of its store
 * @throws naming what was found, and where in the output
 */
export function checkLeftovers(
  world: Pick<World, 'slack' | 'box' | 'env' | 'planted'>,
  printed: string,
  stored: string,
): void {
  const secrets = secretsIn(world);
  const found = [
    ...leaks(printed, { ...secrets, ...peopleIn(world) }).map((name) => `printed: ${name}`),
    ...leaks(stored, secrets)
      .filter((name) => !world.planted.has(secrets[name] ?? ''))
      .map((name) => `stored: ${name}`),
    ...[...printed.matchAll(tokenShaped)].map(
      ([text]) => `printed: something like a token (${text.slice(0, 8)}…)`,
    ),
    ...[...stored.matchAll(tokenShaped)].map(
      ([text]) => `stored: something like a token (${text.slice(0, 8)}…)`,
    ),
  ];
  if (found.length > 0) throw new Error(`${[...new Set(found)].join('\n')}\n${printed}`);
}

/** A pattern for Slack's tokens, because used refresh tokens are no longer in any list. */
const tokenShaped = /\bx(?:ox[a-z]|oxe\.xox[a-z]|app)-[\w-]{8,}/g;

/** The secrets of this world that give access to something. */
function secretsIn({ slack, box, env }: Pick<World, 'slack' | 'box' | 'env'>): NamedTexts {
  const { state, oauth } = slack;
  const carried = [
    ...box.traffic.flatMap(({ requestBody, query }) => [
      ...oneTime(typeof requestBody === 'string' ? requestBody : ''),
      ...(query['state'] === undefined ? [] : [query['state']]),
    ]),
    ...slack.log.flatMap(({ body, answer }) => oneTime(body + answer)),
  ];
  return {
    'what is in every signing link': SECRET_MARK,
    ...named('configured secret', secretsOf(env)),
    ...named('secret of the Slack app', [
      slack.botToken,
      slack.appToken,
      slack.signingSecret,
      state.app.verificationToken,
      oauth.clientSecret,
    ]),
    ...named('bot token', [...oauth.tokens.keys()]),
    ...named('token of Slack', [...oauth.refreshTokens.keys()]),
    ...named('code of Slack', [...oauth.codes.keys()]),
    ...named(
      'response URL',
      Object.values(state.responseUrls).map(({ secret }) => secret),
    ),
    ...named(
      'client secret at Box',
      Object.values(box.state.apps).map(({ clientSecret }) => clientSecret),
    ),
    ...named('Box token', Object.keys(box.state.tokens)),
    ...named('refresh token of Box', Object.keys(box.state.refreshTokens)),
    ...named(
      'prepare URL',
      box.signRequests().map(({ prepareToken }) => prepareToken),
    ),
    ...named('link, code or state', carried),
  };
}

/** Single-use codes, states and refresh tokens in a text that holds forms, addresses or views. */
function oneTime(text: string): string[] {
  return [...text.matchAll(/(?:[?&]|^|%3F|%26)(?:code|state|refresh_token)(?:=|%3D)([\w.-]{20,})/g)].map(
    ([, secret]) => secret ?? '',
  );
}

/** Addresses and file names: the people concerned may see them, but the log must not have them. */
function peopleIn({ slack, box }: Pick<World, 'slack' | 'box'>): NamedTexts {
  return {
    ...named('address', [
      ...Object.values(slack.state.users).map(({ email }) => email ?? ''),
      ...Object.values(box.state.users).map(({ login }) => login),
      ...box.signRequests().flatMap(({ signers }) => signers.map(({ email }) => email)),
    ]),
    ...named(
      'file name',
      Object.values(box.state.files).map(({ name }) => name),
    ),
  };
}

/** The texts that are long enough to search for, each under this name with a number. */
function named(what: string, texts: readonly string[]): NamedTexts {
  const long = [...new Set(texts)].filter((text) => text.length >= minLength);
  return Object.fromEntries(long.map((text, index) => [`${what} ${index}`, text]));
}
