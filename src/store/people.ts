/**
 * Cached `users.info` answers, so that not every press needs a call to Slack. The caller says how old an answer may be;
 * rows older than a day are deleted.
 */
import type { Insertable, Selectable } from 'kysely';
import { cleanText, cleanTextOrNull, fromJson, toJson } from './columns.ts';
import type { Engine } from './engine.ts';
import type { PersonRow } from './tables.ts';

/** How long an answer of `users.info` is stored (ms). */
export const PERSON_LIFE_MS = 24 * 60 * 60 * 1000;

/** How far (ms) the clock of another process may be ahead of this one. */
const maxAheadMs = 60_000;

/** What `users.info` says about a person. */
export interface Person {
  readonly userId: string;
  readonly teamId: string | null;
  /** The person's organisation on Enterprise Grid; null: none. */
  readonly enterpriseId: string | null;
  /** All workspaces of the person on Enterprise Grid. */
  readonly workspaceIds: readonly string[];
  readonly name: string;
  readonly email: string | null;
  /** IANA name of the person's time zone, e.g. `Europe/Berlin`. */
  readonly timeZone: string | null;
  /** The person's locale, e.g. `en-GB`. */
  readonly locale: string | null;
  readonly isBot: boolean;
  readonly isGuest: boolean;
  readonly isDeleted: boolean;
  /** Slack marks the person as a stranger (`is_stranger`), from another organisation. */
  readonly isExternal: boolean;
  /** When Slack gave this answer about the person (ms). */
  readonly readAt: number;
}

export interface PersonStore {
  /**
   * The stored answer about a person; null when there is none, or it was read more than `notOlderThanMs` ago.
   */
  get(tenant: string, userId: string, notOlderThanMs: number): Promise<Person | null>;
  put(tenant: string, person: Person): Promise<void>;
}

/** Creates the store of people. */
export function createPersonStore(engine: Engine, now: () => number): PersonStore {
  const { db } = engine;
  return {
    async get(tenant, userId, notOlderThanMs) {
      const query = db.selectFrom('people').selectAll().where('tenant', '=', tenant);
      const row = await query
        .where('user_id', '=', userId)
        .where('read_at', '>=', now() - notOlderThanMs)
        // Rows of older versions lack this column, which is needed to decide whether the person is a full member.
        .where('workspace_ids', 'is not', null)
        // If the clock was set back after the row was written, the age of the row is not known.
        .where('read_at', '<=', now() + maxAheadMs)
        .executeTakeFirst();
      return row === undefined ? null : toPerson(row);
    },
    async put(tenant, person) {
      const { tenant: _tenant, user_id, ...rest } = toRow(tenant, person);
      await engine.writeUnsynced(async (connection) => {
        await connection
          .insertInto('people')
          .values({ tenant, user_id, ...rest })
          .onConflict((conflict) => conflict.columns(['tenant', 'user_id']).doUpdateSet(rest))
          .execute();
      });
    },
  };
}

function toRow(tenant: string, person: Person): Insertable<PersonRow> {
  return {
    tenant,
    user_id: person.userId,
    team_id: person.teamId,
    enterprise_id: person.enterpriseId,
    workspace_ids: toJson(person.workspaceIds),
    name: cleanText(person.name),
    email: cleanTextOrNull(person.email),
    time_zone: cleanTextOrNull(person.timeZone),
    locale: cleanTextOrNull(person.locale),
    // The SQLite driver aborts the process when it is given a boolean.
    is_bot: Number(person.isBot),
    is_guest: Number(person.isGuest),
    is_deleted: Number(person.isDeleted),
    is_external: Number(person.isExternal),
    read_at: person.readAt,
  };
}

function toPerson(row: Selectable<PersonRow>): Person {
  return {
    userId: row.user_id,
    teamId: row.team_id,
    enterpriseId: row.enterprise_id,
    workspaceIds: fromJson<readonly string[]>(row.workspace_ids),
    name: row.name,
    email: row.email,
    timeZone: row.time_zone,
    locale: row.locale,
    isBot: row.is_bot === 1,
    isGuest: row.is_guest === 1,
    isDeleted: row.is_deleted === 1,
    isExternal: row.is_external === 1,
    readAt: row.read_at,
  };
}
