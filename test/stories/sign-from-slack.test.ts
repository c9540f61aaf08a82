/** Sign from Slack: colleagues who were picked as signers, and the requester, open the signing page from Slack. */
// runs: http
import { beforeEach, expect, it } from 'vitest';
import { SECRET_MARK } from '../../sandbox/box/state.ts';
import { onlyCard } from './acts.ts';
import { cardSays, isTurnedOn, opensSigningPage, sends, toldAbout } from './signing-here.ts';
import { aWorld, stories } from './world.ts';

stories('signing from Slack', () => {
  const world = aWorld({ box: 'oauth' });
  beforeEach(() => world().ana.reloads());

  it('is off until an admin turns it on: colleagues are told that Box has emailed them, once', async () => {
    const { slack, box } = world();
    await sends(world(), 'Early', '@bo @gil');
    const bo = slack.person('bo');
    await bo.sees(/Ana Ruiz asks you to sign Early\.pdf.*Box emailed the link to bo@acme\.com/s);
    expect(await toldAbout(bo, 'Early')).toHaveLength(1);
    expect((await bo.messages('app')).at(-1)?.buttons).toEqual([]);
    expect(box.mails('bo@acme.com')).toHaveLength(1);
    // A guest cannot use the app, and has Box's email.
    expect(await toldAbout(slack.person('gil'), 'Early')).toEqual([]);
    await box.person('bo@acme.com').signs();
    await world().passes(5 * 60_000);
    await bo.sees(/You signed Early\.pdf/);
  });

  it('two colleagues sign in order to the end, without an email of Box', async () => {
    const { slack, box, ana } = world();
    await isTurnedOn(world());
    const [bo, cy] = [slack.person('bo'), slack.person('cy')];
    await sends(
      world(),
      'Ordered',
      '@bo @cy dee@client.com',
      { 'I sign too, after everyone else': true, Message: 'Please *read* clause 4' },
      { 'Bo Lee': 'First', 'Cy Ng': 'Second', 'dee@client.com': 'Second', 'Ana Ruiz': 'Third' },
    );
    await bo.sees(/Ana Ruiz asks you to sign Ordered\.pdf.*Please \*read\* clause 4.*Until /s);
    expect(await toldAbout(cy, 'Ordered')).toEqual([]);
    await box.person('bo@acme.com').signs(await opensSigningPage(bo));
    await world().passes(2 * 60_000);
    await cy.sees(/asks you to sign Ordered/);
    expect(box.mails('dee@client.com')).toHaveLength(1);
    await cy.presses('Review and sign');
    await cy.sees('is ready for you in Box', { in: 'modal' });
    const { url } = await cy.presses('Open in Box');
    await cy.closes({ all: true });
    await box.person('cy@acme.com').signs(url ?? '');
    await box.person('dee@client.com').signs();
    await world().passes(2 * 60_000);
    await bo.sees(/You signed Ordered\.pdf/);
    await cardSays(world(), 'Ordered', /3 of 4 signed\. It is your turn\./);
    const card = await onlyCard(world(), 'Ordered', /your turn/);
    expect(card.buttons).toContain('Review and sign');
    expect(card.buttons).not.toContain('Email me the link again');
    await box.person('ana@acme.com').signs(await opensSigningPage(ana));
    await world().passes(2 * 60_000);
    await cardSays(world(), 'Ordered', /Completed .*4 of 4 signed/s);
    for (const who of [bo, cy]) {
      await who.sees(/You signed Ordered\.pdf.*Everyone has signed/);
      expect(await toldAbout(who, 'Ordered')).toHaveLength(1);
    }
    await bo.presses('Open document');
    await bo.sees('is ready for you in Box', { in: 'modal' });
    const mails = ['bo@acme.com', 'cy@acme.com'].flatMap((address) => box.mails(address));
    expect(mails.filter(({ subject }) => subject.includes('Ordered'))).toEqual([]);
    const messages = slack.log.filter(({ method }) => /^chat\.|response_url/.test(method));
    expect(JSON.stringify(messages).includes(SECRET_MARK)).toBe(false);
  });
});
