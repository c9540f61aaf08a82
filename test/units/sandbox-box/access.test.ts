/** Access to the sandbox's Box: tokens, who sees what, requested fields of answers, shared links, downloads. */
import { describe, expect, it } from 'vitest';
import { readPdf } from '../../../sandbox/box/drawing.ts';
import { aWorld } from './support.ts';

describe('tokens', () => {
  it('wrong, revoked, expired and missing tokens are refused with a challenge', async () => {
    const world = await aWorld();
    const me = (token: string) => world.call('GET', '/2.0/users/me', { token });
    const hour = world.box.issueToken(world.ana, { expiresInMs: 3_600_000 });
    expect((await me(hour)).body.login).toBe('ana@acme.com');
    world.pass(3_600_000);
    const expired = world.box.issueToken(world.ana);
    world.box.expireToken(expired);
    const revoked = world.box.issueToken(world.ana);
    world.box.revokeToken(revoked);
    for (const token of ['wrong', hour, expired, revoked, '__proto__', 'constructor']) {
      const { body, headers } = await me(token);
      expect(body).toMatchObject({ status: 401, code: 'unauthorized' });
      expect(headers.get('www-authenticate')).toContain('error="invalid_token"');
    }
    const missing = await fetch(`${world.box.url}/2.0/users/me`);
    expect([missing.status, missing.headers.get('www-authenticate')]).toEqual([401, expect.any(String)]);
  });

  it('no app gets a code before a person has chosen an account', async () => {
    const world = await aWorld();
    const redirectUri = 'http://127.0.0.1:4603/back';
    const { clientId } = world.box.addApp({ redirectUris: [redirectUri] });
    const query = new URLSearchParams({
      client_id: clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
    });
    const page = `${world.box.url}/api/oauth2/authorize?${query}`;
    expect(await (await fetch(page)).text()).not.toContain('checked');
    const answer = (login: object) =>
      fetch(page, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ answer: 'grant', ...login }),
      });
    const nobody = await answer({});
    expect(nobody.status).toBe(400);
    expect(await nobody.text()).toMatch(/role="alert">Choose the account first\./);
    const somebody = await answer({ login: 'ana@acme.com' });
    expect(somebody.headers.get('location')).toContain('code=');
  });

  it('only a known app gets tokens, and refusals have OAuth’s shape', async () => {
    const world = await aWorld();
    const { clientId, clientSecret } = world.box.addApp({});
    const app = { client_id: clientId, client_secret: clientSecret };
    const ask = async (body: URLSearchParams | string) => {
      const response = await fetch(`${world.box.url}/oauth2/token`, { method: 'POST', body });
      return [response.status, ((await response.json()) as { error: string }).error];
    };
    const refresh = { grant_type: 'refresh_token', refresh_token: 'x' };
    expect(await ask(new URLSearchParams({ ...refresh, ...app }))).toEqual([400, 'invalid_grant']);
    const stranger = { ...refresh, ...app, client_secret: 'x' };
    expect(await ask(new URLSearchParams(stranger))).toEqual([400, 'invalid_client']);
    expect(await ask(new URLSearchParams({ grant_type: 'magic', ...app }))).toEqual([
      400,
      'unsupported_grant_type',
    ]);
    expect(await ask('grant_type=refresh_token')).toEqual([400, 'invalid_request']);
  });
});

describe('tokens of an enterprise’s app', () => {
  const ask = async (url: string, form: Record<string, string>) => {
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form) });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text) };
  };

  it('a wrong secret is refused as an invalid grant, and tokens can be revoked', async () => {
    const world = await aWorld();
    const { clientId, clientSecret } = world.box.addApp({ enterpriseId: '42' });
    const app = { client_id: clientId, client_secret: clientSecret };
    const grant = { grant_type: 'client_credentials', box_subject_type: 'enterprise', box_subject_id: '42' };
    const token = `${world.box.url}/oauth2/token`;
    const wrong = await ask(token, { ...grant, ...app, client_secret: 'x' });
    expect([wrong.status, wrong.body.error]).toEqual([400, 'invalid_grant']);
    const issued = (await ask(token, { ...grant, ...app })).body.access_token;
    const me = () => world.call('GET', '/2.0/users/me', { token: issued });
    expect((await me()).status).toBe(200);
    const other = world.box.addApp({ enterpriseId: '43' });
    const stranger = { client_id: other.clientId, client_secret: other.clientSecret };
    const revoke = `${world.box.url}/oauth2/revoke`;
    expect((await ask(revoke, { ...stranger, token: issued })).body.error).toBe('invalid_token');
    expect((await ask(revoke, { ...app, token: issued })).status).toBe(200);
    expect((await me()).status).toBe(401);
  });

  it('tokens cannot act as another user', async () => {
    const world = await aWorld();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const { status, body } = await world.call('GET', '/2.0/users/me', { headers: { 'as-user': cy.id } });
    expect([status, body.code]).toEqual([403, 'insufficient_scope']);
  });
});

describe('calls that do not exist', () => {
  it.each(['/2.0/folders/1/locks', '/2.0/files', '/', '/2.0/sign_requests/1/prepare', '//', '/2.0/files/%'])(
    '%s is answered with 404 in Box’s shape',
    async (path) => {
      const world = await aWorld();
      const { status, body } = await world.call('GET', path);
      expect([status, body.type, body.code]).toEqual([404, 'error', 'not_found']);
    },
  );

  it('an unknown route is 404 whatever the body’s size; a known one has a limit', async () => {
    const world = await aWorld();
    const body = { name: 'x'.repeat(2 * 1024 * 1024) };
    expect((await world.call('POST', '/2.0/files/content', { body })).status).toBe(404);
    expect((await world.call('POST', '/2.0/sign_requests', { body })).status).toBe(413);
    expect((await world.call('POST', '/oauth2/token', { body })).status).toBe(413);
  });
});

describe('files', () => {
  it('permissions are returned only when requested, and only what was requested', async () => {
    const world = await aWorld();
    const path = `/2.0/files/${world.file.id}`;
    const standard = (await world.call('GET', path)).body;
    expect(standard).toMatchObject({
      name: 'Lease.pdf',
      parent: { id: world.folder.id },
      item_status: 'active',
    });
    expect(standard).not.toHaveProperty('permissions');
    const asked = (await world.call('GET', `${path}?fields=name,permissions`)).body;
    expect(Object.keys(asked).sort()).toEqual(['etag', 'id', 'name', 'permissions', 'type']);
    expect((await world.call('GET', `${path}?fields=nme`)).status).toBe(400);
    const rare = (await world.call('GET', `${path}?fields=lock,tags,metadata.global.properties`)).body;
    expect(Object.keys(rare).sort()).toEqual(['etag', 'id', 'type']);
    expect((await world.call('GET', `${path}?feilds=name`)).status).toBe(400);
  });

  it('an unshared file is hidden, and a trashed one is reported as trashed', async () => {
    const world = await aWorld();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const get = () =>
      world.call('GET', `/2.0/files/${world.file.id}?fields=permissions`, { token: cy.token });
    expect((await get()).body.code).toBe('not_found');
    world.box.shareFolder(world.folder, { with: cy, canDownload: false });
    expect((await get()).body.permissions).toMatchObject({ can_download: false, can_upload: false });
    world.box.trashFile(world.file);
    expect((await get()).body).toMatchObject({ status: 404, code: 'trashed' });
    world.box.deleteFile(world.file);
    expect((await get()).body.code).toBe('not_found');
  });

  it('a download redirects to an address that needs no token and expires', async () => {
    const world = await aWorld();
    const path = `/2.0/files/${world.file.id}/content`;
    const first = await world.call('GET', path);
    expect([first.status, first.body]).toEqual([302, '']);
    const location = first.headers.get('location') ?? '';
    const bytes = Buffer.from(await (await fetch(location)).arrayBuffer());
    expect((await readPdf(bytes)).text).toContain('Lease.pdf');
    world.pass(15 * 60_000);
    expect((await fetch(location)).status).toBe(404);
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    world.box.shareFile(world.file, { with: cy, canDownload: false });
    expect((await world.call('GET', path, { token: cy.token })).status).toBe(403);
    await expect(world.box.person('cy@acme.com').downloads(world.file.id)).rejects.toThrow('access_denied');
  });

  it('a file that the client already has is not sent again', async () => {
    const world = await aWorld();
    const { id } = world.box.addFile(world.ana, { name: 'a.txt', content: '0123456789' });
    const headers = (etag: string) => ({ headers: { 'if-none-match': etag } });
    for (const path of [`/2.0/files/${id}`, `/2.0/folders/${world.folder.id}`]) {
      expect(await world.call('GET', path, headers('0'))).toMatchObject({ status: 304, body: '' });
      expect((await world.call('GET', path, headers('1'))).status).toBe(200);
    }
    const location = (await world.call('GET', `/2.0/files/${id}/content`)).headers.get('location') ?? '';
    const part = async (range: string) => {
      const response = await fetch(location, { headers: { range } });
      return [response.status, response.headers.get('content-range'), await response.text()];
    };
    expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234']);
    expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789']);
    expect(await part('bytes=-2')).toEqual([206, 'bytes 8-9/10', '89']);
    expect((await part('bytes=10-')).slice(0, 2)).toEqual([416, 'bytes */10']);
  });

  it('bytes are returned as they were given', async () => {
    const world = await aWorld();
    const { id } = world.box.addFile(world.ana, { name: 'a.txt', content: 'Grüße' });
    expect((await world.box.person('ana@acme.com').downloads(id)).toString()).toBe('Grüße');
    const file = (await world.call('GET', `/2.0/files/${id}`)).body;
    expect([file.size, file.sha1]).toEqual([7, 'f649751d6e1bb46f8c86a8e0300237c33df07074']);
  });
});

describe('folders and links', () => {
  it('a folder says whether files may be added', async () => {
    const world = await aWorld();
    const closed = world.box.addFolder(world.ana, { name: 'Closed', canUpload: false });
    const can = async (id: string) =>
      (await world.call('GET', `/2.0/folders/${id}?fields=permissions`)).body.permissions.can_upload;
    expect([await can(world.folder.id), await can(closed.id), await can('0')]).toEqual([true, false, true]);
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const path = `/2.0/folders/${world.folder.id}`;
    expect((await world.call('GET', path, { token: cy.token })).status).toBe(404);
  });

  it('a folder’s items are listed page by page, folders first', async () => {
    const world = await aWorld();
    world.box.addFolder(world.ana, { name: 'Older', parent: world.folder });
    world.box.addFile(world.ana, { name: 'annex.pdf', folder: world.folder });
    const list = async (query: string) =>
      (await world.call('GET', `/2.0/folders/${world.folder.id}${query}`)).body.item_collection;
    const names = async (query: string) =>
      (await list(query)).entries.map(({ name }: { name: string }) => name);
    expect(await names('')).toEqual(['Older', 'annex.pdf', 'Lease.pdf']);
    expect(await names('?direction=DESC')).toEqual(['Older', 'Lease.pdf', 'annex.pdf']);
    expect(await list('?offset=1&limit=1')).toMatchObject({ total_count: 3, offset: 1, limit: 1 });
    expect(await names('?offset=1&limit=1')).toEqual(['annex.pdf']);
    expect((await world.call('GET', `/2.0/folders/${world.folder.id}?limit=1001`)).status).toBe(400);
  });

  it('page sizes and offsets that are not whole numbers are refused', async () => {
    const world = await aWorld();
    const { clientId } = world.box.addApp({ enterpriseId: '42' });
    const token = world.box.issueToken({ id: world.box.state.apps[clientId]?.serviceUserId ?? '' });
    const session = { folder_id: world.folder.id, file_name: 'L.pdf', file_size: 30_000_000 };
    const { body } = await world.call('POST', '/api/2.0/files/upload_sessions', { body: session });
    const pages: [path: string, token: string, names: string[]][] = [
      ['/2.0/users', token, ['offset', 'limit']],
      ['/2.0/users?usemarker=true', token, ['marker', 'limit']],
      [`/api/2.0/files/upload_sessions/${body.id}/parts`, world.ana.token, ['offset', 'limit']],
    ];
    for (const [path, as, names] of pages) {
      expect((await world.call('GET', path, { token: as })).status, path).toBe(200);
      for (const query of names.flatMap((name) =>
        ['x', '1.5', '-1', '', '10001'].map((no) => `${name}=${no}`),
      )) {
        const url = `${path}${path.includes('?') ? '&' : '?'}${query}`;
        const refused = await world.call('GET', url, { token: as });
        expect([refused.status, refused.body.code], url).toEqual([400, 'bad_request']);
      }
    }
  });

  it('a shared link needs its password, and other links resolve to nothing', async () => {
    const world = await aWorld();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const resolve = (boxapi?: string) =>
      world.call('GET', '/2.0/shared_items', {
        token: cy.token,
        headers: boxapi === undefined ? {} : { boxapi },
      });
    const plain = world.box.sharedLink(world.file);
    expect((await resolve(`shared_link=${plain}`)).body).toMatchObject({ type: 'file', id: world.file.id });
    expect((await resolve(`shared_link=${plain.replace('app.', 'acme.app.')}`)).status).toBe(200);
    expect((await resolve(`shared_link=${plain.replace('box.com', 'evilbox.com')}`)).status).toBe(404);
    expect((await resolve(`shared_link=${plain.replace('https', 'http')}`)).status).toBe(404);
    expect((await resolve(plain)).status).toBe(400);
    expect((await resolve()).status).toBe(400);
    const custom = world.box.sharedLink(world.folder, { custom: 'deals', password: 'p&w' });
    expect(custom).toBe('https://app.box.com/v/deals');
    const code = 'incorrect_shared_item_password';
    expect((await resolve(`shared_link=${custom}`)).body).toMatchObject({ status: 403, code });
    const encoded = `shared_link=${encodeURIComponent(custom)}&shared_link_password=${encodeURIComponent('p&w')}`;
    expect((await resolve(encoded)).body).toMatchObject({ type: 'folder', id: world.folder.id });
  });

  it('a file or folder shows its link as long as it has one', async () => {
    const world = await aWorld();
    const linkOf = async (kind: string, id: string) =>
      (await world.call('GET', `/2.0/${kind}/${id}`)).body.shared_link;
    expect([await linkOf('files', world.file.id), await linkOf('folders', world.folder.id)]).toEqual([
      null,
      null,
    ]);
    const url = world.box.sharedLink(world.file, { canDownload: false });
    const custom = world.box.sharedLink(world.folder, { custom: 'deals', password: 'p' });
    expect(await linkOf('files', world.file.id)).toMatchObject({
      ...{ url, vanity_url: null, effective_permission: 'can_preview', is_password_enabled: false },
      permissions: { can_preview: true, can_download: false, can_edit: false },
    });
    expect(await linkOf('folders', world.folder.id)).toMatchObject({
      ...{ vanity_url: custom, vanity_name: 'deals', is_password_enabled: true },
    });
  });

  it('a file that only the link opens needs the link in the call', async () => {
    const world = await aWorld();
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    const link = world.box.sharedLink(world.folder, { canDownload: false });
    const path = `/2.0/files/${world.file.id}?fields=permissions`;
    expect((await world.call('GET', path, { token: cy.token })).status).toBe(404);
    const headers = { boxapi: `shared_link=${link}` };
    const { body } = await world.call('GET', path, { token: cy.token, headers });
    expect(body.permissions.can_download).toBe(false);
  });
});
