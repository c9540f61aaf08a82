/** A person connects their own Box account, works with it, and cuts the connection again. */
import { beforeEach, expect, it } from 'vitest';
import { createdFor, formValues } from './acts.ts';
import { aBrowser, publicUrl } from './browser.ts';
import { agrees, aWorldToConnectIn, linkOf } from './connecting.ts';
import { stories } from './world.ts';

stories('connecting a Box account', () => {
  const world = aWorldToConnectIn();
  beforeEach(() => world().ana.reloads());

  it('brings the form back as it was filled, sent as the account whose address is the same', async () => {
    const { ana, anaAtBox } = world();
    const file = world().newFile('First.pdf');
    await ana.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    await ana.sees('Not connected to Box. Fill this in; you connect when you press Continue.', {
      in: 'modal',
    });
    await ana.fills({ Message: 'Please sign' });
    expect(await ana.submits()).toEqual({});
    await ana.sees('then your form comes back here as you filled it in', { in: 'modal' });
    const link = await linkOf(ana);
    expect(new URL(link).origin).toBe(publicUrl);
    const browser = aBrowser(world());
    const start = await browser.opens(link);
    expect(start.text).toContain('This is for ana in the Slack workspace Acme');
    expect(start.text).toContain('Are you not ana? Then close this page.');
    const page = await agrees(browser, link, anaAtBox);
    expect(page.text).toContain('works with the Box account ana@acme.com');
    expect(browser.cookies.size).toBe(0);
    await ana.sees('Sending as ana@acme.com at Box', { in: 'modal' });
    expect(await formValues(world())).toMatchObject({
      'Box link or file ID': file.url,
      Message: 'Please sign',
    });
    expect(await ana.submits()).toEqual({});
    await ana.sees('Nobody has been mailed yet', { in: 'modal' });
    expect(createdFor(world(), file)).toHaveLength(1);
  });
});
