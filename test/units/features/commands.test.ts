/** Typed commands: which requests they mean, and what is answered. */
import { describe, expect, it } from 'vitest';
import { runCommand } from '../../../src/features/commands.ts';
import { pressChooseStatus, pressRefreshStatus } from '../../../src/features/status.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { actions } from '../../../src/views/actions.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';
import { atBox, type Desk, type DeskAnswer, setDesk } from './desk.ts';
import { command, press, privately } from './payloads.ts';

const minute = 60_000;
const t = texts('en-GB', null);
const readOne = 'GET /sign_requests/box-1';
const refused = (status: number): DeskAnswer => ({ status, body: { type: 'error', status, code: 'x' } });
const sent = aSignRequest()
  .sentTo('bo@client.com')
  .with({ observedAt: tuesday, lastSentAt: tuesday - 60 * minute });
const record = sent.build();

const numbered = (n: number, more: Partial<SignRequest> = {}): SignRequest => ({
  ...record,
  ...{ id: `request-${n}`, nonce: `nonce-${n}`, fingerprint: `f-${n}`, boxId: `box-${n}` },
  createdAt: tuesday + n,
  ...more,
});

/** Types the command in a workspace with these requests. */
async function types(
  text: string,
  records: readonly SignRequest[],
  prepare?: (desk: Desk) => void,
): Promise<Desk> {
  const desk = await setDesk();
  for (const one of records) await desk.given(one);
  prepare?.(desk);
  await (await runCommand(desk.services, command(desk, text))).after?.();
  return desk;
}

const responses = (desk: Desk) => desk.calls.flatMap(({ to, body }) => (to === 'respond' ? [body] : []));
/** The calls, without the one that asks Slack who Ana is. */
const calls = (desk: Desk) => desk.callsTo('').filter((to) => to !== 'users.info');
const said = (desk: Desk) => responses(desk).map(({ text }) => text);

describe('/sign status', () => {
  it('of the one open request reads it from Box first, and redraws its card', async () => {
    const desk = await types('status', [record], (it) => {
      it.answers[readOne] = atBox({ status: 'viewed' });
    });
    expect(calls(desk)).toEqual([readOne, 'respond']);
    expect(await desk.stored(record)).toMatchObject({ state: 'viewed' });
    expect(await desk.waiting('redraw')).toContainEqual({ args: { requestId: record.id }, inMs: 0 });
    expect(responses(desk)).toMatchObject([
      { response_type: 'ephemeral', text: expect.stringMatching(/NDA\.pdf/) },
    ]);
  });

  it('of a request that has ended, or that Box does not have, does not ask Box', async () => {
    const ended = await types('status NDA', [sent.inState('declined').build()]);
    expect(ended.callsTo('GET')).toEqual([]);
    const unsent = await types('status', [aSignRequest().build()]);
    expect(unsent.callsTo('GET')).toEqual([]);
  });

  it('shows the request as it was when Box refuses', async () => {
    const desk = await types('status', [record], (it) => {
      it.answers[readOne] = refused(403);
    });
    expect(said(desk)).toEqual([expect.stringMatching(/NDA\.pdf/)]);
    expect(desk.log).toMatchObject([{ level: 40, request: record.id, failure: expect.any(String) }]);
  });

  it('shows the five newest of six, and says so', async () => {
    const six = [1, 2, 3, 4, 5, 6].map((n) => numbered(n));
    const open = await types('status', six);
    expect(said(open)).toEqual([expect.stringContaining(t.status.open(6))]);
    expect(said(open)[0]).toContain(t.status.newest(5));
    const found = await types('status nda', six);
    expect(said(found)[0]).toContain(t.status.several('nda', 6));
    expect(said(found)[0]).toContain(t.status.newest(5));
    const five = await types('status', six.slice(1));
    expect(said(five)[0]).not.toContain(t.status.newest(5));
    expect(JSON.stringify(responses(open))).not.toContain('request-1"');
    expect(JSON.stringify(responses(open))).toContain('request-6"');
  });

  it('says when nothing is open, and when nothing matches', async () => {
    expect(said(await types('status', [sent.inState('declined').build()]))[0]).toContain(t.status.noneOpen);
    expect(said(await types('status zebra', [record]))[0]).toContain(t.status.noMatch('zebra'));
  });
});

describe('below a status', () => {
  const pressed = async (
    act: typeof pressRefreshStatus,
    given = record,
    answer: DeskAnswer = atBox({ status: 'viewed' }),
    where: (desk: Desk) => object = privately,
  ) => {
    const desk = await setDesk();
    await desk.given(given);
    desk.answers[readOne] = answer;
    await act(desk.services, press('x', given.id, where(desk))).after?.();
    return desk;
  };

  it('Refresh asks Box, draws the message again, and redraws the card', async () => {
    const desk = await pressed(pressRefreshStatus);
    expect(calls(desk)).toEqual([readOne, 'respond']);
    expect(responses(desk)).toMatchObject([{ replace_original: true }]);
    expect(await desk.waiting('redraw')).toContainEqual({ args: { requestId: record.id }, inMs: 0 });
  });

  it.each([
    [403, t.boxRefusesRefresh(403)],
    [503, t.boxSilent],
  ])('Refresh says why when Box answers %d, and leaves the message', async (status, sentence) => {
    const desk = await pressed(pressRefreshStatus, record, refused(status));
    expect(responses(desk)).toMatchObject([{ text: sentence, replace_original: false }]);
    expect(desk.log).toMatchObject([{ level: 40, msg: 'refresh failed' }]);
  });

  it('Refresh of a person who is not connected is a refusal', async () => {
    const desk = await setDesk();
    await desk.given({ ...record, requester: 'U_BEN' });
    const ben = { ...press('x', record.id, privately(desk)) };
    desk.answers['users.info'] = { body: { ok: true, user: { id: 'U_BEN', team_id: 'T1', name: 'Ben' } } };
    await pressRefreshStatus(desk.services, { ...ben, actor: { ...ben.actor, userId: 'U_BEN' } }).after?.();
    expect(said(desk)).toEqual([t.boxRefusesRefresh(401)]);
  });

  it('Refresh of a request that Box does not have asks nothing', async () => {
    const desk = await pressed(pressRefreshStatus, aSignRequest().build());
    expect(calls(desk)).toEqual(['respond']);
  });

  it('Show replaces the choice without asking Box', async () => {
    const desk = await pressed(pressChooseStatus);
    expect(calls(desk)).toEqual(['respond']);
    expect(responses(desk)).toMatchObject([{ replace_original: true }]);
  });

  it('a press without a message to answer in is out of date', async () => {
    const desk = await pressed(pressChooseStatus, record, atBox(), () => ({}));
    expect(desk.callsTo('views')).toEqual(['views.open']);
    expect(desk.calls.at(-1)?.body['view']).toContain(t.notNow);
    expect(await desk.waiting('redraw')).toContainEqual({ args: { requestId: record.id }, inMs: 0 });
  });
});

describe('/sign resend', () => {
  it('with words that mean one request asks for the reminder, and remembers where it was typed', async () => {
    const desk = await types('remind NDA', [record]);
    const { pending } = (await desk.stored(record)).details;
    expect(pending).toMatchObject({ verb: 'resend', by: 'U_ANA', askedFrom: { how: 'command' } });
    expect(await desk.waiting('resend')).toHaveLength(1);
    expect(responses(desk)).toEqual([]);
  });

  it('without words shows the requests to choose from, although there is only one', async () => {
    const desk = await types('resend', [record, numbered(2, { state: 'declined' })]);
    expect((await desk.stored(record)).details.pending).toBeNull();
    expect(JSON.stringify(responses(desk))).toContain(record.id);
    expect(JSON.stringify(responses(desk))).not.toContain('request-2');
  });

  it('with words that mean several shows those for which it is possible', async () => {
    const desk = await types('resend NDA', [numbered(1), numbered(2), numbered(3, { state: 'declined' })]);
    expect(JSON.stringify(responses(desk))).toMatch(/request-1.*|request-2/);
    expect(JSON.stringify(responses(desk))).not.toContain('request-3');
  });

  it.each<[string, Partial<SignRequest>, string]>([
    ['that is closed', { state: 'declined' }, t.actions.noResend.over],
    ['that is not out', { state: 'created', sentAt: null, lastSentAt: null }, t.actions.noResend.not_out],
  ])('says why not for a request %s', async (_which, more, why) => {
    const desk = await types('resend NDA', [{ ...record, ...more }]);
    expect(said(desk)).toEqual([t.actions.about('NDA.pdf', why)]);
  });

  it('says when there is nothing to remind of, and when nothing matches', async () => {
    expect(said(await types('resend', []))).toEqual([t.actions.choose.none.resend]);
    expect(said(await types('resend zebra', [record]))).toEqual([t.actions.choose.noMatch('zebra')]);
  });
});

describe('/sign cancel', () => {
  it('with words that mean one request opens the dialog', async () => {
    const desk = await types('cancel NDA', [record]);
    const shown = desk.calls.find(({ to }) => to === 'views.open')?.body['view'] ?? '{}';
    expect(JSON.parse(JSON.parse(shown).private_metadata)).toEqual({
      requestId: record.id,
      responseUrl: desk.responseUrl,
      isCommand: true,
    });
  });

  const pending = { verb: 'resend', by: 'U_ANA', at: tuesday, callSentAt: null, reason: null } as const;
  it.each<[string, SignRequest, string]>([
    ['on which something is under way', sent.withDetails({ pending }).build(), t.actions.noCancel.under_way],
    ['that is closed', sent.inState('signed').build(), t.actions.noCancel.over],
    ['that Box does not have', aSignRequest().toCheck().build(), t.actions.noCancel.not_at_box],
    ['that everyone has signed', sent.inState('finalizing').build(), t.actions.noCancel.all_signed],
    ['that Box no longer shows', sent.withDetails({ goneAt: tuesday }).build(), t.notNow],
  ])('says why not for a request %s', async (_which, given, why) => {
    const desk = await types('cancel NDA', [given]);
    expect(said(desk)).toEqual([t.actions.about('NDA.pdf', why)]);
    expect(desk.callsTo('views')).toEqual([]);
  });

  it('says when there is nothing to cancel', async () => {
    expect(said(await types('cancel', []))).toEqual([t.actions.choose.none.cancel]);
  });
});

describe('words that are no subcommand', () => {
  it('show the requests that match them, and how many are left out', async () => {
    const six = [1, 2, 3, 4, 5, 6].map((n) => numbered(n));
    const desk = await types('nda', six);
    expect(said(desk)[0]).toContain(t.status.matches('nda'));
    expect(said(desk)[0]).toContain(t.status.newest(5));
    expect(JSON.stringify(responses(desk))).toContain(`"${actions.details}"`);
    const five = await types('nda', six.slice(1));
    expect(said(five)[0]).not.toContain(t.status.newest(5));
  });

  it('get the nearest subcommand, or only help', async () => {
    expect(said(await types('statsu', [record]))[0]).toContain(t.help.nearest('/sign status'));
    const far = said(await types('zebra crossing', [record]))[0];
    expect(far).toContain(t.help.unknown('/sign zebra crossing'));
    expect(far).not.toContain('Did you mean');
  });
});

it('help lists the bare command first and how to prefill it next; connecting only where people connect', async () => {
  const desk = await types('HELP', []);
  const [text = ''] = said(desk);
  const { form, prefilled, list, connect, disconnect } = t.help.commands;
  expect(text.indexOf(form.does)).toBeLessThan(text.indexOf(prefilled.does));
  expect(text.indexOf(prefilled.does)).toBeLessThan(text.indexOf(list.does));
  expect(text).not.toContain(connect.does);
  expect(text).not.toContain(disconnect.does);
  const oauth = {} as never;
  const own = { kind: 'own', oauth, publicUrl: 'https://sign.example.com', isAddressProof: true } as const;
  await (await runCommand({ ...desk.services, accountMode: own }, command(desk, 'help'))).after?.();
  expect(said(desk)[1]).toContain(connect.does);
  expect(said(desk)[1]).toContain(disconnect.does);
});
