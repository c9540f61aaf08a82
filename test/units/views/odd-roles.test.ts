/** Box may add roles; an unknown role is not shown. */
import { expect, it } from 'vitest';
import { detailsView } from '../../../src/views/request-details.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aRequest, aSigner } from './records.ts';

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'janitor', ''])(
  'the role %s is unknown',
  (role) => {
    const record = aRequest({ state: 'sent', signers: [aSigner({ role })] });
    const shown = JSON.stringify(detailsView(record, texts('en-GB', 'Europe/Berlin')));
    expect(shown).toContain('bo@client.com');
    // A role would follow a name in brackets.
    expect(shown).not.toMatch(/bo@client\.com[^"]{0,3}\(/);
    expect(shown).not.toMatch(/native code|\[object|janitor/);
  },
);
