/** Turns the people who were chosen for a template's roles into signers, in the template's order. Pure. */
import { isSameAddress } from './address.ts';
import type { TemplateField } from './form.ts';
import { quoted } from './quote.ts';
import { readAddresses } from './read-addresses.ts';
import type { FieldRefusal } from './refusals.ts';
import type { Signer } from './sign-request.ts';
import { commonSignerFields, type SignerContext } from './signer-choices.ts';
import { newSigner, refusalOfAddresses } from './signers.ts';
import { nobodyInRole, type RolePerson, type TemplateChoice, type TemplateRole } from './template.ts';

/** The field of a role, by its position. */
export function roleField(index: number): `role_${number}` {
  return `role_${index}`;
}

/** The field of the phone number of a role. */
export function phoneField(index: number): `role_${number}_phone` {
  return `${roleField(index)}_phone`;
}

/** The person in a role; null: none was chosen yet, or the typed address cannot be read. */
export function personInRole({ template, people }: TemplateChoice, index: number): Who | null {
  const role = template?.roles[index];
  const read = role ? readPerson(role, people[index] ?? nobodyInRole) : null;
  return read === null || 'code' in read ? null : read;
}

/** The signers by position, or what is wrong with them, by field. */
export function readRoles(
  chosen: TemplateChoice | null,
): { readonly signers: readonly Signer[] } | { readonly refusals: Record<TemplateField, FieldRefusal> } {
  const { template, people } = chosen ?? { template: null, people: [] };
  const refusals: Record<TemplateField, FieldRefusal> = {};
  const signers: Signer[] = [];
  const roles = template?.roles ?? [];
  for (const [index, role] of roles.entries()) {
    const read = readPerson(role, people[index] ?? nobodyInRole);
    if ('code' in read) {
      refusals[roleField(index)] = read;
      continue;
    }
    // An address in the template may come later in the order. The refusal is shown at the typed one, which can be
    // changed.
    const others = [...signers, ...roles.slice(index + 1).map(({ email }) => ({ slackUserId: null, email }))];
    if (role.email === null && others.some((other) => isSamePerson(other, read)))
      refusals[roleField(index)] = { code: 'signer_twice', text: quoted(read.email ?? '') };
    signers.push(signerIn(role, read));
  }
  return Object.keys(refusals).length > 0 ? { refusals } : { signers };
}

type Who = Pick<Signer, 'slackUserId' | 'email'>;

/** Whether both are the same person in Slack, or have the same address. */
export function isSamePerson(one: Who, other: Who): boolean {
  if (one.slackUserId !== null && one.slackUserId === other.slackUserId) return true;
  return one.email !== null && isSameAddress(one.email, other.email);
}

function readPerson({ email }: TemplateRole, { slackUserId, address }: RolePerson): Who | FieldRefusal {
  if (email !== null) return { slackUserId: null, email };
  const read = readAddresses(address);
  const refusal = refusalOfAddresses(read);
  if (refusal !== null) return refusal;
  const { addresses } = read;
  if (addresses.length + (slackUserId === null ? 0 : 1) > 1) return { code: 'role_taken_twice' };
  if (slackUserId !== null) return { slackUserId, email: null };
  const [typed] = addresses;
  return typed === undefined ? { code: 'role_missing' } : { slackUserId: null, email: typed };
}

function signerIn({ label, role, order, groupId, mustLogIn, needs, email }: TemplateRole, who: Who): Signer {
  return {
    ...newSigner(who),
    role,
    order,
    ...(label === '' ? {} : { label }),
    ...(groupId === null ? {} : { groupId }),
    ...(mustLogIn ? { check: 'login' as const } : {}),
    // A template that has the address has the phone number as well.
    ...(needs === 'phone' && email === null ? { check: 'phone' as const } : {}),
  };
}

/** The fields of a template's signer in Box's create call: the role, and what the template does not have. */
export function boxRoleOf(
  { role, email: stored, needs }: TemplateRole,
  signer: Signer,
  context: SignerContext,
): object {
  const lacksPhone = stored === null && needs === 'phone';
  return {
    ...(stored === null ? { email: signer.email ?? '' } : {}),
    role,
    ...(lacksPhone ? { verification_method: { type: 'phone', phone_number: context.phone } } : {}),
    ...commonSignerFields(signer, context),
  };
}
