import { describe, expect, it } from 'vitest';
import { getFile, getFolder, resolveSharedLink } from '../../../src/box/files.ts';
import { sharedLinkHeader } from '../../../src/box/shared-link.ts';
import { boxError, cannedBox } from './canned-box.ts';

const file = {
  type: 'file',
  id: '12',
  name: 'NDA.DOCX',
  extension: 'DOCX',
  permissions: { can_download: true, can_upload: true },
  parent: { type: 'folder', id: '45', name: 'Contracts' },
  modified_at: '2026-11-20T10:00:00-08:00',
  trashed_at: null,
  item_status: 'active',
};

describe('a file', () => {
  it('a file is read in one call', async () => {
    const box = await cannedBox({ body: file });
    expect(await getFile(box.session, { fileId: '12' })).toEqual({
      id: '12',
      name: 'NDA.DOCX',
      extension: 'docx',
      canDownload: true,
      parent: { id: '45', name: 'Contracts' },
      modifiedAt: Date.parse('2026-11-20T18:00:00Z'),
      isTrashed: false,
    });
    expect(box.received).toHaveLength(1);
    expect(box.received[0]?.path).toBe('/2.0/files/12');
    expect(box.received[0]?.query.get('fields')).toBe(
      'name,extension,permissions,parent,modified_at,trashed_at,item_status',
    );
    expect(box.received[0]?.headers['boxapi']).toBeUndefined();
  });

  it('a file can be reached through its shared link', async () => {
    const box = await cannedBox({ body: file });
    await getFile(box.session, { fileId: '12', sharedLink: 'https://app.box.com/s/abc' });
    expect(box.received[0]?.headers['boxapi']).toBe('shared_link=https://app.box.com/s/abc');
  });

  it('a file with missing or odd fields is read, without permissions', async () => {
    const bare = await cannedBox({ body: { id: '12', permissions: 'all', parent: null } });
    expect(await getFile(bare.session, { fileId: '12' })).toMatchObject({
      name: '12',
      extension: '',
      canDownload: false,
      parent: null,
      modifiedAt: null,
    });
    const named = await cannedBox({ body: { id: '12', name: 'a.b.Pdf' } });
    expect((await getFile(named.session, { fileId: '12' })).extension).toBe('pdf');
  });

  it.each([{ trashed_at: '2026-11-20T10:00:00Z' }, { item_status: 'trashed' }, { item_status: 'deleted' }])(
    'a file is in the trash: %j',
    async (fields) => {
      const box = await cannedBox({ body: { ...file, ...fields } });
      expect((await getFile(box.session, { fileId: '12' })).isTrashed).toBe(true);
    },
  );
});

describe('a shared link', () => {
  it.each(['file', 'folder', 'web_link'])('a shared link can lead to a %s', async (type) => {
    const box = await cannedBox({ body: { type, id: '9', name: 'Offer' } });
    const item = await resolveSharedLink(box.session, 'https://acme.box.com/s/abc?x=1');
    expect(item).toEqual({ type, id: '9', name: 'Offer' });
    expect(box.received[0]).toMatchObject({ method: 'GET', path: '/2.0/shared_items' });
    expect(box.received[0]?.headers['boxapi']).toBe('shared_link=https://acme.box.com/s/abc');
  });

  it('a shared link to an unknown kind of item is refused as final', async () => {
    const box = await cannedBox({ body: { type: 'hub', id: '9' } });
    await expect(resolveSharedLink(box.session, 'https://app.box.com/s/abc')).rejects.toMatchObject({
      kind: 'final',
      reason: 'unknown_item_type',
    });
  });

  it('a refusal because of a password is recognised', async () => {
    const box = await cannedBox(boxError(403, 'incorrect_shared_item_password'));
    await expect(resolveSharedLink(box.session, 'https://app.box.com/s/abc')).rejects.toMatchObject({
      reason: 'incorrect_shared_item_password',
      status: 403,
    });
  });

  it('a link cannot put anything else into the header', async () => {
    expect(sharedLinkHeader('https://app.box.com/s/a&shared_link_password=x\r\nX-Evil: 1', 'x')).toBe(
      'shared_link=https://app.box.com/s/a%26shared_link_password=xX-Evil:%201',
    );
    const box = await cannedBox({ body: {} });
    for (const link of ['', 'javascript:alert(1)', 'abc']) {
      await expect(resolveSharedLink(box.session, link)).rejects.toMatchObject({ kind: 'final' });
      if (link !== '') {
        await expect(getFile(box.session, { fileId: '1', sharedLink: link })).rejects.toMatchObject({
          reason: 'bad_shared_link',
        });
      }
    }
    expect(box.received).toHaveLength(0);
  });
});

describe('a folder', () => {
  it.each([
    [{ can_upload: true }, true],
    [{ can_upload: false }, false],
    [null, false],
  ])('the folder says whether files may be uploaded: %j', async (permissions, canUpload) => {
    const box = await cannedBox({ body: { type: 'folder', id: '45', name: 'Contracts', permissions } });
    expect(await getFolder(box.session, '45')).toEqual({ id: '45', name: 'Contracts', canUpload });
    expect(box.received[0]?.path).toBe('/2.0/folders/45');
    expect(box.received[0]?.query.get('fields')).toBe('name,permissions');
  });
});
