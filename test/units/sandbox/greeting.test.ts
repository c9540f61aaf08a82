import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SandboxBox, startBox } from '../../../sandbox/box/server.ts';
import { ensureGlobex } from '../../../sandbox/own/globex.ts';
import { greeting } from '../../../sandbox/own/greeting.ts';
import { type SandboxSlack, startSlack } from '../../../sandbox/slack/server.ts';

let box: SandboxBox;
let slack: SandboxSlack;

beforeEach(async () => {
  [box, slack] = await Promise.all([startBox(), startSlack()]);
});
afterEach(() => Promise.all([box.close(), slack.close()]));

function greetingText({
  addsToAcme = false,
  pageUrl = 'http://127.0.0.1:4600' as string | null,
} = {}): string {
  return greeting({ slack, box, appUrl: 'http://127.0.0.1:4603', documentUrl: '', addsToAcme, pageUrl });
}

test('a single workspace is not mentioned', () => {
  expect(greetingText()).not.toContain('workspace');
});

test('the greeting says where the app is installed, at a first start and later', () => {
  ensureGlobex(slack, box);
  const globex = slack.workspaces[1]?.state;
  if (!globex) throw new Error('there is no Globex');
  expect(greetingText({ addsToAcme: true })).toContain('Sign is in Acme; add it to Globex on the page.');
  expect(greetingText({ pageUrl: null })).toContain(
    'Sign is not installed there yet: open http://127.0.0.1:4603/slack/install',
  );
  expect(greetingText()).toContain('Sign is in neither; add it on the page.');
  globex.app.isInstalled = true;
  expect(greetingText()).toContain('Sign is in Globex; add it to Acme on the page.');
  slack.state.app.isInstalled = true;
  expect(greetingText()).toContain('Sign is in both: Acme and Globex.');
  expect(greetingText({ pageUrl: null })).toContain('Sign is already installed there.');
});
