/**
 * What must not connect a Box account: links and states that are old, used, made up or another person's, other
 * browsers, and people who were lured. Each gets a plain page, and nothing is stored.
 */
// runs: http, embedded, ci
import { connect } from 'node:net';
import { beforeEach, expect, it } from 'vitest';
import { aBrowser, publicUrl, type ShownPage } from './browser.ts';
import {
  asksForLink,
  aWorldToConnectIn,
  codeOn,
  connectLinkOf,
  goesToBox,
  grantsAccess,
  livingTokens,
} from './connecting.ts';
import { sendsRaw } from './forging.ts';
import { storedRows, storedText } from './stored.ts';
import { stories } from './world.ts';

const minutes = 60_000;

stories('attempts that must not connect a Box account', () => {
  const world = aWorldToConnectIn();
  beforeEach(async () => {
    await world().ana.reloads();
    await world().slack.person('bo').reloads();
  });

  const used = 'It was already used';
  const ledToBox = 'It has already led to Box';

  async function nothingIsStored(): Promise<void> {
    const rows = await storedRows(world().store);
    expect([rows['connections'], rows['pending_connections'], rows['revocations']]).toEqual([[], [], []]);
  }

  /** Checks that a page is a refusal with this status and text. */
  function expectRefusal(page: ShownPage, status: number, words: string): void {
    expect([page.status, page.text]).toEqual([status, expect.stringContaining(words)]);
    expect(page.text).toContain(
      [used, ledToBox].includes(words) ? 'Opening it now changed nothing.' : 'Nothing was connected.',
    );
  }

  const exchanges = () => world().box.traffic.filter(({ path }) => path === '/oauth2/token').length;

  it('a link, or an answer of Box, older than ten minutes connects nothing', async () => {
    const { ana, anaAtBox } = world();
    const link = await asksForLink(ana);
    await world().passes(10 * minutes);
    expectRefusal(await aBrowser(world()).opens(link), 410, 'It was valid for 10 minutes.');
    const fresh = await asksForLink(ana);
    const browser = aBrowser(world());
    const back = await anaAtBox.grants(await goesToBox(browser, fresh));
    await world().passes(10 * minutes);
    const before = exchanges();
    expectRefusal(await browser.opens(back), 410, 'It was valid for 10 minutes.');
    expect(exchanges()).toBe(before);
    await nothingIsStored();
  });

  it('the modal of an old link gets a new link, once, and returns to its form', async () => {
    const { ana } = world();
    const renewals = async (state = /./) =>
      ((await storedRows(world().store))['jobs'] ?? []).filter(
        (row) => row.includes('renewLink') && state.test(row),
      ).length;
    const before = await renewals();
    const asked = await asksForLink(ana);
    await world().passes(10 * minutes);
    for (const _again of [1, 2, 3]) await aBrowser(world()).opens(asked);
    await ana.sees('Here is a new link.', { in: 'modal' });
    const second = await connectLinkOf(ana);
    expect(second).not.toBe(asked);
    // The page is opened, but too much time passes before it leads to Box.
    const browser = aBrowser(world());
    const page = await browser.opens(second);
    await world().passes(10 * minutes);
    expect(await renewals()).toBe(before + 1);
    for (const _again of [1, 2, 3])
      expectRefusal(await browser.submits(page), 410, 'It was valid for 10 minutes.');
    expect(await renewals()).toBe(before + 2);
    await expect.poll(() => connectLinkOf(ana)).not.toBe(second);
    await ana.reloads();
    await ana.types('/sign 12345', { in: 'app' });
    await ana.sees('New signature request', { in: 'modal' });
    await ana.presses('Connect Box', { on: 'modal' });
    const left = await connectLinkOf(ana);
    await ana.presses('Back to the form', { on: 'modal' });
    await ana.sees('New signature request', { in: 'modal' });
    await world().passes(10 * minutes);
    expectRefusal(await aBrowser(world()).opens(left), 410, 'It was valid for 10 minutes.');
    await expect.poll(() => renewals(/"state": ?"done"/)).toBe(before + 3);
    expect((await ana.modal())?.plain).toContain('New signature request');
    await nothingIsStored();
  });

  it('the modal of a link that was used in another browser gets a new link; a made-up link gets none', async () => {
    const { ana } = world();
    const link = await asksForLink(ana);
    const browser = aBrowser(world());
    const page = await browser.opens(link);
    await browser.submits(page);
    const other = aBrowser(world());
    await other.opens(await asksForLink(world().slack.person('bo')));
    expectRefusal(await other.submits(page), 410, ledToBox);
    await ana.sees('That link was already used.', { in: 'modal' });
    const renewed = await connectLinkOf(ana);
    expect(renewed).not.toBe(link);
    expectRefusal(await other.opens(link), 404, used);
    expect((await other.opens(renewed)).text).toContain('This connects Box for Ana Ruiz');
    for (const state of ['', 'x'.repeat(43), "' or 1=1 --", '%00', 'constructor']) {
      const made = `${publicUrl}/box/connect?state=${encodeURIComponent(state)}`;
      expectRefusal(await browser.opens(made), 404, used);
    }
    expectRefusal(await browser.opens(`${publicUrl}/box/connect`), 404, used);
    await nothingIsStored();
  });

  it('an answer of Box works only once', async () => {
    const { slack, box } = world();
    box.addUser({ login: 'bo@acme.com', name: 'Bo' });
    const bo = slack.person('bo');
    const browser = aBrowser(world());
    const back = await box.person('bo@acme.com').grants(await goesToBox(browser, await asksForLink(bo)));
    const cookies = new Map(browser.cookies);
    expect((await browser.opens(back)).text).toContain('Connected');
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    const before = exchanges();
    const again = await browser.opens(back);
    expectRefusal(again, 404, used);
    expect(again.text).toContain(
      'If this page has just shown you a code, that code is still valid for its 10 minutes.',
    );
    expect(exchanges()).toBe(before);
    await bo.types('/sign disconnect', { in: 'app' });
    await bo.sees('You have no open requests in Box.', { in: 'modal' });
    await bo.submits();
    await expect.poll(() => livingTokens(world(), 'bo@acme.com')).toEqual([]);
    await expect.poll(async () => (await storedRows(world().store))['revocations']).toEqual([]);
    await nothingIsStored();
  });

  it('a link begun in one browser cannot be completed in another', async () => {
    const { ana, anaAtBox } = world();
    const begun = aBrowser(world());
    const back = await anaAtBox.grants(await goesToBox(begun, await asksForLink(ana)));
    const before = exchanges();
    expectRefusal(await aBrowser(world()).opens(back), 403, 'in the browser where you started');
    const other = aBrowser(world());
    await other.opens(await asksForLink(ana));
    expect(other.cookies.size).toBe(1);
    expectRefusal(await other.opens(back), 403, 'in the browser where you started');
    expect(exchanges()).toBe(before);
    await nothingIsStored();
  });

  it('a cookie set by a neighbouring domain connects nothing', async () => {
    const { slack, box } = world();
    box.addUser({ login: 'eve@evil.net', name: 'Eve' });
    const attacker = aBrowser(world());
    const forAttacker = await goesToBox(attacker, await asksForLink(slack.person('bo')));
    const { pathname, search } = new URL(await box.person('eve@evil.net').grants(forAttacker));
    const [secret = ''] = attacker.cookies.values();
    const own = 'x'.repeat(43);
    // The attacker sets the cookie under a name that begins with a space, which browsers take for a letter, and then as
    // a second cookie of the same name.
    for (const name of ['\u00a0__Host-box_connect', '__Host-box_connect']) {
      const headers = { cookie: `${name}=${secret}; __Host-box_connect=${own}` };
      const { status, body } = await sendsRaw(world(), { method: 'GET', path: pathname + search, headers });
      expect([status, body]).toEqual([403, expect.stringContaining('This was started in another browser')]);
    }
    await nothingIsStored();
  });

  it('another person’s state connects nothing', async () => {
    const { ana, anaAtBox, slack } = world();
    const [anaBrowser, boBrowser] = [aBrowser(world()), aBrowser(world())];
    const forAna = await goesToBox(anaBrowser, await asksForLink(ana));
    const forBo = await goesToBox(boBrowser, await asksForLink(slack.person('bo')));
    const back = new URL(await anaAtBox.grants(forAna));
    back.searchParams.set('state', new URL(forBo).searchParams.get('state') ?? '');
    expectRefusal(await anaBrowser.opens(back.href), 403, 'in the browser where you started');
    await nothingIsStored();
  });

  it('an attacker’s answer of Box, put into the victim’s browser, connects nothing', async () => {
    const { ana, anaAtBox, slack, box } = world();
    box.addUser({ login: 'mallory@evil.net', name: 'Mallory' });
    const attacker = aBrowser(world());
    const mallorys = box.person('mallory@evil.net');
    const forAttacker = await goesToBox(attacker, await asksForLink(slack.person('bo')));
    const attackersAnswer = await mallorys.grants(forAttacker);
    const victim = aBrowser(world());
    const forVictim = await goesToBox(victim, await asksForLink(ana));
    expectRefusal(await victim.opens(attackersAnswer), 403, 'in the browser where you started');
    await nothingIsStored();
    // The victim's own attempt is still open.
    expect((await victim.opens(await anaAtBox.grants(forVictim))).text).toContain('ana@acme.com');
    await ana.types('/sign disconnect', { in: 'app' });
    await ana.sees('Disconnect Box?', { in: 'modal' });
    await ana.submits();
    await expect.poll(async () => (await storedRows(world().store))['revocations']).toEqual([]);
  });

  it("access granted through another person's link is useless without the code", async () => {
    const { ana, anaAtBox, slack } = world();
    const bo = slack.person('bo');
    const lure = await asksForLink(bo);
    const victim = aBrowser(world());
    expect((await victim.opens(lure)).text).toContain('Someone may be trying to use your Box account.');
    const page = await grantsAccess(victim, lure, anaAtBox);
    expect(page.text).toContain("Not Bo Lee, or didn't request this? Don't share this code");
    // Only Bo can type the code: in Ana's Slack it does nothing.
    await ana.types(`/sign connect ${codeOn(page)}`, { in: 'app' });
    await ana.sees('That code has expired');
    await bo.sees('Enter the 6-digit code', { in: 'modal' });
    expect(JSON.stringify(await bo.views())).not.toContain('ana@');
    await bo.reloads();
    await bo.types('/sign', { in: 'app' });
    await bo.sees('Not connected to Box.', { in: 'modal' });
    await world().passes(10 * minutes + 1);
    await expect.poll(() => livingTokens(world(), 'ana@acme.com')).toEqual([]);
    await expect.poll(async () => (await storedRows(world().store))['revocations']).toEqual([]);
    await nothingIsStored();
  });

  it('an unconfirmed Slack address connects nothing', async () => {
    const { slack, anaAtBox } = world();
    slack.addUser({ handle: 'mal', email: 'ana@acme.com', emailConfirmed: false });
    const page = await grantsAccess(aBrowser(world()), await asksForLink(slack.person('mal')), anaAtBox);
    expect(page.text).toContain('Enter this code in Slack');
    expect((await storedRows(world().store))['connections']).toEqual([]);
    await world().passes(10 * minutes + 1);
    await expect.poll(() => livingTokens(world(), 'ana@acme.com')).toEqual([]);
  });

  it('a person who became a guest meanwhile connects nothing', async () => {
    const { slack, anaAtBox } = world();
    const user = slack.addUser({ handle: 'lea', email: 'lea@acme.com' });
    const browser = aBrowser(world());
    const back = await anaAtBox.grants(await goesToBox(browser, await asksForLink(slack.person('lea'))));
    user.isRestricted = true;
    const before = exchanges();
    expectRefusal(await browser.opens(back), 403, 'Sign is only for full members of the workspace.');
    expect(exchanges()).toBe(before);
    await nothingIsStored();
  });

  it('a form posted by another site, or by a browser that has not opened our page, connects nothing', async () => {
    const { ana } = world();
    const link = await asksForLink(ana);
    const state = new URL(link).searchParams.get('state') ?? '';
    const browser = aBrowser(world());
    expectRefusal(await browser.posts('/box/connect', { state }), 403, 'in the browser where you started');
    await browser.opens(link);
    for (const headers of [{ origin: 'https://evil.net' }, { 'sec-fetch-site': 'cross-site' }]) {
      expectRefusal(
        await browser.posts('/box/connect', { state }, headers),
        403,
        'This was started in another browser',
      );
    }
    expect((await browser.posts('/box/connect', { state: 'x'.repeat(10_000) })).status).toBe(413);
    expect((await browser.posts('/box/oauth_redirect', { state })).status).toBe(405);
    await nothingIsStored();
  });

  it.each([6, 300])('a chunked form of %i KB is too large, and is answered in full', async (kilobytes) => {
    const head = ['POST /box/connect HTTP/1.1', 'Host: sign.acme.test', 'Transfer-Encoding: chunked', '', ''];
    const { text, problem } = await overSocket(world().app.port, async function* () {
      yield head.join('\r\n');
      for (let sent = 0; sent < kilobytes; sent += 1) yield `400\r\n${'x'.repeat(1_024)}\r\n`;
      yield '0\r\n\r\n';
    });
    expect(problem).toBeNull();
    expect(text).toMatch(/^HTTP\/1\.1 413 [\s\S]*\r\n\r\ntoo large\n$/);
  });

  it('a form that never ends is answered while it arrives, and then cut off', async () => {
    const head = ['POST /box/connect HTTP/1.1', 'Host: sign.acme.test', 'Content-Length: 999999999', '', ''];
    const piece = 'x'.repeat(16_384);
    const { text, problem } = await overSocket(world().app.port, async function* (seen) {
      yield head.join('\r\n');
      yield piece;
      await expect.poll(seen).toMatch(/^HTTP\/1\.1 413 /);
      for (;;) yield piece;
    });
    expect(text).toMatch(/too large\n$/);
    expect(problem).toMatch(/EPIPE|ECONNRESET/);
  });

  it('no parameter of an address can redirect elsewhere', async () => {
    const { ana } = world();
    const more = '&redirect_uri=https://evil.net/&next=//evil.net&url=javascript:alert(1)';
    const browser = aBrowser(world());
    const page = await browser.opens((await asksForLink(ana)) + more);
    expect(page.html).not.toContain('evil');
    const leaving = await browser.submits(page);
    expect(leaving.html).not.toContain('evil');
    const targets = [...leaving.html.matchAll(/(?:href="|url=)([^"]*)"/g)].map(([, url]) => url ?? '');
    expect(targets).toHaveLength(2);
    for (const target of targets) {
      const url = new URL(target.replaceAll('&amp;', '&'));
      expect(url.origin + url.pathname).toBe(`${world().box.url}/api/oauth2/authorize`);
      expect(url.searchParams.get('redirect_uri')).toBe(`${publicUrl}/box/oauth_redirect`);
    }
    const returned = await browser.opens(`${publicUrl}/box/oauth_redirect?error=x&error_uri=//evil.net`);
    expect([returned.status, returned.headers.get('location')]).toEqual([404, null]);
    expect(returned.html).not.toContain('evil');
  });

  it('pages show names with markup as plain text', async () => {
    const { slack, box } = world();
    const handle = `"><script>alert(1)</script>&'`;
    slack.addUser({ handle, email: 'tag@acme.com' });
    const login = "o'tag&lt@acme.com";
    box.addUser({ login, name: 'Tag' });
    const link = await asksForLink(slack.person(handle));
    const browser = aBrowser(world());
    const start = await browser.opens(link);
    const agreed = await fetch(await goesToBox(browser, link), {
      method: 'POST',
      body: new URLSearchParams({ login, answer: 'grant' }),
      redirect: 'manual',
    });
    const page = await browser.opens(agreed.headers.get('location') ?? '');
    for (const { html, text } of [start, page]) {
      expect(html).not.toMatch(/<script/);
      expect(text).toContain(handle);
    }
    expect(page.html).toContain('o&#39;tag&amp;lt@acme.com');
  });

  it('every page has headers against framing, caching, scripts and referrers', async () => {
    const browser = aBrowser(world());
    const link = await asksForLink(world().ana);
    const start = await browser.opens(link);
    const [cookie = ''] = start.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-box_connect=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    for (const page of [start, await browser.submits(start), await browser.opens(link)]) {
      const headers = Object.fromEntries(page.headers);
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'strict-transport-security': 'max-age=31536000',
      });
      expect(headers['content-security-policy']).toMatch(
        /^default-src 'none'; style-src 'sha256-[^' ]+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      expect(page.html).not.toMatch(/<script|style="|\son\w+="/);
    }
  });

  it('links, states, cookies and codes are neither stored in plain nor logged', async () => {
    const { slack, box } = world();
    const browser = aBrowser(world());
    const link = await asksForLink(slack.person('cy'));
    await browser.opens(link);
    const secrets = [new URL(link).searchParams.get('state') ?? '', ...browser.cookies.values()];
    const toBox = await goesToBox(browser, await asksForLink(slack.person('cy')));
    secrets.push(new URL(toBox).searchParams.get('state') ?? '', ...browser.cookies.values());
    box.addUser({ login: 'cy@home.net', name: 'Cy' });
    const back = await box.person('cy@home.net').grants(toBox);
    secrets.push(new URL(back).searchParams.get('code') ?? '');
    const code = codeOn(await browser.opens(back));
    secrets.push(...livingTokens(world(), 'cy@home.net'), 'cy@home.net');
    expect(secrets.every((secret) => secret.length > 8)).toBe(true);
    const kept = await storedText(world().store);
    const said = world().app.output();
    const alone = new RegExp(`(?<![\\da-f])${code}(?![\\da-f])`);
    expect(kept).not.toMatch(alone);
    for (const secret of secrets)
      expect([kept.includes(secret), said.includes(secret)]).toEqual([false, false]);
    await slack.person('cy').types(`/sign connect ${code}`, { in: 'app' });
    await slack.person('cy').sees('Connected to Box as cy@home.net');
    expect(world().app.output()).not.toMatch(alone);
  });
});

/**
 * Sends one piece after another, and reads until the other side closes. @param pieces yields the pieces to send; its
 * argument returns what has been received so far
 */
function overSocket(
  port: number,
  pieces: (seen: () => string) => AsyncIterable<string>,
): Promise<{ readonly text: string; readonly problem: string | null }> {
  return new Promise((resolve, reject) => {
    let text = '';
    let problem: string | null = null;
    const sendAll = async (): Promise<void> => {
      for await (const piece of pieces(() => text)) {
        if (socket.destroyed) return;
        await new Promise((sent) => socket.write(piece, sent));
      }
    };
    const socket = connect(port, '127.0.0.1', () => void sendAll().catch(reject));
    socket.setEncoding('utf8').on('data', (more: string) => {
      text += more;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      problem = error.code ?? error.message;
    });
    socket.on('close', () => resolve({ text, problem }));
  });
}
