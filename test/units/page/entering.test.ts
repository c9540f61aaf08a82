import { expect, it, vi } from 'vitest';
import { bufferTyping } from '../../../sandbox/page/client/block-kit/entering.ts';
import type { SurfaceActs } from '../../../sandbox/page/client/block-kit/surface.ts';
import { viewActs } from '../../../sandbox/page/client/block-kit/views.ts';
import { actsOnMessage } from '../../../sandbox/page/client/slack/acts.ts';

const name = { blockId: 'name', actionId: 'name' };
const kind = { blockId: 'kind', actionId: 'kind' };
const value = (text: string) => ({ type: 'plain_text_input', value: text });

/** A slow Slack, which records what it receives, in order. */
function slowSlack(): { acts: SurfaceActs; told: string[] } {
  const told: string[] = [];
  const later = async (what: string): Promise<null> => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    told.push(what);
    return null;
  };
  const acts: SurfaceActs = {
    press: ({ actionId }) => later(`press ${actionId}`),
    enter: ({ blockId }, { value: text }, how) =>
      later(`${blockId}=${String(text)}${how ? ` (${how})` : ''}`),
    suggest: async () => [],
  };
  return { acts, told };
}

it('typing is sent before a press, once and with the last value', async () => {
  const { acts, told } = slowSlack();
  const typing = bufferTyping(acts);
  await typing.acts.enter(name, value('N'), 'typing');
  await typing.acts.enter(name, value('NDA'), 'typing');
  void typing.acts.enter(kind, value('both'));
  await typing.acts.press({ blockId: 'actions', actionId: 'more' });
  await typing.flush();
  expect(told).toEqual(['name=NDA (typing)', 'kind=both', 'press more']);
});

it('a chosen value is sent after the typing in other fields, even if that is refused', async () => {
  const { acts, told } = slowSlack();
  const enter: SurfaceActs['enter'] = (placed, typed, how) =>
    typed['value'] === 'NDA' ? Promise.reject(new Error('too long')) : acts.enter(placed, typed, how);
  const typing = bufferTyping({ ...acts, enter });
  await typing.acts.enter(name, value('NDA'), 'typing');
  await typing.acts.enter({ blockId: 'note', actionId: 'note' }, value('Hi'), 'typing');
  await typing.acts.enter(kind, value('both'));
  expect(told).toEqual(['note=Hi (typing)', 'kind=both']);
});

it('typing is sent when it pauses', async () => {
  const { acts, told } = slowSlack();
  await bufferTyping(acts).acts.enter(name, value('NDA'), 'typing');
  await expect.poll(() => told).toEqual(['name=NDA (typing)']);
});

it('Enter is sent once, instead of the typing before it', async () => {
  const { acts, told } = slowSlack();
  const typing = bufferTyping(acts);
  await typing.acts.enter(name, value('ND'), 'typing');
  await typing.acts.enter(name, value('NDA'), 'entered');
  await typing.flush();
  expect(told).toEqual(['name=NDA (entered)']);
});

it('after a refusal typing continues, and the caller gets the error', async () => {
  const { acts, told } = slowSlack();
  const typing = bufferTyping({ ...acts, enter: () => Promise.reject(new Error('too long')) });
  await expect(typing.acts.enter(kind, value('both'))).rejects.toThrow('too long');
  await typing.acts.press({ blockId: 'actions', actionId: 'more' });
  expect(told).toEqual(['press more']);
});

it('typing that did not arrive is sent again before the next press', async () => {
  const { acts, told } = slowSlack();
  let isDown = true;
  const enter: SurfaceActs['enter'] = (...args) =>
    isDown ? Promise.reject(new Error('down')) : acts.enter(...args);
  const typing = bufferTyping({ ...acts, enter });
  await typing.acts.enter(name, value('NDA'), 'typing');
  const more = { blockId: 'actions', actionId: 'more' };
  await expect(typing.acts.press(more)).rejects.toThrow('down');
  expect(told).toEqual([]);
  isDown = false;
  await typing.acts.press(more);
  expect(told).toEqual(['name=NDA (typing)', 'press more']);
});

it.each([
  ['a view', viewActs('ana', 'V1')],
  ['a message', actsOnMessage('ana', { channel: 'C1', ts: '1.0' })],
])('Slack is told whether Enter was pressed in %s', async (_where, acts) => {
  const told: unknown[] = [];
  vi.stubGlobal('fetch', async (_url: string, { body }: { body: string }) => {
    told.push(JSON.parse(body).args.entered);
    return Response.json({ result: { shown: null } });
  });
  await acts.enter(name, value('NDA'), 'typing');
  await acts.enter(name, value('NDA'), 'entered');
  vi.unstubAllGlobals();
  expect(told).toEqual([false, true]);
});
