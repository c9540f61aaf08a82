/** Refusals of uploads, and of a new folder, caused with Box's own SDK. */
import { Readable } from 'node:stream';
import type { BoxClient } from 'box-typescript-sdk-gen';
import type { SeededUser } from '../../sandbox/box/seed.ts';
import type { SandboxBox } from '../../sandbox/box/server.ts';

/** Calls that Box must refuse. Each key ends with the expected HTTP status. */
export function refusedUploads(
  box: SandboxBox,
  ana: SeededUser,
  client: BoxClient,
): Readonly<Record<string, () => Promise<unknown>>> {
  const folder = box.addFolder(ana, { name: 'Uploads' });
  box.addFile(ana, { name: 'Taken.pdf', folder });
  const about = (name: string, size = 10, id = folder.id) => ({ name, size, parent: { id } });
  const user = box.state.users[ana.id];
  if (user === undefined) throw new Error('no such user');
  const check = (name: string, size?: number, id?: string) => () =>
    client.uploads.preflightFileUploadCheck(about(name, size, id));
  return {
    409: check('TAKEN.pdf'),
    400: check('a/b.pdf'),
    404: check('Fine.pdf', 10, '999'),
    403: async () => {
      user.quota = 5;
      await check('Full.pdf')().finally(() => {
        delete user.quota;
      });
    },
    413: async () => {
      user.maxUpload = 5;
      await check('Large.pdf')().finally(() => {
        delete user.maxUpload;
      });
    },
    'a name that was taken meanwhile: 409': () =>
      client.uploads.uploadFile({ attributes: about('Taken.pdf'), file: Readable.from(Buffer.from('x')) }),
    'a folder that is there: 409': () =>
      client.folders.createFolder({ name: 'uploads', parent: { id: '0' } }),
    'too small for parts: 400': () =>
      client.chunkedUploads.createFileUploadSession({
        folderId: folder.id,
        fileName: 'S.pdf',
        fileSize: 100,
      }),
    'a session that is not there: 404': () => client.chunkedUploads.deleteFileUploadSessionById('none'),
  };
}
