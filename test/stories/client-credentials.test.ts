/**
 * Client Credentials Grant: nobody connects an account. Each person works as the Box user with their confirmed Slack
 * address, and as nobody else.
 */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { createdFor } from './acts.ts';
import { runProgram, settingsOf } from './examining.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const hourMs = 60 * 60_000;

/** A person in Slack submits the form for this file. Waits until the modal says what is wanted, and closes it. */
async function sends(world: World, handle: string, url: string, wanted: string): Promise<void> {
  const person = world.slack.person(handle);
  await person.types(`/sign ${url} dee@client.com`, { in: 'app' });
  await person.sees('New signature request', { in: 'modal' });
  expect(await person.submits()).toEqual({});
  await person.sees(wanted, { in: 'modal' });
  await person.reloads();
}

function senderOf({ box }: World, file: { readonly id: string }): string | undefined {
  const request = box.signRequests().find(({ sourceIds }) => sourceIds.includes(file.id));
  return box.state.users[request?.senderId ?? '']?.login;
}

function userTokens(world: World): number {
  return world.box.traffic.filter(({ requestBody }) => String(requestBody).includes('box_subject_type=user'))
    .length;
}

stories('Client Credentials Grant', () => {
  const world = aWorld({ box: 'client-credentials' });

  it('a request is sent as the Box user with the sender’s address', async () => {
    const { box } = world();
    const bo = box.addUser({ login: 'Bo@acme.com', name: 'Bo Lee' });
    const files = { ana: world().newFile(), bo: box.addFile(bo, { name: 'Bo’s lease.pdf' }) };
    await sends(world(), 'ana', files.ana.url, 'Nobody has been emailed yet');
    await sends(world(), 'bo', files.bo.url, 'Nobody has been emailed yet');
    expect([senderOf(world(), files.ana), senderOf(world(), files.bo)]).toEqual([
      'ana@acme.com',
      'Bo@acme.com',
    ]);
    expect(userTokens(world())).toBe(2);
  });

  it('a person cannot send a file that only another person can see', async () => {
    await sends(world(), 'bo', world().newFile('Ana’s own.pdf').url, 'Box cannot find that file');
  });

  it('a new token is requested when one expires or Box revokes it', async () => {
    const before = userTokens(world());
    await world().passes(hourMs);
    await sends(world(), 'ana', world().newFile().url, 'Nobody has been emailed yet');
    const { tokens, users } = world().box.state;
    for (const token of Object.values(tokens)) {
      if (users[token.userId]?.login === 'ana@acme.com') token.revoked = true;
    }
    const file = world().newFile();
    await sends(world(), 'ana', file.url, 'Nobody has been emailed yet');
    expect(createdFor(world(), file)).toHaveLength(1);
    // A poll may have needed one more token in between.
    expect(userTokens(world()) - before).toBeGreaterThanOrEqual(2);
    expect(userTokens(world()) - before).toBeLessThanOrEqual(3);
  });

  it('a person without a Box account is told so, even if a longer address begins like theirs', async () => {
    const { box } = world();
    box.addUser({ login: 'cy@acme.com.au', name: 'cy@acme.com' });
    await sends(world(), 'cy', world().newFile().url, 'no Box account with your Slack email address');
    const cy = world().slack.person('cy');
    await cy.types('/sign list', { in: 'app' });
    await cy.sees('⚠️ Your company has no Box account with your Slack email address.', { in: 'modal' });
    await cy.reloads();
  });

  it.each([
    ['kel', 'with a symbol in place of a letter', 'bo\u212A@acme.com', 'bok@acme.com'],
    ['sal', 'with +sales, for the login without it', 'eve+sales@acme.com', 'eve@acme.com'],
    ['fay', 'without +sales, for the login with it', 'fay@acme.com', 'fay+sales@acme.com'],
  ])(
    'an address that looks like another is not taken for it (%s: %s)',
    async (handle, _how, address, login) => {
      const { slack, box } = world();
      const owner = box.addUser({ login, name: 'Somebody else' });
      const file = box.addFile(owner, { name: `Secret of ${login}.pdf` });
      slack.addUser({ handle, email: address });
      await sends(world(), handle, file.url, 'no Box account with your Slack email address');
      expect(createdFor(world(), file)).toEqual([]);
    },
  );

  it('a new owner of an address cannot use the former owner’s Box account until that person has left', async () => {
    const { slack, box } = world();
    const gus = slack.addUser({ handle: 'gus', email: 'desk@acme.com' });
    const owner = box.addUser({ login: 'desk@acme.com', name: 'Desk' });
    const [first, second] = [
      box.addFile(owner, { name: 'First.pdf' }),
      box.addFile(owner, { name: 'Next.pdf' }),
    ];
    await sends(world(), 'gus', first.url, 'Nobody has been emailed yet');
    gus.email = 'gus@acme.com';
    const hal = slack.addUser({ handle: 'hal', email: 'desk@acme.com' });
    await sends(world(), 'hal', second.url, 'Someone else here already uses the Box account');
    expect(createdFor(world(), second)).toEqual([]);
    gus.deleted = true;
    await world().passes(13 * hourMs);
    const isNoted = async (id: string) =>
      ((await storedRows(world().store))['connections'] ?? []).join().includes(id);
    await expect.poll(() => isNoted(gus.id)).toBe(false);
    await sends(world(), 'hal', second.url, 'Nobody has been emailed yet');
    expect(await isNoted(hal.id)).toBe(true);
  });

  it('a person whose address Slack has not confirmed is told so', async () => {
    const cy = world().slack.user('cy');
    world().box.addUser({ login: 'cy@acme.com', name: 'Cy Ng' });
    const person = world().slack.state.users[cy.id];
    if (!person) throw new Error('Cy is gone');
    person.emailConfirmed = false;
    await sends(world(), 'cy', world().newFile().url, 'has not confirmed your email address');
    person.emailConfirmed = true;
    await sends(world(), 'cy', world().newFile('Not Cy’s.pdf').url, 'Box cannot find that file');
  });

  it('a person does not act as another Box user who has taken over their address', async () => {
    const { box } = world();
    const [entry] = Object.entries(box.state.users).filter(([, { login }]) => login === 'Bo@acme.com');
    if (!entry) throw new Error('Bo is gone');
    box.state.users[entry[0]] = { ...entry[1], login: 'bo.former@acme.com' };
    const other = box.addUser({ login: 'bo@acme.com', name: 'Another Bo' });
    const file = box.addFile(other, { name: 'Secret of another.pdf' });
    await world().passes(hourMs);
    await sends(world(), 'bo', file.url, 'belongs to a different Box account than before');
    expect(createdFor(world(), file)).toEqual([]);

    // The app remembers Bo's former Box user until the operator deletes his data, or he leaves Slack.
    await world().app.stop();
    const user = world().slack.user('bo').id;
    const told = await runProgram('data', settingsOf(world()), ['forget', '--user', user]);
    expect(JSON.parse(told.output)).toMatchObject({ forgotten: { connections: 1 } });
    await world().restart();
    await sends(world(), 'bo', file.url, 'Nobody has been emailed yet');
    expect(senderOf(world(), file)).toBe('bo@acme.com');
  });
});
