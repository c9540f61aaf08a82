/** What is in Box when a sandbox starts for the first time: people's accounts, with documents to sign. */
import type { SandboxBox } from '../box/server.ts';
import { addTemplates } from './templates.ts';

const login = 'ana@acme.com';

/** Creates the sandbox's documents in Box at the first run. Returns the URL of the one to try first. */
export function ensureDocuments(box: SandboxBox): string {
  const known = Object.values(box.state.users).find((user) => user.login === login);
  const files = Object.values(box.state.files).filter(({ ownerId }) => ownerId === known?.id);
  const file = files.find(({ trashedAt }) => trashedAt === null) ?? files[0];
  if (known && file) return `https://app.box.com/file/${file.id}`;
  const ana = box.addUser({ login, name: 'Ana Ruiz' });
  const others = colleagues.map((one) => ({
    ...one,
    user: box.addUser({ login: one.address, name: one.name }),
  }));
  const contracts = box.addFolder(ana, { name: 'Contracts' });
  const nda = box.addFile(ana, { name: 'NDA Acme.pdf', folder: contracts, lines: agreement });
  box.addFile(ana, { name: 'Offer letter.pdf', folder: contracts, lines: offer });
  for (const { user, document, lines } of others) box.addFile(user, { name: document, lines });
  addTemplates(box, ana, contracts);
  return nda.url;
}

const agreement = [
  'NON-DISCLOSURE AGREEMENT',
  '',
  'between Acme Ltd, 12 Harbour Street ("Acme"), and the person or company signing below (the "Partner").',
  '',
  '1. What this is about. Acme and the Partner want to talk about working together. In these talks each ' +
    'will learn things about the other that are not known to the public.',
  '',
  '2. What is confidential. Everything that one side tells or shows the other in these talks, in whatever ' +
    "form, unless it was public before, or becomes public through nobody's breach of this agreement.",
  '',
  '3. What each side does. It uses what it learns for these talks alone, shows it only to those of its own ' +
    'people who need it, and keeps it as carefully as its own secrets.',
  '',
  '4. How long. Two years from the last signature. At the end of the talks each side gives back or destroys ' +
    'what it received, if the other asks for it.',
  '',
  '5. Disclosure that the law demands is allowed. The other side is told first where that is permitted.',
  '',
  'For the Partner',
  '',
  '',
  'Signature: ______________________      Date: ______________',
];

const offer = [
  'Acme Ltd, 12 Harbour Street',
  '',
  'OFFER OF EMPLOYMENT',
  '',
  'We are glad to offer you a place with us as Contract Manager, from the first of next month, in our ' +
    'office at the harbour or from home, as you like it best.',
  '',
  'You work 38 hours a week and have 28 days off a year. The first three months are for both sides to find ' +
    'out whether this is right.',
  '',
  'Please sign below if you accept. We look forward to working with you.',
  '',
  '',
  'Signature: ______________________      Date: ______________',
];

const purchase = [
  'PURCHASE ORDER',
  '',
  'Acme Ltd, 12 Harbour Street, orders 40 office chairs with arm rests, to be delivered to the entrance at ' +
    'the harbour within three weeks.',
  '',
  'Payment within 30 days of delivery.',
  '',
  '',
  'Signature: ______________________      Date: ______________',
];

const lease = [
  'LEASE OF A MEETING ROOM',
  '',
  'Acme Ltd, 12 Harbour Street, takes the room on the second floor on every Tuesday of the next six months.',
  '',
  'Whoever uses it leaves it as it was found.',
  '',
  '',
  'Signature: ______________________      Date: ______________',
];

const colleagues = [
  { address: 'bo@acme.com', name: 'Bo Lee', document: 'Purchase order.pdf', lines: purchase },
  { address: 'cy@acme.com', name: 'Cy Ng', document: 'Lease.pdf', lines: lease },
];
