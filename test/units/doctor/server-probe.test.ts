/** What the doctor makes of a server's answer or silence, and of its clock. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import {
  clockFinding,
  type ProbeResult,
  probeServer,
  serverFinding,
} from '../../../src/operate/doctor/server-probe.ts';
import { postgresFinding } from '../../../src/operate/doctor/store.ts';

const answer = (aheadMs: number | null): ProbeResult => ({
  answer: { status: 200, headers: new Headers(), body: '', aheadMs },
});

it.each([
  ['timeout', /no answer within 10 seconds/],
  ['UND_ERR_CONNECT_TIMEOUT', /no answer within 10 seconds/],
  ['EAI_AGAIN', /name cannot be resolved/],
  ['CERT_HAS_EXPIRED', /no trusted connection/],
  ['ECONNREFUSED', /no connection \(ECONNREFUSED\)/],
])('the silence %s of a server is explained', (silence, says) => {
  const box = { service: 'Box', url: 'https://box.internal/2.0', variable: 'BOX_API_URL' };
  const finding = serverFinding({ silence }, { ...box, isIt: () => true });
  expect(finding).toMatchObject({ isOk: false, says: expect.stringMatching(says) });
  expect(finding.says).toContain('Box could not be reached at box.internal');
});

it.each([
  [60_000, true, { isOk: true }],
  [-60_001, true, { isOk: true, mark: 'warning', says: expect.stringContaining('60 seconds behind Box') }],
  [300_000, true, { isOk: true, mark: 'warning', says: expect.stringContaining('300 seconds ahead of Box') }],
  [300_001, true, { isOk: false }],
  [300_001, false, { isOk: true, mark: 'warning' }],
  [null, true, { isOk: true, mark: 'unknown' }],
])('a clock that is %s ms ahead, whose time is checked: %s', (aheadMs, isTimeChecked, found) => {
  const finding = clockFinding('Box', answer(aheadMs), isTimeChecked);
  expect(finding).toMatchObject(found);
  expect(finding.mark).toBe('mark' in found ? found.mark : undefined);
});

it.each([
  [140_019, false, '14.19'],
  [150_000, true, '15.0'],
  [170_002, true, '17.2'],
])('PostgreSQL with version number %i is new enough: %s', (version, isOk, said) => {
  expect(postgresFinding(version)).toMatchObject({ isOk, says: expect.stringContaining(`version ${said}`) });
});

it('an older PostgreSQL is a fault, with the place of the address', () => {
  expect(postgresFinding(149_999)).toEqual({
    isOk: false,
    says: 'It is version 14.9999; 15 or newer is needed.',
    page: "Your PostgreSQL's connection string; leave it empty for a file in DATA_DIR",
  });
});

it('a server is asked once, its redirect is not followed, and its date is compared with the clock', async () => {
  const asked: string[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    asked.push(`${method} ${url} ${headers.authorization ?? 'without a token'}`);
    const date = url === '/dated' ? new Date(Date.now() - 90_000).toUTCString() : 'some day';
    response.writeHead(302, { location: '/elsewhere', date }).end('Moved');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const probed = [await probeServer(`${url}/dated`), await probeServer(`${url}/undated`)];
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  const aheadMs = (one: ProbeResult | undefined) => one && 'answer' in one && one.answer.aheadMs;
  expect(probed).toMatchObject([0, 1].map(() => ({ answer: { status: 302, body: 'Moved' } })));
  expect(Math.round(Number(aheadMs(probed[0])) / 10_000)).toBe(9);
  expect(aheadMs(probed[1])).toBeNull();
  expect(asked).toEqual(['GET /dated without a token', 'GET /undated without a token']);
  // Nothing listens at this address of the same machine.
  expect(await probeServer(url.replace('127.0.0.1', '127.0.0.2'))).toEqual({ silence: 'ECONNREFUSED' });
});
