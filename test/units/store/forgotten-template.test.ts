/** Forgetting a person also removes them from the values filled in for a template. */
import { expect, it } from 'vitest';
import { emptyForm } from '../../../src/signing/form.ts';
import { withoutPerson } from '../../../src/store/forgotten.ts';
import { aSigner, aSignRequest } from '../../builders/sign-requests.ts';

it('name, address and id of the person are gone, and a colleague in another role stays', () => {
  const role = { role: 'signer', order: null, groupId: null, needs: null, mustLogIn: false };
  const template = {
    id: 't',
    name: 'NDA',
    template: {
      id: 't',
      name: 'NDA',
      subject: '',
      message: '',
      daysValid: null,
      folder: null,
      locks: [],
      roles: [
        { ...role, label: 'Client', email: null },
        { ...role, label: 'Boss', email: null },
        { ...role, label: 'Copy', email: 'bo@client.com' },
        { ...role, label: 'Witness', email: null },
      ],
      tags: [{ id: 'who', kind: 'text' as const, label: 'Who', value: '' }],
    },
    people: [
      { slackUserId: null, address: 'Bo Lee <bo@client.com>' },
      { slackUserId: 'U_BO', address: '' },
      { slackUserId: null, address: '' },
      { slackUserId: 'U_CY', address: '' },
    ],
    values: ['for Bo Lee'],
  };
  const record = aSignRequest()
    .with({
      form: { ...emptyForm, way: 'template', template },
      signers: [aSigner('bo@client.com', { slackUserId: 'U_BO', name: 'Bo Lee' })],
    })
    .build();
  const kept = withoutPerson(record, { tenant: null, user: null, addresses: ['bo@client.com'], names: [] });
  const left = JSON.stringify(kept.form).toLowerCase();
  for (const gone of ['bo lee', 'bo@client.com', 'u_bo']) expect(left).not.toContain(gone);
  expect(kept.form.template?.people[1]).toEqual({ slackUserId: null, address: '' });
  expect(kept.form.template?.people[3]).toEqual({ slackUserId: 'U_CY', address: '' });
});
