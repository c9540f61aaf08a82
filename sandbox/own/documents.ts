/** What lies in Box when a sandbox starts for the first time: Ana's account with documents worth signing. */
import type { SandboxBox } from '../box/server.ts';

export interface Documents {
  /** Ana's developer token at Box. */
  readonly token: string;
  /** The document to try first. */
  readonly url: string;
}

const login = 'ana@acme.com';

/** Made once, found again at the next run. */
export function documentsOf(box: SandboxBox): Documents {
  const known = Object.values(box.state.users).find((user) => user.login === login);
  const token = Object.entries(box.state.tokens).find(([, { userId }]) => userId === known?.id)?.[0];
  const file = Object.values(box.state.files).find((each) => each.ownerId === known?.id);
  if (known && token && file) return { token, url: `https://app.box.com/file/${file.id}` };
  const ana = box.addUser({ login, name: 'Ana Alvarez' });
  const contracts = box.addFolder(ana, { name: 'Contracts' });
  const nda = box.addFile(ana, { name: 'NDA Acme.pdf', folder: contracts });
  box.addFile(ana, { name: 'Offer letter.pdf', folder: contracts });
  return { token: ana.token, url: nda.url };
}
