/** Notices: when they are posted, in how many messages, where, and which are left out. */
import { describe, expect, it } from 'vitest';
import { RetryLater } from '../../../src/failure.ts';
import { dueNotice, tellNotices } from '../../../src/features/following/notices.ts';
import type { Run } from '../../../src/features/run.ts';
import type { Notice } from '../../../src/signing/notices.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { work } from '../../../src/signing/work.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';
import { aCard } from '../store/records.ts';
import { type Desk, setDesk, slackRefuses } from './desk.ts';

const minute = 60_000;
const post = 'chat.postMessage';
const sent = aSignRequest().sentTo('bo@client.com').with({ observedAt: tuesday });

/** One of several requests of Ana. */
const numbered = (n: number, more: Partial<SignRequest> = {}): SignRequest =>
  sent
    .with({ id: `request-${n}`, nonce: `nonce-${n}`, fingerprint: `f-${n}`, boxId: `box-${n}`, ...more })
    .build();

/** A request whose message to U_BO, whose turn it is, is in the channel D_BO. */
const asking = (n: number): SignRequest =>
  numbered(n, { signers: [aSigner('bo@client.com', { slackUserId: 'U_BO', signsHere: true })] });

/** Stores the request and a notice about it, and its card unless there is none. */
async function owe(
  desk: Desk,
  record: SignRequest,
  notice: Partial<Notice> = {},
  card: Parameters<typeof aCard>[2] | null = {},
): Promise<void> {
  await desk.given(record);
  if (card) {
    await desk.store.cards.put('T1', aCard(`card-${record.id}`, record.id, { message: '7.7', ...card }));
  }
  const whole = { kind: 'declined', about: '', to: 'U_ANA', ...notice } as const;
  await desk.store.notices.owe('T1', record.id, [whole], work.tellNotices({ user: whole.to }));
}

/** Runs the job. Resolves with what it threw, or null. */
const tells = (desk: Desk, user = 'U_ANA', more: Partial<Run> = {}) =>
  tellNotices(desk.services, { user }, { ...desk.run, ...more }).then(
    () => null,
    (error: unknown) => error,
  );

const posted = (desk: Desk) => desk.calls.flatMap(({ to, body }) => (to === post ? [body] : []));
const owed = async (desk: Desk, user = 'U_ANA') => (await desk.store.notices.owed('T1', user)).length;

describe('a notice', () => {
  it('is a reply in the thread of the card, and is posted once', async () => {
    const desk = await setDesk();
    await owe(desk, numbered(1));
    expect(await tells(desk)).toBeNull();
    expect(posted(desk)).toMatchObject([
      { channel: 'D01', thread_ts: '7.7', text: expect.stringMatching(/NDA/) },
    ]);
    expect(await owed(desk)).toBe(0);
    expect(await tells(desk)).toBeNull();
    expect(posted(desk)).toHaveLength(1);
  });

  it('waits for a card that is about to be posted, but not for long', async () => {
    const desk = await setDesk();
    await owe(desk, numbered(1), {}, { message: null });
    desk.clock.now += 20_000 - 1;
    expect(await tells(desk)).toMatchObject({ name: 'RetryLater', delayMs: 2_000 });
    expect(posted(desk)).toEqual([]);
    desk.clock.now += 1;
    expect(await tells(desk)).toBeNull();
    expect(posted(desk)).toMatchObject([{ channel: 'D1' }]);
    expect(posted(desk)[0]).not.toHaveProperty('thread_ts');
  });

  it('waits until the quiet hours end', async () => {
    const desk = await setDesk();
    await desk.store.settings.put('T1', 'U_ANA', { quietFrom: '09:00', quietUntil: '10:00' });
    await owe(desk, numbered(1));
    expect(await tells(desk)).toMatchObject({ name: 'RetryLater', delayMs: 50 * minute });
    desk.clock.now += 50 * minute;
    expect(await tells(desk)).toBeNull();
    expect(posted(desk)).toHaveLength(1);
  });

  it.each<[string, SignRequest, Partial<Notice>]>([
    ['of a discarded request', numbered(1, { state: 'discarded' }), {}],
    ['that is no longer true', numbered(1), { kind: 'unsent' }],
    ['that the person has turned off', numbered(1), { kind: 'signed' }],
    ['of a muted request', sent.withDetails({ isMuted: true }).build(), { kind: 'completed' }],
  ])('%s is not posted, and does not wait any longer', async (_which, record, notice) => {
    const desk = await setDesk();
    await desk.store.settings.put('T1', 'U_ANA', { notices: ['completed', 'unsent'] });
    await owe(desk, record, notice);
    expect(await tells(desk)).toBeNull();
    expect(posted(desk)).toEqual([]);
    expect(await owed(desk)).toBe(0);
    expect(await desk.store.notices.messagesSince('T1', 'U_ANA', 0)).toEqual([]);
  });
});

describe('several notices', () => {
  const owing = async (count: number) => {
    const desk = await setDesk();
    for (let n = 1; n <= count; n += 1) await owe(desk, numbered(n));
    return desk;
  };

  it('are posted one by one up to two, and otherwise in one message', async () => {
    const two = await owing(2);
    expect(await tells(two)).toBeNull();
    expect(posted(two).map(({ thread_ts }) => thread_ts)).toEqual(['7.7', '7.7']);
    const three = await owing(3);
    expect(await tells(three)).toBeNull();
    expect(posted(three)).toMatchObject([{ channel: 'D1', text: expect.stringMatching(/3/) }]);
    expect(posted(three)[0]).not.toHaveProperty('thread_ts');
    expect(await owed(three)).toBe(0);
  });

  it('wait while two messages were posted within a minute', async () => {
    const desk = await owing(2);
    await tells(desk);
    desk.clock.now += 20_000;
    await owe(desk, numbered(3));
    expect(await tells(desk)).toMatchObject({ name: 'RetryLater', delayMs: 40_000 });
    desk.clock.now += 39_999;
    expect(await tells(desk)).toMatchObject({ name: 'RetryLater', delayMs: 1_000 });
    expect(posted(desk)).toHaveLength(2);
    desk.clock.now += 1;
    expect(await tells(desk)).toBeNull();
    expect(posted(desk)).toHaveLength(3);
  });

  it('are merged when only one more message fits into the minute', async () => {
    const desk = await owing(1);
    await tells(desk);
    for (const n of [2, 3]) await owe(desk, numbered(n));
    expect(await tells(desk)).toBeNull();
    expect(posted(desk)).toHaveLength(2);
    expect(await owed(desk)).toBe(0);
  });

  it('of one bounced mail are one line', async () => {
    const desk = await setDesk();
    await owe(desk, numbered(1), { kind: 'bounced', about: 'bo@client.com' });
    await owe(desk, numbered(2), { kind: 'bounced', about: 'bo@client.com' });
    const again = [{ kind: 'bounced', about: 'cy@client.com', to: 'U_ANA' }] as const;
    await desk.store.notices.owe('T1', 'request-1', again, work.tellNotices({ user: 'U_ANA' }));
    expect(await tells(desk)).toBeNull();
    expect(posted(desk)).toMatchObject([{ text: expect.stringMatching(/2/) }]);
  });

  it.each([
    [15, 1],
    [16, 2],
    [31, 2],
  ])(
    '%d reminders to a signer are all shown, in %d messages within the first minute',
    async (count, messages) => {
      const desk = await setDesk();
      for (let n = 1; n <= count; n += 1) await owe(desk, asking(n), { kind: 'reminded', to: 'U_BO' }, null);
      const thrown = await tells(desk, 'U_BO');
      expect(posted(desk)).toHaveLength(messages);
      if (count === 31) expect(thrown).toMatchObject({ name: 'RetryLater', delayMs: minute });
      else expect(thrown).toBeNull();
      expect(await owed(desk, 'U_BO')).toBe(count === 31 ? 1 : 0);
      const names = posted(desk).map(({ text = '' }) => text.split('NDA').length - 1);
      expect(names.reduce((one, other) => one + other)).toBe(Math.min(count, 30));
    },
  );

  it('reminders do not share a message with other notices that may be cut off', async () => {
    const desk = await setDesk();
    for (let n = 1; n <= 15; n += 1) await owe(desk, asking(n), { kind: 'reminded', to: 'U_BO' }, null);
    await owe(desk, numbered(16, { requester: 'U_BO' }), { to: 'U_BO' }, null);
    desk.clock.now += 20_000;
    expect(await tells(desk, 'U_BO')).toBeNull();
    expect(posted(desk)).toHaveLength(2);
    expect(posted(desk).map(({ text = '' }) => text.split('NDA').length - 1)).toEqual([1, 15]);
  });
});

describe('a reminder to a signer', () => {
  const remind = async (desk: Desk, record = asking(1)) => {
    const signer = { id: `signer:U_BO:${record.id}`, kind: 'signer', channel: 'D_BO' } as const;
    await owe(desk, record, { kind: 'reminded', to: 'U_BO' }, signer);
    return tells(desk, 'U_BO');
  };

  it('is a reply to the message that asked for the signature, and names the requester', async () => {
    const desk = await setDesk();
    expect(await remind(desk)).toBeNull();
    const reply = { channel: 'D_BO', thread_ts: '7.7', text: expect.stringMatching(/Ana/) };
    expect(posted(desk)).toMatchObject([reply]);
  });

  it('is a message of its own where there is none', async () => {
    const desk = await setDesk();
    await owe(desk, asking(1), { kind: 'reminded', to: 'U_BO' }, null);
    expect(await tells(desk, 'U_BO')).toBeNull();
    expect(posted(desk)).toMatchObject([{ channel: 'D1' }]);
  });

  it('is not posted when it is no longer their turn', async () => {
    const desk = await setDesk();
    const { signers, ...rest } = asking(1);
    expect(
      await remind(desk, { ...rest, signers: signers.map((one) => ({ ...one, decision: 'signed' })) }),
    ).toBeNull();
    expect(posted(desk)).toEqual([]);
  });

  it('who may no longer use the app is not posted, and the requester is told', async () => {
    const desk = await setDesk();
    const left = { id: 'U_BO', team_id: 'T1', name: 'Bo', deleted: true };
    desk.answers['users.info'] = ({ body }) => ({
      body: { ok: true, user: body['user'] === 'U_BO' ? left : { id: 'U_ANA', team_id: 'T1', name: 'Ana' } },
    });
    expect(await remind(desk)).toBeNull();
    expect(posted(desk)).toEqual([]);
    expect(await desk.store.notices.owed('T1', 'U_ANA')).toMatchObject([{ kind: 'not_reached' }]);
  });

  it('whom Slack’s app messages do not reach: the requester is told', async () => {
    const desk = await setDesk();
    desk.answers[post] = slackRefuses('messages_tab_disabled');
    expect(await remind(desk)).toBeNull();
    expect(await owed(desk, 'U_BO')).toBe(0);
    expect(await desk.store.notices.owed('T1', 'U_ANA')).toMatchObject([{ kind: 'not_reached' }]);
    expect(desk.log).toMatchObject([{ level: 40, userId: 'U_BO', msg: 'a notice could not be shown' }]);
  });
});

describe('when posting fails', () => {
  it('a notice that Slack refuses is not tried again, and nobody else is told', async () => {
    const desk = await setDesk();
    desk.answers[post] = slackRefuses('channel_not_found');
    await owe(desk, numbered(1));
    expect(await tells(desk)).toBeNull();
    expect(await owed(desk)).toBe(0);
    expect(await desk.store.notices.messagesSince('T1', 'U_ANA', 0)).toEqual([]);
  });

  it('for certain, the notice may still share a message with later ones', async () => {
    const desk = await setDesk();
    desk.answers[post] = { status: 429, headers: { 'retry-after': '1' }, body: {} };
    await owe(desk, numbered(1));
    expect(await tells(desk)).toMatchObject({ kind: 'retry' });
    expect(await desk.store.notices.owed('T1', 'U_ANA')).toMatchObject([{ messageKey: null }]);
  });

  it.each([1, 2])(
    'perhaps, the same message is looked for before it is posted again (run %d)',
    async (attempts) => {
      const desk = await setDesk();
      desk.answers[post] = 'drop';
      await owe(desk, numbered(1));
      expect(await tells(desk)).toMatchObject({ kind: 'unknown' });
      const [first] = posted(desk);
      delete desk.answers[post];
      desk.answers['conversations.history'] = {
        body: { ok: true, messages: [{ ts: '9.9', metadata: JSON.parse(first?.['metadata'] ?? '{}') }] },
      };
      expect(await tells(desk, 'U_ANA', { attempts })).toBeNull();
      expect(posted(desk)).toHaveLength(1);
      expect(await owed(desk)).toBe(0);
      expect(await desk.store.notices.messagesSince('T1', 'U_ANA', 0)).toHaveLength(1);
    },
  );

  it('perhaps, it stays the same message while Slack does not let us look for it', async () => {
    const desk = await setDesk();
    desk.answers[post] = 'drop';
    await owe(desk, numbered(1));
    await tells(desk);
    desk.answers['conversations.history'] = { status: 503 };
    expect(await tells(desk, 'U_ANA', { attempts: 2 })).toMatchObject({ kind: 'retry' });
    expect(await desk.store.notices.owed('T1', 'U_ANA')).toMatchObject([{ messageKey: expect.any(String) }]);
  });

  it('and it is not found, it is posted again with the same key', async () => {
    const desk = await setDesk();
    desk.answers[post] = 'drop';
    await owe(desk, numbered(1));
    await tells(desk);
    delete desk.answers[post];
    expect(await tells(desk, 'U_ANA', { attempts: 2 })).toBeNull();
    const [first, second] = posted(desk);
    expect(second?.['metadata']).toBe(first?.['metadata']);
    expect(posted(desk)).toHaveLength(2);
  });
});

describe('a notice that becomes due', () => {
  const expiresAt = tuesday + 2 * 24 * 60 * minute;
  const due = (
    desk: Desk,
    record: SignRequest,
    kind: 'expiring' | 'unsent' | 'unsent_next_day' = 'expiring',
  ) =>
    dueNotice(desk.services, { requestId: record.id, kind, at: tuesday }, desk.run).then(
      () => null,
      (error: unknown) => error,
    );

  it('is stored once, and posted by a job', async () => {
    const desk = await setDesk();
    const record = await desk.given(sent.withDetails({ expiresAt }).build());
    expect(await due(desk, record)).toBeNull();
    expect(await desk.store.notices.owed('T1', 'U_ANA')).toMatchObject([{ kind: 'expiring' }]);
    expect(await desk.waiting('tellNotices')).toEqual([{ args: { user: 'U_ANA' }, inMs: 0 }]);
    await desk.forgetJobs();
    await due(desk, record);
    expect(await desk.waiting('tellNotices')).toEqual([]);
  });

  it('is not stored for a request that has ended', async () => {
    const desk = await setDesk();
    const record = await desk.given(sent.withDetails({ expiresAt }).inState('declined').build());
    expect(await due(desk, record)).toBeNull();
    expect(await owed(desk)).toBe(0);
  });

  it('of a request that was not sent yesterday waits until morning', async () => {
    const desk = await setDesk();
    const record = await desk.given(aSignRequest().beingPrepared().build());
    const night = tuesday + 18 * 60 * minute;
    desk.clock.now = night;
    const thrown = await due(desk, record, 'unsent_next_day');
    expect(thrown).toBeInstanceOf(RetryLater);
    const { delayMs } = thrown as RetryLater;
    desk.clock.now = night + delayMs;
    expect(await due(desk, record, 'unsent_next_day')).toBeNull();
    expect(await owed(desk)).toBe(1);
  });
});
