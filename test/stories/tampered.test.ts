/**
 * Payloads with Slack's signature whose content Slack never made: lists, details and dialogs with made-up metadata,
 * actions that were not offered, and response URLs that are not Slack's.
 */
// runs: http, embedded, ci
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { asksFor } from './acts.ts';
import { press, submission } from './forging.ts';
import { quiet } from './quiet.ts';
import { type SentRequest, sendsRemindable } from './sent.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

const inModal = { in: 'modal' as const };

/** Odd values for ids: names that every object inherits, and values that are no ids. */
const oddValues: readonly unknown[] = [
  '__proto__',
  'constructor',
  'toString',
  '',
  ' ',
  '\0',
  '\ud83d',
  'a'.repeat(3_000),
  '../../',
  "' or 1=1 --",
  null,
  7,
  [],
  {},
];

stories('tampered payloads', () => {
  const world = aWorld();
  let sent: SentRequest;
  /** The app's own id of that request. */
  let sentId: string;

  /** The unexpected errors in the log since this position; there should be none. */
  function unexpectedErrors(since: number): string[] {
    return world()
      .app.output()
      .slice(since)
      .split('\n')
      .filter((line) => line.includes('"level":50') && !line.includes('"message":"slack '));
  }

  async function opensList(): Promise<void> {
    const { ana } = world();
    await ana.reloads();
    await ana.types('/sign list');
    await ana.sees(/My signature requests.*\nAs of /s, inModal);
  }

  function inView(payload: object, callback: string, metadata: unknown, id: string): Record<string, unknown> {
    const private_metadata = typeof metadata === 'string' ? metadata : JSON.stringify(metadata);
    const view = { id, type: 'modal', callback_id: callback, private_metadata, state: { values: {} } };
    const {
      message: _message,
      channel: _channel,
      response_url: _url,
      ...rest
    } = { ...payload } as Record<string, unknown>;
    return { ...rest, container: { type: 'view', view_id: id }, view };
  }

  it('a list with made-up metadata is drawn as a list, or not at all', async () => {
    const { ana, slack } = world();
    [sent] = (await sendsRemindable(world(), ['Tampered'])) as [SentRequest];
    const { sign_requests: [row = ''] = [] } = await storedRows(world().store);
    sentId = JSON.parse(row).id;
    await opensList();
    const id = (await ana.modal())?.id ?? '';
    const since = world().app.output().length;
    const wide = { group: 'waiting', isPicked: true, query: '', page: '1' };
    const metadata: unknown[] = [
      ...[-1, 0, 1e9, '1e308', 'NaN', '-0', Number.MAX_SAFE_INTEGER, null, [], {}, '__proto__'].map(
        (page) => ({
          ...wide,
          page,
        }),
      ),
      ...oddValues.map((group) => ({ ...wide, isPicked: 'yes', group, query: group })),
      { ...wide, query: '\ud83d'.repeat(1_000) },
      '{"__proto__":{"query":"x","page":"1"}}',
      '[]',
      'null',
      '{',
      '',
    ];
    const older = { actionId: 'list_older' };
    const presses = metadata.map((one) => inView(press(world(), { by: 'ana' }, older), 'list', one, id));
    const searches = metadata.map((one) => {
      const asked = submission(world(), { by: 'ana' }, { callbackId: 'list', metadata: one });
      return { ...asked, view: { ...(asked['view'] as object), id } };
    });
    for (const payload of [...presses, ...searches]) {
      const { status, body } = await slack.send({ payload });
      expect(status).toBe(200);
      expect(body).not.toContain('did not work');
    }
    await quiet(world());
    expect(unexpectedErrors(since)).toEqual([]);
    await opensList();
    expect(await ana.sees('Tampered', inModal)).toContain('Waiting (1)');
  });

  it('an action that no menu offered changes nothing in Box', async () => {
    const { ana, slack, box } = world();
    const since = world().app.output().length;
    const requests = box.signRequests().length;
    const calls = () => box.traffic.filter(({ method }) => method !== 'GET').length;
    const before = calls();
    const verbs = [
      'create',
      'list',
      'redraw',
      'sweep',
      'open_duplicate',
      'send_again',
      'discard',
      'fix_and_send',
    ];
    for (const value of [
      ...oddValues.filter((one) => typeof one === 'string'),
      ...verbs.flatMap((verb) => [
        `${verb}:`,
        `${verb}:${sent.boxId}`,
        `${verb}:${sentId}`,
        `${verb}:::`,
        `:${verb}`,
      ]),
      'toString:x',
      '__proto__:__proto__',
    ]) {
      const payload = press(world(), { by: 'ana' }, { actionId: 'more', value: null });
      const action = { type: 'overflow', action_id: 'more', block_id: 'b', selected_option: { value } };
      expect((await slack.send({ payload: { ...payload, actions: [action] } })).status).toBe(200);
      const without = { ...action, selected_option: null };
      expect((await slack.send({ payload: { ...payload, actions: [without] } })).status).toBe(200);
    }
    await quiet(world());
    expect(unexpectedErrors(since)).toEqual([]);
    expect({ requests: box.signRequests().length, calls: calls() }).toEqual({ requests, calls: before });
    await ana.reloads();
  });

  it('a dialog that names a missing or another person’s request cancels nothing', async () => {
    const { slack } = world();
    const since = world().app.output().length;
    for (const requestId of [...oddValues, sent.boxId, sentId]) {
      for (const by of requestId === sentId ? ['cy', 'gil'] : ['ana', 'cy', 'gil']) {
        const payload = submission(world(), { by }, { callbackId: 'cancel', metadata: { requestId } });
        const { status, body } = await slack.send({ payload });
        expect(status).toBe(200);
        expect(body).toContain('"push"');
        expect(body).not.toContain('Tampered');
      }
    }
    await quiet(world());
    expect(unexpectedErrors(since)).toEqual([]);
    expect(sent.calls('cancel')).toBe(0);
  });

  it('nothing is sent to a response URL that is not Slack’s', async () => {
    const { slack } = world();
    let received = 0;
    const server = createServer((_request, response) => {
      received += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = (server.address() as AddressInfo).port;
    const own = new URL(slack.baseUrl);
    try {
      for (const responseUrl of [
        `http://127.0.0.1:${port}/hooks/1`,
        `http://localhost:${port}/`,
        `http://${own.host}@127.0.0.1:${port}/`,
        `http://127.0.0.1:${port}/?x=.slack.com`,
        `http://127.0.0.1:${port}/#.slack.com`,
        `http://hooks.slack.com:${port}/`,
        `http://127.0.0.1:${port}\\@hooks.slack.com/`,
        `file:///etc/passwd`,
        `data:text/plain,hello`,
        'javascript:1',
        '',
        '\0',
      ]) {
        for (const actionId of ['refresh', 'nothing', 'details', 'choose_status', 'follow']) {
          const payload = press(world(), { by: 'ana' }, { actionId, value: 'none', responseUrl });
          expect((await slack.send({ payload })).status).toBe(responseUrl === '\0' ? 400 : 200);
        }
        const body = new URLSearchParams(commandOf(responseUrl)).toString();
        expect((await slack.send({ payload: body })).status).toBeLessThan(500);
      }
      await quiet(world());
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(received).toBe(0);
  });

  function commandOf(responseUrl: string): Record<string, string> {
    const { slack } = world();
    return {
      command: '/sign',
      text: 'help',
      user_id: slack.user('ana').id,
      team_id: slack.teamId,
      channel_id: 'C1',
      trigger_id: '1.2.x',
      response_url: responseUrl,
    };
  }

  it('a list that could not be opened does not block other lists', async () => {
    const { ana, slack } = world();
    await opensList();
    const failed = () => world().app.output().split('views.open: expired_trigger_id').length;
    const before = failed();
    slack.faults.next({ kind: 'error', error: 'expired_trigger_id', method: 'views.open' });
    const payload = press(world(), { by: 'ana' }, { actionId: 'all_requests' });
    expect((await slack.send({ payload })).status).toBe(200);
    await expect.poll(failed).toBe(before + 1);
    await ana.presses('Ended (0)');
    await expect.poll(async () => (await ana.modal())?.plain).toMatch(/\nAs of (?!.*Asking)/);
  });

  it('a press in the third modal of a stack, where no fourth fits, gets an answer', async () => {
    const { ana, slack } = world();
    await ana.reloads();
    await asksFor(world(), `${world().newFile('Deep.pdf').url} bo@client.com`);
    await ana.sees('Nobody has been emailed yet', inModal);
    await ana.presses('All my requests');
    await ana.sees(/My signature requests.*Deep/s, inModal);
    await ana.presses('Details', { beside: 'Deep' });
    await ana.sees('History', inModal);
    expect((await ana.views()).length).toBe(3);
    // The button may be from an older version, or of a request that was deleted meanwhile.
    const top = slack.state.views[(await ana.modal())?.id ?? ''];
    if (!top) throw new Error('no view');
    const drawn = JSON.stringify(top.content).replaceAll(/"value":"[0-9a-f-]{36}"/g, '"value":"gone"');
    top.content = JSON.parse(drawn) as typeof top.content;
    await ana.presses('Refresh');
    await ana.sees('We no longer have this request');
    await ana.closes({ all: true });
  });
});
