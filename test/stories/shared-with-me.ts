/** Requests of others that Box shows to Ana, and how she opens the list with them. */
import type { SeededUser } from '../../sandbox/box/seed.ts';
import type { World } from './world.ts';

const inModal = { in: 'modal' as const };

/** Creates a request of another person in Box, in a folder that is shared with Ana. */
export function sharesWithAna(
  { box }: World,
  owner: SeededUser,
  about: { name: string; as: 'viewer' | 'editor'; to: string; toPrepare?: boolean },
) {
  const folder = box.addFolder(owner, { name: `Folder of ${about.name}` });
  const ana = Object.values(box.state.users).find(({ login }) => login === 'ana@acme.com');
  box.shareFolder(folder, { with: { id: ana?.id ?? '' }, canUpload: about.as === 'editor' });
  const file = box.addFile(owner, { name: `Source of ${about.name}`, folder });
  return box.addSignRequest(owner, { ...about, file, to: [about.to] });
}

/** Ana opens the list of requests shared with her; waits until Box has answered. */
export async function opensShared({ ana }: World): Promise<string> {
  await ana.reloads();
  await ana.types('/sign list');
  await ana.sees(/\nAs of /, inModal);
  await ana.presses('Shared with me');
  return ana.sees(/\nAs of [^\n]*\nRequests of others whose files are shared with you in Box\./, inModal);
}
