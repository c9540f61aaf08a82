/** By which names and addresses a person is known, and how they are removed from what people have written. */
import { expect, it } from 'vitest';
import { FORGOTTEN } from '../../../src/signing/address.ts';
import { noForm } from '../../../src/signing/form.ts';
import { withoutPerson } from '../../../src/store/forgotten.ts';
import { personMatcher } from '../../../src/store/identity.ts';
import { aSigner, aSignRequest } from '../../builders/sign-requests.ts';
import { keyOf, TENANT } from './records.ts';
import { onBothEngines } from './stores.ts';

const identity = { tenant: null, user: null, addresses: ['bo@client.com'], names: [] };

it.each([
  { typed: '"Lee, Bo" <bo@client.com>', gone: ['Bo Lee', 'Lee'], left: ['Cy', 'Ash', 'Bo is short'] },
  { typed: 'Bo Lee <bo@client.com>', gone: ['Bo Lee'], left: ['Cy', 'Ash', 'Mr. Lee', 'Bo is short'] },
  { typed: 'bo@client.com', gone: [], left: ['Bo Lee', 'Cy', 'Ash', 'Mr. Lee', 'Bo is short'] },
])('the name that was typed in $typed is gone from the message, and no other', (row) => {
  const message = 'Dear Bo Lee, dear Cy Ash! Mr. Lee signs first. Bo is short.';
  const others = `${row.typed}, "Ash, Cy" <cy@client.com>`;
  const record = aSignRequest()
    .to('bo@client.com', 'cy@client.com')
    .with({ form: { ...noForm, others, message } })
    .build();
  const { form } = withoutPerson(record, identity);
  expect(form.others).toBe(`${FORGOTTEN}, cy@client.com`);
  for (const name of row.gone) expect(form.message).not.toContain(name);
  for (const name of row.left) expect(form.message).toContain(name);
});

it('the name is gone from the subject, from reasons and from the refusal, which stay otherwise', () => {
  const record = aSignRequest()
    .toSigners(
      aSigner('bo@client.com', { name: 'Bo Lee', decision: 'declined', reason: 'Not mine' }),
      aSigner('cy@client.com', { name: 'Cy Ash', reason: 'Bo Lee signs' }),
    )
    .withDetails({
      subject: 'Contract for Bo Lee',
      cancelled: { by: 'U_ANA', at: 1, reason: 'Bo Lee left' },
      senderEmail: 'bo@client.com',
    })
    .notSent({ code: 'signer_twice', text: 'Bo Lee' })
    .build();
  const { signers, details, refusal } = withoutPerson(record, identity);
  expect(signers).toMatchObject([
    { email: FORGOTTEN, name: null, decision: 'declined', reason: null },
    { email: 'cy@client.com', name: 'Cy Ash', reason: `${FORGOTTEN} signs` },
  ]);
  expect(details).toMatchObject({
    subject: `Contract for ${FORGOTTEN}`,
    cancelled: { by: 'U_ANA', at: 1, reason: `${FORGOTTEN} left` },
    senderEmail: FORGOTTEN,
  });
  expect(refusal).toEqual({ code: 'signer_twice', text: FORGOTTEN });
});

it('phone numbers of other signers stay', () => {
  const phones = ['bo@client.com', 'cy@client.com'].map((who) => ({ who, number: '+491701234567' }));
  const record = aSignRequest().to('bo@client.com', 'cy@client.com').with({ phones }).build();
  expect(withoutPerson(record, identity).phones).toEqual([{ who: 'cy@client.com', number: '+491701234567' }]);
});

it('a person of whom no address is known is not found in every text', () => {
  const isNaming = personMatcher({ tenant: TENANT, user: 'U_BO', addresses: ['', ' '], names: [''] });
  expect([{ by: 'U_BO' }, { by: 'U_BOB' }, 'Dear Cy', '', null].map(isNaming)).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

onBothEngines('who a person is', (place) => {
  it('a person is known by the names and addresses that anything stored about them has', async () => {
    const store = await (await place()).open();
    const flags = { isBot: false, isGuest: false, isDeleted: false, isExternal: false };
    const where = { teamId: TENANT, enterpriseId: null, workspaceIds: [], timeZone: null, locale: null };
    const about = { userId: 'U_BO', name: 'Bo Lee', email: 'bo@acme.com' };
    await store.people.put(TENANT, { ...about, ...where, ...flags, readAt: Date.now() });
    await store.connections.putBoxUser(TENANT, 'U_BO', { boxUserId: '7', login: 'bo@home.net', name: 'Bob' });
    await store.departures.record(TENANT, 'U_BO', 'Bo Lee-Ash');
    const record = aSignRequest()
      .toSigners(
        aSigner('lee@client.com', { slackUserId: 'U_BO', name: 'Mr. Lee' }),
        aSigner('cy@client.com', { slackUserId: 'U_CY', name: 'Cy' }),
      )
      .with({ tenant: TENANT })
      .build();
    await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    const { personalData } = store;
    expect(await personalData.identify({ tenant: TENANT, user: 'U_BO' })).toEqual({
      tenant: TENANT,
      user: 'U_BO',
      addresses: ['bo@acme.com', 'bo@home.net', 'lee@client.com'],
      names: ['Bo Lee', 'Bob', 'Mr. Lee', 'Bo Lee-Ash'],
    });
    const nobody = { tenant: null, user: null };
    for (const [email, name] of [
      ['BO@acme.com', 'Bo Lee'],
      ['BO@home.net', 'Bob'],
      ['LEE@client.com', 'Mr. Lee'],
    ] as const) {
      const addresses = [email, email.toLowerCase()];
      expect(await personalData.identify({ email })).toEqual({ ...nobody, addresses, names: [name] });
    }
  });
});
