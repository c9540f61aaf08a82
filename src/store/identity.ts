/**
 * What identifies a person in stored data: their Slack user, addresses and names. Finds the texts that name the person,
 * by id or address, for everything that shows or deletes their data.
 */

import type { Kysely } from 'kysely';
import { addressKey } from '../signing/address.ts';
import type { FormValues } from '../signing/form.ts';
import type { Signer } from '../signing/sign-request.ts';
import { fromJson } from './columns.ts';
import type { Tables } from './tables.ts';

/** Identifies a person. Slack's user ids are unique within a workspace only, so a user is given with their tenant. */
export type PersonKey = { readonly email: string } | { readonly tenant: string; readonly user: string };

/** What identifies a person in stored data. */
export interface PersonIdentity {
  /** The tenant of the Slack user; null when the person is identified by an address, in all tenants. */
  readonly tenant: string | null;
  /** The Slack user id; null when the person is identified by an address. */
  readonly user: string | null;
  readonly addresses: readonly string[];
  readonly names: readonly string[];
}

/** The person as the store knows them: a Slack user with their addresses and names, or an address with its names. */
export async function personIdentityOf(db: Kysely<Tables>, whose: PersonKey): Promise<PersonIdentity> {
  const people = await peopleRowsOf(db, whose);
  const connected = await connectionsOf(db, whose);
  const signed = await signerEntriesOf(db, whose);
  const left = await departuresOf(db, whose);
  const given = 'email' in whose ? [whose.email] : [];
  const addresses = [
    ...given,
    ...people.map(({ email }) => email),
    ...connected.map(({ login }) => login),
    ...signed.map(({ email }) => email),
  ];
  const names = [...people, ...connected, ...signed, ...left].map(({ name }) => name);
  return {
    tenant: 'email' in whose ? null : whose.tenant,
    user: 'email' in whose ? null : whose.user,
    addresses: distinct(addresses),
    names: distinct(names),
  };
}

/** The person's rows of `people`. */
export async function peopleRowsOf(db: Kysely<Tables>, whose: PersonKey) {
  if (!('email' in whose)) {
    const query = db.selectFrom('people').selectAll().where('tenant', '=', whose.tenant);
    return query.where('user_id', '=', whose.user).execute();
  }
  const key = addressKey(whose.email);
  const rows = await db.selectFrom('people').selectAll().where('email', 'is not', null).execute();
  return rows.filter(({ email }) => addressKey(email ?? '') === key);
}

/** The person's Box connections, without the encrypted columns. */
export async function connectionsOf(db: Kysely<Tables>, whose: PersonKey) {
  const query = db
    .selectFrom('connections')
    .select(['tenant', 'slack_user_id', 'box_user_id', 'login', 'name', 'created_at']);
  if (!('email' in whose)) {
    return query.where('tenant', '=', whose.tenant).where('slack_user_id', '=', whose.user).execute();
  }
  const key = addressKey(whose.email);
  return (await query.execute()).filter(({ login }) => addressKey(login) === key);
}

async function departuresOf(db: Kysely<Tables>, whose: PersonKey): Promise<readonly { name: string }[]> {
  if ('email' in whose) return [];
  const query = db.selectFrom('departures').select('name').where('tenant', '=', whose.tenant);
  return query.where('user_id', '=', whose.user).execute();
}

/** The person's entries among the signers of all requests. */
async function signerEntriesOf(db: Kysely<Tables>, whose: PersonKey): Promise<readonly Signer[]> {
  const all = db.selectFrom('sign_requests').select('signers');
  const rows = await ('email' in whose ? all : all.where('tenant', '=', whose.tenant)).execute();
  const key = 'email' in whose ? addressKey(whose.email) : '';
  return rows
    .flatMap(({ signers }) => fromJson<readonly Signer[]>(signers))
    .filter(({ slackUserId, email }) =>
      'email' in whose ? email !== null && addressKey(email) === key : slackUserId === whose.user,
    );
}

function distinct(texts: readonly (string | null)[]): string[] {
  return [...new Set(texts)].flatMap((text) => (text === null || text.trim() === '' ? [] : [text]));
}

/** Whether a signer is this person. */
export function isPerson({ slackUserId, email }: Signer, { user, addresses }: PersonIdentity): boolean {
  if (user !== null && slackUserId === user) return true;
  return email !== null && addresses.some((one) => addressKey(one) === addressKey(email));
}

/**
 * The texts that identify the person with certainty: user id and addresses. Names are left out, because a name may be
 * an ordinary word.
 */
export function idAndAddressesOf({ user, addresses }: PersonIdentity): readonly string[] {
  return distinct([user, ...addresses, ...addresses.map(addressKey)]);
}

/** Returns a function that finds out whether any text in a value has the person's user id or one of their addresses. */
export function personMatcher(identity: PersonIdentity): (value: unknown) => boolean {
  const pattern = patternOf(idAndAddressesOf(identity));
  return (value) => pattern !== null && textsIn(value).some((text) => text.search(pattern) !== -1);
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/**
 * A pattern that finds each of the words as a whole, ignoring case; null without words. An address with more characters
 * around it is another address: `a.bo@x.com` and `bo@x.com.au` are not `bo@x.com`.
 */
export function patternOf(words: readonly string[]): RegExp | null {
  if (words.length === 0) return null;
  const any = words.map((word) => word.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&')).join('|');
  const before = "(?<![\\p{L}\\p{N}_%+])(?<![\\p{L}\\p{N}]['.-])";
  return new RegExp(`${before}(?:${any})(?![\\p{L}\\p{N}_]|[.-][\\p{L}\\p{N}])`, 'giu');
}

/** Names that were typed before the person's address, as in `"Lee, Bo" <bo@client.com>`. */
export function namesTyped({ others }: Pick<FormValues, 'others'>, { addresses }: PersonIdentity): string[] {
  const keys = addresses.map(addressKey);
  const found = others.matchAll(/(?:"([^"]*)"|([^",;<>\r\n]*))\s*<\s*(?:mailto:)?([^<>|\s]+)[^<>]*>/g);
  return [...found].flatMap(([, quoted, plain, address = '']) => {
    const name = (quoted ?? plain ?? '').trim();
    if (name === '' || name.includes('@') || !keys.includes(addressKey(address))) return [];
    const [last = '', ...first] = name.split(',').map((part) => part.trim());
    return first.length === 0 ? [name] : [name, `${first.join(' ')} ${last}`, last];
  });
}
