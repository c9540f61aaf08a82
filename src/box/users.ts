/** Looks up users of a Box enterprise, with a session that may see all of them. */
import type { BoxUser } from '../shapes.ts';
import { asciiLowerCase, isSameAddress } from '../signing/address.ts';
import { callBox } from './call.ts';
import { asId, asRecord, asText } from './raw.ts';
import type { BoxSession } from './session.ts';

/** Page size. Box matches by prefix; no company has this many logins that begin with one full address. */
const pageSize = 1000;

/**
 * The managed user with exactly this login, ignoring the case of its letters and the spelling of its domain; null when
 * there is none.
 * @throws OutsideFailure; `insufficient_scope` when the app may not look up users
 */
export async function findUserByLogin(session: BoxSession, login: string): Promise<BoxUser | null> {
  const users = await callBox(session, {
    operation: 'findUser',
    mustNotRepeat: false,
    send: (client) =>
      client.users.getUsers({
        filterTerm: login,
        userType: 'managed',
        fields: ['login', 'name'],
        limit: pageSize,
      }),
    read: (raw) => {
      const entries = asRecord(raw)?.['entries'];
      return Array.isArray(entries) ? entries.flatMap(readUser) : null;
    },
  });
  return users.find((user) => isSameAddress(user.login, login)) ?? null;
}

function readUser(raw: unknown): BoxUser[] {
  const fields = asRecord(raw);
  const id = asId(fields?.['id']);
  const said = asText(fields?.['login']);
  if (fields === null || id === null || said === null) return [];
  const login = asciiLowerCase(said);
  return [{ boxUserId: id, login, name: asText(fields['name']) ?? login }];
}
