/** The encrypted column of phone numbers in drafts and sign requests: reads, writes and empties it. */
import type { Kysely } from 'kysely';
import { draftIdOf } from '../signing/decide.ts';
import type { Phone } from '../signing/form.ts';
import { mayNeedPhones } from '../signing/phones.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import type { SealedCell, Secrets } from './secrets.ts';
import type { Tables } from './tables.ts';

type Table = 'drafts' | 'sign_requests';

function cellOf(table: Table, tenant: string, rowKey: string): SealedCell {
  return { table, column: 'phones', tenant, rowKey };
}

/** The phone numbers, encrypted for this row; null: there are none. */
export function sealPhones(
  secrets: Secrets,
  table: Table,
  { tenant, id, phones = [] }: { tenant: string; id: string; phones?: readonly Phone[] | undefined },
): string | null {
  return phones.length === 0 ? null : secrets.seal(cellOf(table, tenant, id), JSON.stringify(phones));
}

/**
 * Decrypts the phone numbers of a row. Numbers that no key decrypts count as missing, and the form asks for them again.
 */
export function openPhones(
  secrets: Secrets,
  table: Table,
  { tenant, id, phones: sealed }: { tenant: string; id: string; phones: string | null },
): { readonly phones?: readonly Phone[] } {
  const text = sealed === null ? null : secrets.openOrNull(cellOf(table, tenant, id), sealed);
  return text === null ? {} : { phones: JSON.parse(text) as readonly Phone[] };
}

/**
 * Deletes the phone numbers of a request that no longer needs them from its drafts: those that it came from, and those
 * that were to correct it. The former are found by `created_at`, which all renderings of one form share.
 *
 * @param kept id of the draft of the request that replaces this one. It keeps its numbers, because a repeated
 * submission takes them from it
 */
export async function wipePhonesOfDrafts(
  tx: Kysely<Tables>,
  before: SignRequest | null,
  { tenant, id, nonce, requester, ...after }: SignRequest,
  kept = '',
): Promise<void> {
  if (before?.phones === undefined || mayNeedPhones(after)) return;
  const draft = draftIdOf(nonce);
  await tx
    .updateTable('drafts')
    .set({ phones: null })
    .where('tenant', '=', tenant)
    .where('user_id', '=', requester)
    .where('id', '!=', kept)
    .where((is) =>
      is.or([
        is('id', '=', draft),
        is('replaces', '=', id),
        is(
          'created_at',
          '=',
          is
            .selectFrom('drafts as one')
            .select('one.created_at')
            .where('one.tenant', '=', tenant)
            .where('one.id', '=', draft),
        ),
      ]),
    )
    .execute();
}
