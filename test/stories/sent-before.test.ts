/** The form of a person who has sent before: what it remembers, and whom it offers as signers. */
// runs: http, ci
import { expect, it } from 'vitest';
import { createdFor, formValues, onlyCard } from './acts.ts';
import { aWorld, stories } from './world.ts';

const how = 'How to send';
const direct = 'Send now, without fields';
const others = 'Other signers (email)';

stories('a form after earlier requests', () => {
  const world = aWorld();

  async function opens(typed = ''): Promise<Record<string, string>> {
    const { ana } = world();
    await ana.reloads();
    await ana.types(`/sign ${typed}`.trim(), { in: '#contracts' });
    await ana.sees('New signature request', { in: 'modal' });
    return formValues(world());
  }

  it('the form remembers how the last request was sent, and nothing else', async () => {
    const { ana } = world();
    const file = world().newFile('First.pdf');
    expect(await opens(`${file.url} dee@client.com`)).toMatchObject({
      [how]: 'Place fields in Box, then send',
    });
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    await ana.fills({
      [direct]: true,
      Message: 'For you alone',
      'Request name': 'Once',
      'Email subject': 'Read this',
      'Expires after (days)': '3',
      "Box reminds everyone who hasn't signed": false,
      'Who signs when': 'Other signers first, then colleagues',
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Goes to dee@client.com', { in: 'modal' });
    await ana.submits();
    await onlyCard(world(), 'Once', /Sent|Submitted|preparing/);
    expect(await opens()).toMatchObject({ [how]: direct, [others]: '', Message: '' });
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({
      'Request name': '',
      'Email subject': '',
      'Expires after (days)': '30',
      'Who signs when': 'Everyone at the same time',
      Reminders: "Box reminds everyone who hasn't signed",
    });
    const bo = world().slack.person('bo');
    await bo.types('/sign', { in: '#contracts' });
    await bo.sees('New signature request', { in: 'modal' });
    expect((await bo.modal())?.values).toMatchObject({ [how]: 'Place fields in Box, then send' });
  });

  it('the form offers the people of Ana’s latest requests, besides people she types or picks', async () => {
    const { ana } = world();
    const recent = 'Recent signers';
    const first = world().newFile('Before.pdf');
    const prepare = { 'Place fields in Box, then send': true };
    await opens(`${first.url} fay@client.com dee@client.com @bo`);
    await ana.fills(prepare);
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });

    const next = world().newFile('Next.pdf');
    expect(Object.keys(await opens(`${next.url} eli@client.com fay@client.com`))).not.toContain(recent);
    await ana.fills(prepare);
    await ana.presses('Recent signers…');
    await ana.sees('from your latest requests', { in: 'modal' });
    await expect(ana.fills({ [recent]: ['nobody@client.com'] })).rejects.toThrow(
      'It offers: "Bo Lee", "fay@client.com", "dee@client.com"',
    );
    await ana.fills({ [recent]: ['Bo Lee', 'fay@client.com', 'dee@client.com'] });
    // The form is redrawn with her choice, and a person whom she then removes is not added back.
    await ana.presses('More options');
    await ana.sees('Request name', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({
      [recent]: 'Bo Lee, fay@client.com, dee@client.com',
      [others]: 'eli@client.com, fay@client.com',
    });
    await ana.fills({ [recent]: ['Bo Lee', 'fay@client.com'] });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(createdFor(world(), next)[0]?.['signers']).toMatchObject([
      { email: 'bo@acme.com' },
      { email: 'eli@client.com' },
      { email: 'fay@client.com' },
    ]);

    const bo = world().slack.person('bo');
    await bo.types('/sign', { in: '#contracts' });
    await bo.sees('New signature request', { in: 'modal' });
    expect((await bo.modal())?.plain).not.toContain('Recent signers…');
  });
});
