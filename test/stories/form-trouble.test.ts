/** `/sign` when Slack cannot open the form: it opens a moment later, or the person gets back what they typed. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { aWorld, stories } from './world.ts';

stories('the form when Slack fails', () => {
  const world = aWorld();

  it('when the form cannot open, the person gets back what they typed, except a signing link', async () => {
    const { ana, slack } = world();
    const { url } = world().newFile();
    const cases = [
      [`${url} dee@client.com *soon* & <b>`, `You typed: /sign ${url} dee@client.com *soon* & <b>`],
      [`${url} ${'x'.repeat(200)}@client.com`, 'xxx@client.com'],
      ['https://app.box.com/sign/document/abc/NOBODYMAYSEETHIS', 'You typed: /sign https://app.box.com/…'],
    ] as const;
    for (const [typed, given] of cases) {
      await ana.reloads();
      slack.faults.next({ kind: 'error', error: 'internal_error', method: 'views.open', times: 4 });
      await ana.types(`/sign ${typed}`, { in: '#contracts' });
      const said = await ana.sees(given, { in: '#contracts' });
      expect(said).toContain('That did not work just now');
      expect(said).not.toContain('NOBODYMAYSEETHIS');
    }
    await ana.reloads();
    slack.faults.next({ kind: 'ratelimit', retryAfterSeconds: 30, method: 'views.open' });
    await ana.types('/sign', { in: '#contracts' });
    expect(await ana.sees('That did not work just now', { in: '#contracts' })).not.toContain('You typed');
  });

  it('the person is told that the form cannot open even if Slack accepts no message for a while', async () => {
    const { ana, slack } = world();
    await ana.reloads();
    slack.faults.next({ kind: 'ratelimit', retryAfterSeconds: 30, method: 'views.open' });
    slack.faults.next({ kind: 'ratelimit', retryAfterSeconds: 1, method: 'response_url', times: 2 });
    await ana.types('/sign patient@client.com', { in: '#contracts' });
    await ana.sees('You typed: /sign patient@client.com', { in: '#contracts' });
  });

  it.each([
    ['fails', { kind: 'error', error: 'internal_error', times: 2 }],
    ['is unavailable', { kind: 'status', status: 503, times: 2 }],
    ['limits the rate', { kind: 'ratelimit', retryAfterSeconds: 1 }],
    ['opens it but its answer is lost', { kind: 'drop-after' }],
  ] as const)('the form opens a moment later when Slack %s', async (_, fault) => {
    const { ana, slack } = world();
    await ana.reloads();
    slack.faults.next({ ...fault, method: 'views.open' });
    await ana.types('/sign dee@client.com', { in: '#contracts' });
    await expect
      .poll(async () => (await ana.modal())?.values)
      .toMatchObject({ 'Other signers (email)': 'dee@client.com' });
    expect((await ana.views()).length).toBe(1);
  });
});
