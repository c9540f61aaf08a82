/**
 * Why there is no connection to PostgreSQL, and what to do. Some errors of the driver have no code, only one of a few
 * fixed messages, which hold nothing secret and are not passed on either.
 */

/**
 * What the codes mean: those of PostgreSQL's refusals (https://www.postgresql.org/docs/current/errcodes-appendix.html),
 * and the system's.
 */
const refusals: Readonly<Record<string, string>> = {
  '28P01': 'The password is wrong.',
  '28000': 'This user is not allowed to sign in from here.',
  '3D000': 'There is no database with this name: create it.',
  '42501': 'This user is not allowed to connect to this database.',
  '53300': 'It has too many connections already.',
  ENOTFOUND: "The host's name cannot be resolved.",
  EAI_AGAIN: "The host's name cannot be resolved.",
  ECONNREFUSED: 'Nothing listens at that host and port. Is it running?',
};

/** Codes of a certificate from an authority that Node does not trust (https://nodejs.org/api/tls.html). */
const unknownAuthority =
  /^(SELF_SIGNED_CERT_IN_CHAIN|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_(VERIFY_LEAF_SIGNATURE|GET_ISSUER_CERT(_LOCALLY)?))$/;

/** Codes of a certificate that is wrong: out of date, revoked, or of another host. */
const wrongCertificate = /^(CERT_[A-Z_]+|ERR_TLS_CERT_ALTNAME_INVALID)$/;

const noAnswer =
  'PostgreSQL does not answer. Check the host and port in DATABASE_URL, and for a firewall in between.';
const closed =
  'PostgreSQL closed the connection. Check that the port in DATABASE_URL is that of PostgreSQL, and read its log.';

/** The driver's errors without a code, by their whole message (`lib/client.js` of `pg`, `index.js` of `pg-pool`). */
const withoutCode: ReadonlyMap<string, string> = new Map([
  ['timeout expired', noAnswer],
  ['timeout exceeded when trying to connect', noAnswer],
  ['Connection terminated due to connection timeout', noAnswer],
  ['Query read timeout', noAnswer],
  ['Connection terminated', closed],
  ['Connection terminated unexpectedly', closed],
  [
    'The server does not support SSL connections',
    'PostgreSQL offers no TLS, which DATABASE_URL asks for. Turn ssl on in its configuration, or take sslmode out of DATABASE_URL.',
  ],
  [
    'There was an error establishing an SSL connection',
    'What answers at the host and port in DATABASE_URL does not begin TLS as PostgreSQL does. Check both.',
  ],
]);

/** Why there is no connection; null when the error does not say. @param code the error's code; empty: none */
export function connectionHint(error: unknown, code: string): string | null {
  if (code === '') return error instanceof Error ? (withoutCode.get(error.message) ?? null) : null;
  if (code === 'ETIMEDOUT') return noAnswer;
  if (unknownAuthority.test(code)) {
    return `The certificate of PostgreSQL is from an authority that is not known here (${code}). Give the authority's certificate in NODE_EXTRA_CA_CERTS, or as sslrootcert=/path in DATABASE_URL.`;
  }
  if (wrongCertificate.test(code)) {
    return `The certificate of PostgreSQL is not valid for the host in DATABASE_URL (${code}). Check its dates and names.`;
  }
  const remedy = refusals[code] ?? 'Check the host, user, password and database in DATABASE_URL.';
  return `PostgreSQL refused the connection (${code}). ${remedy}`;
}
