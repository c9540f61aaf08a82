/** `npm run sandbox -- --workspaces`: two workspaces at one Slack, which survive a restart of the sandbox. */
// runs: http, sqlite, ci
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openBrowser } from '../../sandbox/own/browser.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { stories } from './world.ts';

// This does not depend on the store, so it runs with one store only.
if (inject('store') === 'sqlite') {
  stories('the sandbox with two workspaces', () => {
    let folder = '';
    let sandbox: Sandbox;
    const begin = async (isFresh = false) => {
      sandbox = await startSandbox({
        port: 0,
        folder,
        isFresh,
        isHeadless: true,
        hasWorkspaces: true,
        slackLatencyMs: 0,
        boxLatencyMs: 0,
        onSetupFailed: (what, reason) => expect.fail(`${what}: ${reason}`),
      });
      await sandbox.appReady;
    };
    const globex = () => {
      const found = sandbox.slack.workspaces.find(({ state }) => state.team.name === 'Globex');
      if (!found) throw new Error('there is no Globex');
      return found;
    };
    const notThere = { shown: expect.stringContaining('/sign is not a valid command') };

    /** Gia installs the app. */
    const installs = async () => {
      const browser = openBrowser(sandbox.appUrl);
      const asked = (await browser.opens(`${sandbox.appUrl}/slack/install`)).headers.get('location') ?? '';
      const body = new URLSearchParams({ answer: 'allow', team: globex().teamId, user: 'gia' });
      const decided = await fetch(asked, { method: 'POST', body, redirect: 'manual' });
      const end = await browser.opens(decided.headers.get('location') ?? '');
      expect(end.text).toContain('Sign is installed in Globex');
    };
    const bothWork = async () => {
      const ana = sandbox.slack.person('ana');
      await ana.types('/sign', { in: '#contracts' });
      await ana.sees('Sending as ana@acme.com', { in: 'modal' });
      await ana.reloads();
      const leo = globex().person('leo');
      await leo.types('/sign', { in: '#contracts' });
      await leo.sees('Not connected to Box.', { in: 'modal' });
      await leo.reloads();
    };

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sign-sandbox-'));
      await begin();
    });
    afterAll(async () => {
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
    });

    it('the app is in Acme from the start, and in Globex once an admin adds it', async () => {
      expect(sandbox.slack.user('ana').id).toBe(globex().user('gia').id);
      const gia = globex().person('gia');
      expect(await gia.types('/sign', { in: '#contracts' })).toEqual(notThere);
      expect(await gia.modal()).toBeNull();
      await installs();
      await bothWork();
    });

    it('both workspaces survive a restart, and `--fresh` starts anew', async () => {
      await globex().person('leo').types('Hello Gia', { in: '#contracts' });
      await sandbox.stop();
      await begin();
      await globex().person('gia').sees('Hello Gia', { in: '#contracts' });
      await bothWork();
      await sandbox.stop();
      await begin(true);
      expect(await globex().person('leo').types('/sign', { in: '#contracts' })).toEqual(notThere);
      expect(await globex().person('leo').messages('#contracts')).toEqual([]);
    });
  });
}
