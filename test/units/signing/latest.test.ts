import { expect, it } from 'vitest';
import { FORGOTTEN } from '../../../src/signing/address.ts';
import { lastDelivery, recentFolders, recentSigners } from '../../../src/signing/latest.ts';
import { aSigner, aSignRequest } from '../../builders/sign-requests.ts';

it('people of the latest requests are offered once, without the requester, the sender and forgotten people', () => {
  const ana = aSigner('ana@acme.com', { slackUserId: 'U_ANA', name: 'Ana' });
  const sender = aSigner('ana@box.com', { role: 'final_copy_reader' });
  const cy = aSigner('cy@acme.com', { slackUserId: 'U_CY', name: 'Cy Ng' });
  const requests = [
    aSignRequest()
      .toSigners(cy, aSigner('bo@client.com'), ana, sender)
      .withDetails({ senderEmail: 'ana@box.com' })
      .build(),
    aSignRequest()
      .toSigners(aSigner('bo@client.com', { name: 'Bo' }), aSigner(FORGOTTEN), aSigner('eli@client.com'))
      .build(),
    // Never sent: neither the colleague's address nor the sender's is known.
    aSignRequest()
      .toSigners(aSigner(null, { slackUserId: 'U_DI', name: 'Di' }))
      .build(),
  ];
  expect(recentSigners(requests)).toEqual([
    { who: 'U_CY', name: 'Cy Ng' },
    { who: 'bo@client.com', name: 'bo@client.com' },
    { who: 'eli@client.com', name: 'eli@client.com' },
    { who: 'U_DI', name: 'Di' },
  ]);
});

it('choices and folders come from requests made here, the newest first', () => {
  const folder = { id: '7', name: 'Signed' };
  const requests = [
    aSignRequest()
      .withDetails({ madeIn: 'box', folder: { id: '0', name: 'All Files' } })
      .build(),
    aSignRequest()
      .with({ form: { ...aSignRequest().build().form, way: 'template', delivery: 'prepare' } })
      .build(),
    aSignRequest().withoutFields().withDetails({ folder }).build(),
    aSignRequest().withDetails({ folder }).build(),
  ];
  expect(lastDelivery(requests)).toEqual({ delivery: 'direct' });
  expect(recentFolders(requests)).toEqual([folder]);
  expect(lastDelivery([])).toEqual({});
});
