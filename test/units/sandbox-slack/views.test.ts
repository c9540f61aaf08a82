import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bench } from './bench.ts';
import { modal, plain, refusal, startBench } from './bench.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

const ana = () => bench.slack.person('ana');
const lastTrigger = (): string => bench.received.at(-1)?.body.trigger_id;
const open = (extra: Record<string, unknown> = {}, trigger = lastTrigger()) =>
  bench.web.views.open({ trigger_id: trigger, view: modal(extra) as never });

/** Opens a modal with a button on Ana's screen. */
async function openWithButton(extra: Record<string, unknown> = {}) {
  await ana().types('/sign');
  const push = { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] };
  return open({ blocks: [...modal().blocks, push], ...extra });
}

describe('triggers', () => {
  it('a trigger opens one view within three seconds', async () => {
    await ana().types('/sign');
    bench.clock.now += 3000;
    await open();
    expect((await ana().modal())?.title).toBe('Form');
    expect((await refusal(open())).error).toBe('exchanged_trigger_id');
  });

  it('a trigger expires after three seconds', async () => {
    await ana().types('/sign');
    bench.clock.now += 3001;
    expect((await refusal(open())).error).toBe('expired_trigger_id');
  });

  it('a trigger is not used up by a refused view', async () => {
    await ana().types('/sign');
    const refused = await refusal(open({ title: plain('x'.repeat(25)) }));
    expect(refused.error).toBe('invalid_arguments');
    expect(refused.messages).toEqual([
      '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
    ]);
    await open();
  });

  it('a made-up trigger is refused', async () => {
    expect((await refusal(open({}, '1.2.abc'))).error).toBe('invalid_trigger_id');
  });

  it('a trigger is used up although the answer was lost, as a client that retries finds out', async () => {
    await ana().types('/sign');
    bench.slack.faults.next({ method: 'views.open', kind: 'drop-after' });
    await expect(open()).rejects.toThrow();
    expect((await refusal(open())).error).toBe('exchanged_trigger_id');
    expect(await ana().modal()).not.toBeNull();
  });
});

describe('the stack', () => {
  const push = (trigger = lastTrigger()) =>
    bench.web.views.push({ trigger_id: trigger, view: modal() as never });

  it('the stack takes three views, and views are pushed only from a view', async () => {
    await ana().types('/sign');
    expect((await refusal(push())).error).toBe('invalid_trigger_id');
    await openWithButton();
    await ana().presses('More');
    const more = { type: 'actions', elements: [{ type: 'button', action_id: 'more', text: plain('More') }] };
    await bench.web.views.push({ trigger_id: lastTrigger(), view: modal({ blocks: [more] }) as never });
    await ana().presses('More');
    await bench.web.views.push({ trigger_id: lastTrigger(), view: modal({ blocks: [more] }) as never });
    await ana().presses('More');
    expect((await refusal(push())).error).toBe('push_limit_reached');
    const views = await ana().views();
    expect(views).toHaveLength(3);
    expect(bench.received.at(-1)?.body.view).toMatchObject({
      root_view_id: views[0]?.id,
      previous_view_id: views[1]?.id,
    });
  });
});

describe('updates', () => {
  it('an update needs no trigger, but the current hash if it names one', async () => {
    const { view } = await openWithButton();
    const update = (hash?: string) =>
      bench.web.views.update({
        view_id: view?.id ?? '',
        ...(hash ? { hash } : {}),
        view: modal({ title: plain('New') }) as never,
      });
    const first = await update(view?.hash);
    expect(first.view?.hash).not.toBe(view?.hash);
    expect((await refusal(update(view?.hash))).error).toBe('hash_conflict');
    await update();
    expect((await ana().modal())?.title).toBe('New');
  });

  it('typed text stays only under the same block and action id', async () => {
    const { view } = await openWithButton();
    await ana().fills({ Name: 'typed' });
    const input = (block_id: string, action_id: string) => ({
      type: 'input',
      block_id,
      optional: true,
      label: plain('Name'),
      element: { type: 'plain_text_input', action_id, initial_value: 'initial' },
    });
    const shown = async (block: object) => {
      await bench.web.views.update({ view_id: view?.id ?? '', view: modal({ blocks: [block] }) as never });
      return (await ana().modal())?.values['Name'];
    };
    expect(await shown(input('name', 'text'))).toBe('typed');
    expect(await shown(input('name', 'other'))).toBe('initial');
    expect(await shown(input('name2', 'other'))).toBe('initial');
    expect(await shown(input('name', 'text'))).toBe('initial');
  });

  it('a closed view is not found', async () => {
    const { view } = await openWithButton();
    await ana().closes();
    const update = bench.web.views.update({ view_id: view?.id ?? '', view: modal() as never });
    expect((await refusal(update)).error).toBe('not_found');
  });

  it('a view is updated by its external id, and no other may have that id before the view is closed', async () => {
    await ana().types('/sign');
    await open({ external_id: 'mine' });
    await bench.web.views.update({
      external_id: 'mine',
      view: modal({ external_id: 'mine', title: plain('New') }) as never,
    });
    expect((await ana().modal())?.title).toBe('New');
    await ana().reloads();
    expect(await ana().modal()).toBeNull();
    await ana().types('/sign');
    expect((await refusal(open({ external_id: 'mine' }))).error).toBe('duplicate_external_id');
  });

  it('views over 250 KB are refused', async () => {
    await ana().types('/sign');
    const block = { type: 'section', text: plain('x'.repeat(3000)) };
    expect((await refusal(open({ blocks: Array(100).fill(block) }))).error).toBe('view_too_large');
  });
});

describe('Home', () => {
  const publish = (hash?: string) =>
    bench.web.views.publish({
      user_id: bench.slack.user('ana').id,
      ...(hash ? { hash } : {}),
      view: { type: 'home', blocks: [{ type: 'header', text: plain('Needs you') }] },
    });

  it('Home is published for one person, with hashes', async () => {
    const { view } = await publish();
    expect(await ana().sees('Needs you', { in: 'home' })).toBe('Needs you');
    expect(await bench.slack.person('bo').home()).toBeNull();
    await publish(view?.hash);
    expect((await refusal(publish(view?.hash))).error).toBe('hash_conflict');
    bench.slack.connectApp({ requestUrl: 'http://127.0.0.1:9/', homeTabEnabled: false });
    expect((await refusal(publish())).error).toBe('not_enabled');
  });

  it('the app is told when Home is opened', async () => {
    await ana().opensHome();
    expect(bench.received.at(-1)?.body.event).toMatchObject({ type: 'app_home_opened', tab: 'home' });
    expect(bench.received.at(-1)?.body.event.view).toBeUndefined();
    await publish();
    await ana().opensHome();
    expect(bench.received.at(-1)?.body.event.view).toMatchObject({ type: 'home' });
  });
});
