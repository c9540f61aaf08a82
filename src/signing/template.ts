/**
 * A template of Box Sign: a document with its signers' roles and the fields that can be filled in before it goes out.
 * Says what the form asks for, and why a template cannot be used here. Pure.
 */

/** A part of a template that its author has locked. */
export type TemplateLock = 'subject' | 'message' | 'name' | 'daysValid' | 'fields';

/** A role of the template, in its order. Box matches the signers of a request to roles by their positions. */
export interface TemplateRole {
  /** The author's name for the role; empty: none. Untrusted text, as all texts here. */
  readonly label: string;
  /** Box's role: `signer`, `approver` or `final_copy_reader`. */
  readonly role: string;
  readonly order: number | null;
  /** The role's email address in lower case; null: the person who uses the template names one. */
  readonly email: string | null;
  readonly groupId: string | null;
  /** What the role requires besides an address; null: nothing. */
  readonly needs: 'password' | 'phone' | null;
  readonly mustLogIn: boolean;
}

/** A field of the document that can be filled in before it goes out. */
export interface TemplateTag {
  /** The tag's id: Box's `document_tag_id`. */
  readonly id: string;
  readonly kind: 'text' | 'checkbox' | 'date';
  readonly label: string;
  /** The tag's value as the author filled it in; a ticked checkbox has `yes`, a date is YYYY-MM-DD. */
  readonly value: string;
}

/** A template of Box Sign, as Box describes it. */
export interface Template {
  readonly id: string;
  readonly name: string;
  readonly subject: string;
  readonly message: string;
  /** Days until a request expires; null: never. */
  readonly daysValid: number | null;
  readonly folder: { readonly id: string; readonly name: string } | null;
  readonly locks: readonly TemplateLock[];
  readonly roles: readonly TemplateRole[];
  readonly tags: readonly TemplateTag[];
}

/** The person who was chosen for a role: picked, or typed. */
export interface RolePerson {
  /** Slack user id of a picked person; null: none was picked. */
  readonly slackUserId: string | null;
  /** The email address as typed; empty: none was typed. */
  readonly address: string;
}

/** The template that was chosen in a form, with the people and values that were filled in. */
export interface TemplateChoice {
  readonly id: string;
  readonly name: string;
  /** The template as Box described it when the form was drawn; null: Box has not answered yet. */
  readonly template: Template | null;
  /** The people by the position of their role; `nobodyInRole` for a role whose address is in the template. */
  readonly people: readonly RolePerson[];
  /** The values by the position of their tag; a ticked checkbox has `yes`. */
  readonly values: readonly string[];
}

/** Why a template cannot be used here. */
export type TemplateBarrier = 'password' | 'too_many' | 'nobody';

/**
 * At most this many blocks of the form for roles and tags: Slack accepts 100 blocks in a view, and the form needs the
 * others.
 */
export const mostFields = 60;

/** Nobody was named for a role. */
export const nobodyInRole: RolePerson = { slackUserId: null, address: '' };

/** The value of a ticked checkbox. */
export const ticked = 'yes';

/** A template that was chosen, and that Box has not described yet. */
export function chosenTemplate(id: string, name: string): TemplateChoice {
  return { id, name, template: null, people: [], values: [] };
}

/** Why this template cannot be used here; null: it can. Nobody should type a signer's password into Slack. */
export function barrierOf({ roles, tags, locks }: Template): TemplateBarrier | null {
  const open = roles.filter(({ email }) => email === null);
  if (open.some(({ needs }) => needs === 'password')) return 'password';
  if (roles.every(({ role }) => role === 'final_copy_reader')) return 'nobody';
  const asked = locks.includes('fields') ? 0 : tags.length;
  const phones = open.filter(({ needs }) => needs === 'phone').length;
  return roles.length + open.length + phones + asked > mostFields ? 'too_many' : null;
}

/** The tags that the form asks for. */
export function askedTags({ tags, locks }: Template): readonly TemplateTag[] {
  return locks.includes('fields') ? [] : tags;
}

/** Whether two descriptions of a template have the same roles, tags, locks and presets. */
export function isSameTemplate(one: Template, other: Template): boolean {
  // Field by field: a database may return the fields of an object in another order.
  const described = ({ roles, tags, locks, subject, message, daysValid, folder }: Template): string =>
    JSON.stringify([
      [subject, message, daysValid, folder?.id ?? null],
      roles.map(({ label, role, order, email, groupId, needs, mustLogIn }) => [
        [label, role, order, email],
        [groupId, needs, mustLogIn],
      ]),
      tags.map(({ id, kind, label, value }) => [id, kind, label, value]),
      [...locks].sort(),
    ]);
  return described(one) === described(other);
}

/**
 * The choice with Box's new description of the template. Filled-in people and values are kept for roles and tags that
 * still exist.
 */
export function withDescription(choice: TemplateChoice, template: Template): TemplateChoice {
  const before = choice.template;
  return {
    id: template.id,
    name: template.name,
    template,
    people: template.roles.map((role, index) => {
      const former = before === null ? index : formerPlace(before, role, index);
      return (role.email === null ? choice.people[former] : undefined) ?? nobodyInRole;
    }),
    values: template.tags.map((tag, index) => {
      const former =
        before === null ? index : before.tags.findIndex(({ id, kind }) => id === tag.id && kind === tag.kind);
      const kept = choice.values[former] ?? tag.value;
      // Box cannot empty what the author has filled in.
      return kept === '' && tag.kind !== 'checkbox' ? tag.value : kept;
    }),
  };
}

/**
 * The index that a role had in the earlier version of the template: the same index if the role there has the same label
 * and kind, else that of the only such role, else -1.
 */
function formerPlace(before: Template, { label, role }: TemplateRole, index: number): number {
  const isSame = (other: TemplateRole | undefined): boolean => other?.label === label && other.role === role;
  if (isSame(before.roles[index])) return index;
  const places = before.roles.flatMap((other, place) => (isSame(other) ? [place] : []));
  return places.length === 1 ? (places[0] ?? -1) : -1;
}
