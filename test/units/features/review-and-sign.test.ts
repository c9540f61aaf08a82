/** Review and sign: who gets a link to Box's signing page, and what everyone else is told. */
import { describe, expect, it } from 'vitest';
import type { Services } from '../../../src/features/services.ts';
import { pressOpenSigningPage, pressReviewAndSign } from '../../../src/features/signing-here/review.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { actions } from '../../../src/views/actions.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aSigner, aSignRequest, tuesday } from '../../builders/sign-requests.ts';
import { people, refused } from './creating.ts';
import { atBox, type Desk, type DeskAnswer, setDesk, slackRefuses } from './desk.ts';
import { byAna, press, privately } from './payloads.ts';

const t = texts('en-GB', null);
const read = 'GET /sign_requests/box-1';
const link = 'https://app.box.com/sign/document/SECRET';
const byBo = { ...byAna, userId: 'U_BO' };
const signer = (slackUserId: string, more: object = {}) =>
  aSigner(`${slackUserId.toLowerCase()}@acme.com`, { slackUserId, signsHere: true, order: 1, ...more });
const sent = aSignRequest().sentTo('bo@client.com').with({ observedAt: tuesday });
/** Ana's request to Bo, who signs from Slack. */
const forBo = sent.toSigners(signer('U_BO'));
const forAna = sent.toSigners(signer('U_ANA'));
const own = { kind: 'own', oauth: {}, publicUrl: 'https://sign.example.com', isAddressProof: true } as never;
const notConnected = { box: { sessionFor: async () => null, asApp: null } };

/** What Box says: the signer with this id has this link, and has done this. */
const seen = (user: string, more: object = {}): DeskAnswer =>
  atBox({
    signers: [
      {
        ...{ email: `${user.toLowerCase()}@acme.com`, role: 'signer', order: 1, has_viewed_document: true },
        ...{ embed_url_external_user_id: `T1/${user}`, embed_url: link, ...more },
      },
    ],
  });

async function pressed(
  record: SignRequest,
  answer: DeskAnswer,
  { actor = byBo, given = {}, more = {} }: { actor?: typeof byAna; given?: object; more?: object } = {},
) {
  const desk = await setDesk();
  desk.answers['users.info'] = people();
  desk.answers[read] = answer;
  await desk.given(record);
  const services: Services = { ...desk.services, ...given };
  const payload = { ...press(actions.reviewAndSign, record.id, { isInHome: false, ...more }), actor };
  const { after } = pressReviewAndSign(services, payload);
  const thrown = await Promise.resolve(after?.()).then(
    () => null,
    (error: unknown) => error,
  );
  return { desk, thrown, views: shown(desk) };
}

const shown = (desk: Desk) =>
  desk.calls.flatMap(({ to, body }) => (to.startsWith('views.') ? [body['view'] ?? ''] : []));
const asText = (sentence: string) => JSON.stringify(sentence).slice(1, -1);

describe('Review and sign', () => {
  it('says that Box is asked, and then shows the signer their link, which is not stored', async () => {
    const { desk, thrown, views } = await pressed(forBo.build(), seen('U_BO'));
    expect(thrown).toBeNull();
    expect(views[0]).toContain(asText(t.signing.asking('NDA.pdf')));
    expect(views[1]).toContain(link);
    expect(desk.calls.at(-1)?.body).toMatchObject({ view_id: 'V_NEW' });
    const stored = await desk.stored(forBo.build());
    expect(stored).toMatchObject({ state: 'sent', signers: [{ hasViewed: true, viewedSeenAt: tuesday }] });
    expect(JSON.stringify(stored)).not.toContain('SECRET');
  });

  it('shows the requester their own link too', async () => {
    const { views } = await pressed(forAna.build(), seen('U_ANA'), { actor: byAna });
    expect(views[1]).toContain(link);
  });

  it.each([
    ['no link for this signer', seen('U_BO', { embed_url: null }), t.signing.noLink('Ana')],
    ['a link that is not one', seen('U_BO', { embed_url: 'javascript:1' }), t.signing.noLink('Ana')],
    ['nothing just now', refused(503), t.signing.boxSilent],
    ['that it does not show the request', refused(403), t.signing.boxRefuses('Ana')],
    ['that Bo has signed', seen('U_BO', { signer_decision: { type: 'signed' } }), t.signing.notNow],
  ])('says so when Box says %s', async (_what, answer, sentence) => {
    const { thrown, views } = await pressed(forBo.build(), answer);
    expect(thrown).toBeNull();
    expect(views[1]).toContain(asText(sentence));
    expect(views[1]).not.toContain('SECRET');
  });

  it.each([
    ['noLink', seen('U_ANA', { embed_url: null }), {}, false],
    ['boxRefuses', refused(403), {}, false],
    ['cut', refused(403), { accountMode: own }, true],
    ['cut', seen('U_ANA'), notConnected, true],
  ] as const)('tells a requester who signs about themselves: %s', async (why, answer, given, canConnect) => {
    const { views } = await pressed(forAna.build(), answer, { actor: byAna, given });
    expect(views[1]).toContain(asText(t.signing.toRequester[why]));
    expect((views[1] ?? '').includes(`"${actions.connect}"`)).toBe(canConnect);
  });

  it('tells a colleague that the requester is not connected, without asking Box', async () => {
    const { desk, views } = await pressed(forBo.build(), seen('U_BO'), { given: notConnected });
    expect(views[1]).toContain(asText(t.signing.cut('Ana')));
    expect(desk.callsTo('GET')).toEqual([]);
  });

  it.each([
    ['was cancelled', forBo.inState('cancelled').build()],
    [
      'is signed by someone else first',
      sent.toSigners(aSigner('cy@client.com', { order: 1 }), signer('U_BO', { order: 2 })).build(),
    ],
  ])('says that there is nothing to sign when the request %s', async (_what, record) => {
    const { desk, views } = await pressed(record, seen('U_BO'));
    expect(views[1]).toContain(asText(t.signing.notNow));
    expect(desk.callsTo('GET')).toEqual([]);
  });

  it('opens the signed document for a signer who has signed', async () => {
    const done = { decision: 'signed', decidedAt: tuesday } as const;
    const signed = forBo.toSigners(signer('U_BO', done)).inState('signed').build();
    expect((await pressed(signed, seen('U_BO'))).views[1]).toContain(link);
  });

  it('of a person who does not sign here finds no request', async () => {
    const { desk, views } = await pressed(forAna.build(), seen('U_ANA'), {
      more: { view: { id: 'V1', hash: null, callbackId: 'x', state: {}, privateMetadata: '' } },
    });
    expect(views).toEqual([expect.stringContaining(t.notKnown.request)]);
    expect(desk.callsTo('GET')).toEqual([]);
  });

  it('pressed where no modal can be opened is out of date, and the message is drawn again', async () => {
    const desk = await setDesk();
    desk.answers['users.info'] = people();
    await desk.given(forBo.build());
    const payload = { ...press(actions.reviewAndSign, forBo.build().id, privately(desk)), triggerId: null };
    await pressReviewAndSign(desk.services, { ...payload, actor: byBo }).after?.();
    expect(desk.calls.find(({ to }) => to === 'respond')?.body).toMatchObject({ text: t.notNow });
    expect(await desk.waiting('redraw')).toHaveLength(1);
    expect(desk.callsTo('views')).toEqual([]);
  });

  it('that fails does not say forever that Box is asked, and the failure is reported', async () => {
    const desk = await setDesk();
    desk.answers['users.info'] = people();
    desk.answers[read] = seen('U_BO');
    await desk.given(forBo.build());
    let updates = 0;
    desk.answers['views.update'] = () => {
      updates += 1;
      return updates === 1
        ? slackRefuses('invalid_arguments')
        : { body: { ok: true, view: { id: 'V_NEW' } } };
    };
    const payload = { ...press(actions.reviewAndSign, forBo.build().id, { isInHome: false }), actor: byBo };
    await expect(pressReviewAndSign(desk.services, payload).after?.()).rejects.toMatchObject({
      reason: 'invalid_arguments',
    });
    expect(shown(desk).at(-1)).toContain(asText(t.signing.failed));
  });

  it('fails with the store, which is not taken for Box', async () => {
    const { thrown, views } = await pressed(forBo.build(), seen('U_BO'), {
      given: {
        box: {
          sessionFor: async () => ({
            client: () => Promise.reject(new Error('store')),
            clientAfter: async () => null,
          }),
          asApp: null,
        },
      },
    });
    expect(thrown).toMatchObject({ message: 'store' });
    expect(views.at(-1)).toContain(asText(t.signing.failed));
  });
});

it('opening the signing page has the request read often for a while', async () => {
  const desk = await setDesk();
  desk.answers['users.info'] = people();
  await desk.given(forBo.build());
  await pressOpenSigningPage(desk.services, {
    ...press(actions.openSigningPage, forBo.build().id),
    actor: byBo,
  }).after?.();
  expect((await desk.stored(forBo.build())).details.interestUntil).toBeGreaterThan(tuesday);
});
