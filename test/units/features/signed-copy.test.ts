/** Signed copies that are put into Slack: once for each press, and with a sentence when there is none. */
import { describe, expect, it } from 'vitest';
import { copySigned } from '../../../src/features/signed-copy.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aSignRequest, tuesday } from '../../builders/sign-requests.ts';
import { type Desk, type DeskAnswer, setDesk, slackRefuses } from './desk.ts';

const minute = 60_000;
const { copy } = texts('en-GB', null);
const name = 'NDA.pdf';
const askForFile = 'GET /files/46/content';
const share = 'files.completeUploadExternal';
const refused = (status: number): DeskAnswer => ({ status, body: { type: 'error', status, code: 'x' } });
const signed = aSignRequest()
  .sentTo('bo@client.com')
  .inState('signed')
  .withDetails({ files: [{ id: '46', name }], filesReady: true });
const record = signed.build();

/** A workspace in which a signed file can be copied. @param bytes the size that Box gives */
async function withFile(bytes: number | null = 5): Promise<Desk> {
  const desk = await setDesk();
  const at = new URL(desk.responseUrl).origin;
  desk.answers[askForFile] = { status: 302, headers: { location: `${at}/bytes` } };
  const headers = { 'content-type': 'application/pdf', ...(bytes && { 'content-length': String(bytes) }) };
  desk.answers['bytes'] = { headers, body: 'bytes' };
  desk.answers['files.getUploadURLExternal'] = {
    body: { ok: true, upload_url: `${at}/upload`, file_id: 'F1' },
  };
  return desk;
}

/** Runs the job. Resolves with what it threw, or null. */
const copies = (desk: Desk) =>
  copySigned(desk.services, { requestId: record.id }, desk.run).then(
    () => null,
    (error: unknown) => error,
  );

/** The sentences that only the requester can see. */
const told = (desk: Desk) =>
  desk.calls.flatMap(({ to, body }) => (to === 'chat.postEphemeral' ? [body['text']] : []));

const storedCopy = async (desk: Desk) => (await desk.stored(record)).details.copy;

describe('a signed copy', () => {
  it('is shown in the requester’s messages with its name, and recorded', async () => {
    const desk = await withFile();
    await desk.given(record);
    expect(await copies(desk)).toBeNull();
    expect(desk.calls.find(({ to }) => to === 'files.getUploadURLExternal')?.body).toMatchObject({
      filename: name,
      length: '5',
    });
    expect(desk.calls.find(({ to }) => to === share)?.body).toMatchObject({
      channel_id: 'D1',
      files: '[{"id":"F1"}]',
      initial_comment: copy.here(name),
    });
    expect(await storedCopy(desk)).toEqual({ at: tuesday, isConfirmed: true });
    expect(told(desk)).toEqual([]);
  });

  it.each([
    ['is not sent again within a minute', minute - 1, 0],
    ['is sent again after a minute', minute, 1],
  ])('%s', async (_what, later, shares) => {
    const desk = await withFile();
    await desk.given(signed.withDetails({ copy: { at: tuesday, isConfirmed: true } }).build());
    desk.clock.now += later;
    expect(await copies(desk)).toBeNull();
    expect(desk.callsTo(share)).toHaveLength(shares);
  });

  it('whose sharing broke off may be there: it is not sent again, and the requester is told', async () => {
    const desk = await withFile();
    await desk.given(signed.withDetails({ copy: { at: tuesday, isConfirmed: false } }).build());
    expect(await copies(desk)).toBeNull();
    expect(desk.callsTo(share)).toEqual([]);
    expect(told(desk)).toEqual([copy.unknown(name)]);
    expect(await storedCopy(desk)).toBeUndefined();
  });

  it('that Slack does not confirm is told as unknown', async () => {
    const desk = await withFile();
    desk.answers[share] = 'drop';
    await desk.given(record);
    expect(await copies(desk)).toBeNull();
    expect(told(desk)).toEqual([copy.unknown(name)]);
    expect(await storedCopy(desk)).toBeUndefined();
  });

  it('of a request that is not signed is not made', async () => {
    const desk = await withFile();
    await desk.given(signed.inState('viewed').build());
    expect(await copies(desk)).toBeNull();
    expect(desk.calls).toEqual([]);
  });
});

describe('there is no copy', () => {
  it.each<[string, (desk: Desk) => unknown, string]>([
    [
      'when Box refuses',
      (desk) => Object.assign(desk.answers, { [askForFile]: refused(403) }),
      copy.boxRefuses(name),
    ],
    [
      'when Slack refuses',
      (desk) => Object.assign(desk.answers, { [share]: slackRefuses('no') }),
      copy.slackRefuses(name),
    ],
    [
      'when the admins do not allow it',
      (desk) => desk.store.settings.put('T1', null, { copiesInSlack: false }),
      copy.notAllowed,
    ],
  ])('%s, and the requester and the operator learn it', async (_when, arrange, sentence) => {
    const desk = await withFile();
    await desk.given(record);
    await arrange(desk);
    expect(await copies(desk)).toBeNull();
    expect(told(desk)).toEqual([sentence]);
    expect(await storedCopy(desk)).toBeUndefined();
    expect(desk.log).toMatchObject([{ level: 40, request: record.id, failure: expect.any(String) }]);
  });

  it('when the requester is not connected', async () => {
    const desk = await withFile();
    await desk.given({ ...record, requester: 'U_BEN' });
    expect(await copies(desk)).toBeNull();
    expect(told(desk)).toEqual([copy.boxRefuses(name)]);
  });

  it.each([
    ['because of its size, of a file of more than 100 MB', 100 * 1024 * 1024 + 1, true],
    ['for another reason, of a file of 100 MB', 100 * 1024 * 1024, false],
  ])('%s', async (_why, bytes, isTooLarge) => {
    const desk = await withFile(bytes);
    // Where the file is taken, the upload fails, because this Box sends only a part of it.
    desk.answers['files.getUploadURLExternal'] = slackRefuses('no');
    await desk.given(record);
    expect(await copies(desk)).toBeNull();
    expect(told(desk)).toEqual([isTooLarge ? copy.tooLarge(name) : copy.slackRefuses(name)]);
  });

  it.each([
    ['is tried for fifteen minutes', 15 * minute - 1, { kind: 'retry' }, []],
    ['is given up after that', 15 * minute, null, [copy.unreachable(name)]],
  ])('while Box does not answer; it %s', async (_what, later, thrown, sentences) => {
    const desk = await withFile();
    desk.answers[askForFile] = refused(503);
    await desk.given(record);
    desk.clock.now += later;
    const failure = await copies(desk);
    if (thrown) expect(failure).toMatchObject(thrown);
    else expect(failure).toBeNull();
    expect(told(desk)).toEqual(sentences);
    expect(await storedCopy(desk)).toBeUndefined();
  });

  it('and the requester cannot be told: the job ends all the same, and the operator learns it', async () => {
    const desk = await withFile();
    desk.answers[askForFile] = refused(403);
    desk.answers['chat.postEphemeral'] = slackRefuses('channel_not_found');
    await desk.given(record);
    expect(await copies(desk)).toBeNull();
    expect(desk.log.map(({ msg }) => msg)).toEqual([
      'no signed copy was put into Slack',
      'the person could not be told that a copy failed',
    ]);
  });
});
