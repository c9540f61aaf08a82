import { afterEach, beforeEach, expect, test } from 'vitest';
import { type SandboxBox, startBox } from '../../../sandbox/box/server.ts';
import { ensureDocuments } from '../../../sandbox/own/documents.ts';
import { guideStep } from '../../../sandbox/own/guide.ts';
import type { JsonObject } from '../../../sandbox/slack/json.ts';
import { seededState } from '../../../sandbox/slack/seed.ts';
import type { Message, SlackState } from '../../../sandbox/slack/state.ts';

let box: SandboxBox;
let slack: SlackState;
let documentUrl: string;
let token: string;

beforeEach(async () => {
  box = await startBox({ conversionMs: 0, finalizingMs: 0 });
  slack = seededState();
  documentUrl = ensureDocuments(box);
  const ana = Object.values(box.state.users).find(({ login }) => login === 'ana@acme.com');
  token = box.issueToken({ id: ana?.id ?? '' });
});

afterEach(() => box.close());

const step = () => {
  box.tick();
  return guideStep(slack, box, documentUrl, Date.now());
};

async function createRequest(isPrepared: boolean, signer: object = {}): Promise<string> {
  const response = await fetch(`${box.url}/2.0/sign_requests`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      source_files: [{ type: 'file', id: documentUrl.split('/').at(-1) }],
      signers: [{ email: 'cy@client.com', role: 'signer', ...signer }],
      parent_folder: { type: 'folder', id: Object.keys(box.state.folders).at(-1) },
      is_document_preparation_needed: isPrepared,
    }),
  });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

test('the first step is to type /sign with the document', () => {
  expect(step()).toEqual({
    step: 'type',
    documentUrl,
    signer: 'bo@client.com',
    isCovered: false,
  });
  expect(ensureDocuments(box)).toBe(documentUrl);
});

test('the guide goes from placing fields to mail, signing and the card, and names every end', async () => {
  await createRequest(true);
  expect(step()).toEqual({ step: 'place' });
  const id = await createRequest(false);
  const mail = box.mails('cy@client.com').at(-1);
  expect(step()).toEqual({
    step: 'sign',
    signers: [{ email: 'cy@client.com', token: mail?.link?.split('/').at(-1), slackHandle: null }],
    cardFollows: true,
  });
  await box.person('cy@client.com').signs(mail?.link ?? '', { typing: 'Cy' });
  expect(step()).toEqual({ step: 'look', documentUrl: documentUrl, isOnCard: false, isCovered: false });
  slack.messages.push(cardWith(`https://app.box.com/file/${box.state.signRequests[id]?.signFileIds[0]}`));
  expect(step()).toEqual({ step: 'look', documentUrl: documentUrl, isOnCard: true, isCovered: false });
  const request = box.state.signRequests[id];
  for (const how of ['cancelled', 'declined', 'expired'] as const) {
    if (request) request.status = how;
    expect(step()).toEqual({ step: 'ended', how, documentUrl: documentUrl, signer: 'bo@client.com' });
  }
  if (request) request.status = 'error';
  expect(step()).toMatchObject({ step: 'type' });
});

test('a form with and without a document, and other modals, are different steps', () => {
  const input = (given: object) => ({ type: 'input', element: { type: 'plain_text_input', ...given } });
  openModal({ callback_id: 'create', blocks: [{ type: 'section' }, input({})] });
  expect(step()).toEqual({ step: 'form', wants: { documentUrl: documentUrl, signer: 'bo@client.com' } });
  openModal({ callback_id: 'create', blocks: [{ type: 'section' }, input({ initial_value: documentUrl })] });
  expect(step()).toEqual({ step: 'form', wants: null });
  openModal({ callback_id: 'working', blocks: [] });
  expect(step()).toEqual({ step: 'wait' });
  openModal({ callback_id: 'list', submit: { type: 'plain_text', text: 'Search' }, blocks: [input({})] });
  expect(step()).toMatchObject({ step: 'type', isCovered: true });
});

test('the guide names who signs now when a signer passed the request on', async () => {
  await createRequest(false);
  await box.person('cy@client.com').forwards('dee@client.com');
  expect(step()).toMatchObject({ step: 'sign', signers: [{ email: 'dee@client.com' }] });
});

test('a signer who signs in Slack is named with their handle, although Box mails them nothing', async () => {
  const embedded = { embed_url_external_user_id: 'U1', suppress_notifications: true };
  await createRequest(false, { email: 'cy@acme.com', ...embedded });
  expect(box.mails('cy@acme.com')).toEqual([]);
  expect(step()).toMatchObject({ step: 'sign', signers: [{ email: 'cy@acme.com', slackHandle: 'cy' }] });
});

test('a signer whose email bounced is not sent to it', async () => {
  await createRequest(false);
  expect(step()).toMatchObject({ step: 'sign' });
  await box.person('cy@client.com').bounces();
  expect(step()).toEqual({ step: 'bounced', email: 'cy@client.com' });
  await createRequest(false);
  expect(step()).toEqual({ step: 'bounced', email: 'cy@client.com' });
});

test('a request that vanished with its file is not followed', async () => {
  const id = await createRequest(false);
  await box.person('ana@acme.com').deletes(box.state.signRequests[id]?.signFileIds[0] ?? '');
  expect(step()).toMatchObject({ step: 'type' });
});

test('a document in the trash is not the one to try', () => {
  const trashed = box.state.files[documentUrl.split('/').at(-1) ?? ''];
  if (!trashed) throw new Error('there is no document');
  trashed.trashedAt = Date.now();
  expect(ensureDocuments(box)).not.toBe(documentUrl);
});

test('a modal that covers the card must be closed first', async () => {
  await createRequest(false);
  openModal({ callback_id: 'result', blocks: [] });
  expect(step()).toMatchObject({ step: 'sign' });
  await box.person('cy@client.com').signs(box.mails('cy@client.com').at(-1)?.link ?? '', { typing: 'Cy' });
  expect(step()).toEqual({ step: 'look', documentUrl: documentUrl, isOnCard: false, isCovered: true });
  delete slack.stacks[anaIn(slack)];
  expect(step()).toEqual({ step: 'look', documentUrl: documentUrl, isOnCard: false, isCovered: false });
});

test('while Ana’s account is disconnected, no step needs it, and no card is said to follow', async () => {
  const ana = Object.values(box.state.users).find(({ login }) => login === 'ana@acme.com');
  if (!ana) throw new Error('Ana has no account at Box');
  box.state.refreshTokens['once'] = {
    clientId: 'app',
    userId: ana.id,
    accessToken: token,
    expiresAt: Date.now() + 60_000,
    usedAt: null,
    revoked: false,
  };
  expect(step()).toMatchObject({ step: 'type' });
  box.removeAppsFrom(ana);
  expect(step()).toEqual({ step: 'connect' });
  openModal({ callback_id: 'create', blocks: [] });
  expect(step()).toMatchObject({ step: 'form' });
  delete slack.stacks[anaIn(slack)];
  token = box.issueToken(ana);
  await createRequest(false);
  expect(step()).toMatchObject({ step: 'sign', cardFollows: false });
  await box.person('cy@client.com').bounces();
  expect(step()).toEqual({ step: 'connect' });
});

function openModal(content: JsonObject): void {
  const ana = anaIn(slack);
  const id = `V${Object.keys(slack.views).length}`;
  slack.views[id] = {
    id,
    type: 'modal',
    userId: ana,
    content,
    hash: '',
    values: {},
    errors: {},
    rootViewId: id,
    previousViewId: null,
    closed: false,
  };
  slack.stacks[ana] = [id];
}

function cardWith(url: string): Message {
  return {
    channel: 'D1',
    ts: '1.0',
    user: 'B1',
    text: '',
    blocks: [{ type: 'actions', elements: [{ type: 'button', url }] }],
    metadata: null,
    threadTs: null,
    broadcast: false,
    ephemeralTo: null,
    edited: false,
    values: {},
  };
}

function anaIn({ users }: SlackState): string {
  return Object.values(users).find(({ handle }) => handle === 'ana')?.id ?? '';
}
