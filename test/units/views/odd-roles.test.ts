/** Box's list of roles is open; an unknown role is left out. */
import { expect, it } from 'vitest';
import { detailsView } from '../../../src/views/request-details.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aRequest, aSigner } from './records.ts';

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'janitor', ''])(
  'the role %s is no word of ours',
  (role) => {
    const record = aRequest({ state: 'sent', signers: [aSigner({ role })] });
    const shown = JSON.stringify(detailsView(record, texts('en-GB', 'Europe/Berlin')));
    expect(shown).toContain('bo@client.com');
    // The role would follow a name in brackets.
    expect(shown).not.toMatch(/bo@client\.com[^"]{0,3}\(/);
    expect(shown).not.toMatch(/native code|\[object|janitor/);
  },
);
