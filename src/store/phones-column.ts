/** The encrypted column of phone numbers, in drafts and sign requests, and where it is emptied. */
import type { Kysely } from 'kysely';
import type { Phone } from '../signing/form.ts';
import { mayNeedPhones } from '../signing/phones.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import type { SealedCell, Secrets } from './secrets.ts';
import type { Tables } from './tables.ts';

type Table = 'drafts' | 'sign_requests';

function cellOf(table: Table, tenant: string, rowKey: string): SealedCell {
  return { table, column: 'phones', tenant, rowKey };
}

/** Encrypted for this row; null: there are none. */
export function sealPhones(
  secrets: Secrets,
  table: Table,
  { tenant, id, phones = [] }: { tenant: string; id: string; phones?: readonly Phone[] | undefined },
): string | null {
  return phones.length === 0 ? null : secrets.seal(cellOf(table, tenant, id), JSON.stringify(phones));
}

/** For the record of a row. Numbers that no key decrypts are treated as missing, and asked for again. */
export function openPhones(
  secrets: Secrets,
  table: Table,
  { tenant, id, phones: sealed }: { tenant: string; id: string; phones: string | null },
): { readonly phones?: readonly Phone[] } {
  const text = sealed === null ? null : secrets.openOrNull(cellOf(table, tenant, id), sealed);
  return text === null ? {} : { phones: JSON.parse(text) as readonly Phone[] };
}

/**
 * Once the request no longer needs them, its numbers also leave the drafts that it came from, and those that were to
 * correct it. All renderings of one form have its time.
 *
 * @param kept the draft of the request that takes its place: a repeated submission is compared with it
 */
export async function wipePhonesOfDrafts(
  tx: Kysely<Tables>,
  before: SignRequest | null,
  { tenant, id, nonce, requester, ...after }: SignRequest,
  kept = '',
): Promise<void> {
  if (before?.phones === undefined || mayNeedPhones(after)) return;
  const [draft = nonce] = nonce.split('/');
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
