/** Encrypts a person's Box tokens for their columns, and decrypts them. */
import type { BoxTokens } from '../shapes.ts';
import type { SealedCell, Secrets } from './secrets.ts';

/** The columns of a pair of Box tokens, encrypted. */
export interface TokenColumns {
  access_token: string | null;
  refresh_token: string | null;
  expires_at: number | null;
}

/** The columns of these tokens, encrypted so that they can be decrypted for this row only. */
export function sealTokens(
  secrets: Secrets,
  tenant: string,
  slackUserId: string,
  tokens: BoxTokens,
): { access_token: string; refresh_token: string; expires_at: number } {
  const cell = (column: string): SealedCell => cellOf(column, tenant, slackUserId);
  return {
    access_token: secrets.seal(cell('access_token'), tokens.accessToken),
    refresh_token: secrets.seal(cell('refresh_token'), tokens.refreshToken),
    expires_at: tokens.expiresAt,
  };
}

/** The tokens of a row, or null when it has none. Throws SecretUnreadable when no key decrypts them. */
export function openTokens(
  secrets: Secrets,
  tenant: string,
  slackUserId: string,
  row: TokenColumns,
): BoxTokens | null {
  const { access_token: access, refresh_token: refresh, expires_at: expiresAt } = row;
  if (access === null || refresh === null || expiresAt === null) return null;
  return {
    accessToken: secrets.open(cellOf('access_token', tenant, slackUserId), access),
    refreshToken: secrets.open(cellOf('refresh_token', tenant, slackUserId), refresh),
    expiresAt,
  };
}

function cellOf(column: string, tenant: string, slackUserId: string): SealedCell {
  return { table: 'connections', column, tenant, rowKey: slackUserId };
}
