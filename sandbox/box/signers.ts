/** Makes the signers of a sign request, before anything has happened. */
import { randomBytes } from 'node:crypto';
import { SECRET_MARK, type Signer } from './state.ts';

/** A signer as named by a create call (or by a signer who passes the request on), not mailed yet. */
export function makeSigner(given: Record<string, unknown>): Signer {
  const { email: address, role, order, password, ...rest } = given;
  return {
    email: String(address),
    role: typeof role === 'string' ? role : 'signer',
    order: typeof order === 'number' ? order : null,
    given: rest,
    password: typeof password === 'string' ? password : null,
    linkToken: `${SECRET_MARK}-sign-${randomBytes(12).toString('hex')}`,
    mailedAt: null,
    viewed: false,
    viewedAt: null,
    decision: null,
    inputs: [],
  };
}
