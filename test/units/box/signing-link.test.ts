/** A signer's link is read only for the one signer who has both the id and the address. */
import { expect, it } from 'vitest';
import { getSigningLink } from '../../../src/box/signing-link.ts';
import { cannedBox } from './canned-box.ts';
import { aSignRequest } from './sign-request-json.ts';

const wanted = { externalUserId: 'T1/U0BO', email: 'bo@x.com' };
const link = 'https://app.box.com/sign/document/1/2/3';
const bo = { email: 'bo@x.com', embed_url_external_user_id: 'T1/U0BO', embed_url: link };
const cy = { ...bo, email: 'cy@x.com', embed_url_external_user_id: 'T1/U0CY' };

it.each([
  ['the signer', [cy, bo], link],
  ['the signer, whose address Box writes in capitals', [{ ...bo, email: 'BO@x.com' }], link],
  ['no signer', [], null],
  ['another signer', [cy], null],
  ['the id with another address', [{ ...bo, email: 'cy@x.com' }], null],
  ['the address with another id', [{ ...cy, email: 'bo@x.com' }], null],
  ['two signers with the id', [bo, { ...bo, email: 'cy@x.com' }], null],
  ['the signer without a link', [{ ...bo, embed_url: null }], null],
  ['a link without TLS', [{ ...bo, embed_url: 'http://app.box.com/sign/1' }], null],
  ['a link that no browser opens', [{ ...bo, embed_url: 'https://' }], null],
])('where Box has %s', async (_what, signers, found) => {
  const box = await cannedBox({ body: aSignRequest({ id: 'b1', signers }) });
  const read = await getSigningLink(box.session, 'b1', wanted);
  expect([read.seen.boxId, read.link]).toEqual(['b1', found]);
});
