/**
 * What the form shows for a template: a person for each of its roles, a field for each of its tags, and its presets.
 */
import type { InputBlock, KnownBlock } from '@slack/types';
import type { Phone } from '../signing/form.ts';
import { refersTo } from '../signing/signer-choices.ts';
import {
  askedTags,
  barrierOf,
  nobodyInRole,
  type Template,
  type TemplateChoice,
  type TemplateRole,
  type TemplateTag,
  ticked,
} from '../signing/template.ts';
import { personInRole, phoneField, roleField } from '../signing/template-people.ts';
import { longestValue, tagField } from '../signing/template-values.ts';
import { actions } from './actions.ts';
import { shownAddress } from './address.ts';
import {
  button,
  context,
  menuOption,
  nameLimit,
  nameOr,
  phraseLeaves,
  richText,
  section,
  titleLeaf,
} from './blocks.ts';
import { clean, cleanLines } from './clean.ts';
import { checkboxInput, checkedValue, dateInput, personInput, textInput } from './inputs.ts';
import { needsPhone, personBlockId, shownValue, templateActions, templateBlockId } from './template-form.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

const longestAddress = 300;
const longestPhone = 50;
/** Longest part of the template's own message that the form shows, in characters. */
const longestMessage = 300;
/**
 * The address of Box's web app, where people find their templates; Box documents no address for that page.
 */
const boxAddress = 'https://app.box.com/';

/**
 * The blocks below the menu in which the template was chosen.
 *
 * @param isRefused whether the form came back with a refusal, so that Box is not being asked about the template
 */
export function templateBlocks(
  choice: TemplateChoice | null,
  phones: readonly Phone[],
  t: Texts,
  isRefused = false,
): KnownBlock[] {
  if (choice === null) return [];
  const { template } = choice;
  if (template === null) {
    const again = button({ action: actions.templateAgain, label: t.template.askAgain });
    return [section(isRefused ? t.template.notRead : t.template.asking, again)];
  }
  const barrier = barrierOf(template);
  if (barrier !== null) {
    const open = button({ action: actions.goToBox, label: t.template.openBox, url: boxAddress });
    return [section(t.template.barrier[barrier], open)];
  }
  const facts = factLines(template, t);
  return [
    ...template.roles.flatMap((role, index) => [
      ...roleBlocks(choice, template, role, index, t),
      ...phoneBlocks(choice, template, index, phones, t),
    ]),
    ...askedTags(template).map((tag, index) => tagInput(choice, template, tag, index, t)),
    ...(facts.length === 0
      ? []
      : [
          richText([
            [titleLeaf(t.template.facts.heading, null)],
            ...facts.map((line) => phraseLeaves(line, t)),
          ]),
        ]),
    ...(template.locks.includes('fields') && template.tags.length > 0
      ? [context(t.template.fieldsLocked)]
      : []),
  ];
}

function roleBlocks(
  { people }: TemplateChoice,
  template: Template,
  role: TemplateRole,
  index: number,
  t: Texts,
): KnownBlock[] {
  const name = roleName(template, index, t);
  if (role.email !== null) {
    return [richText([phraseLeaves([t.template.fixedRole(name, shownAddress(role.email, 254))], t)])];
  }
  const { slackUserId, address } = people[index] ?? nobodyInRole;
  const person = personInput(
    templateActions.person,
    t.template.colleague(name),
    slackUserId,
    t.template.chooseOne,
  );
  const typed = textInput(templateActions.address, t.template.address(name), address, {
    most: longestAddress,
    placeholder: t.template.addressPlaceholder,
  });
  return [
    { ...person, block_id: personBlockId(index, template.id) },
    { ...typed, block_id: templateBlockId(roleField(index), template.id) },
  ];
}

/**
 * The field for the role's phone number, if the form must ask for one. Phone numbers are stored apart from the form.
 */
function phoneBlocks(
  choice: TemplateChoice,
  template: Template,
  index: number,
  phones: readonly Phone[],
  t: Texts,
): KnownBlock[] {
  if (!needsPhone(template, index)) return [];
  const who = personInRole(choice, index);
  const known = who && phones.find(({ who: key }) => refersTo(key, who))?.number;
  const label = t.signersPage.phoneOf(roleName(template, index, t));
  const input = textInput(templateActions.phone, label, known ?? '', {
    most: longestPhone,
    isRequired: true,
    hint: t.signersPage.phoneHint,
  });
  return [{ ...input, block_id: templateBlockId(phoneField(index), template.id) }];
}

/**
 * The label of a role: the author's, else its number, then what is special about it. Equal labels get a number, too.
 */
function roleName({ roles }: Template, index: number, t: Texts): string {
  const role = roles[index];
  const named = nameOr(role?.label ?? '', '');
  const isTwice = roles.filter(({ label }) => nameOr(label, '') === named).length > 1;
  const name = named === '' ? t.template.roleNumber(index + 1) : isTwice ? `${named} ${index + 1}` : named;
  return t.template.role(name, role ? roleNotes(role, t) : []);
}

function roleNotes({ role, groupId, mustLogIn }: TemplateRole, t: Texts): string[] {
  return [
    ...(role === 'approver' ? [t.template.approves] : []),
    ...(role === 'final_copy_reader' ? [t.template.getsCopy] : []),
    ...(groupId === null ? [] : [t.template.inGroup]),
    ...(mustLogIn ? [t.template.logsIn] : []),
  ];
}

/** The label of a tag: the author's, else the tag's id. Equal labels get a number. */
export function tagName({ tags }: Template, { id, label }: TemplateTag, t: Texts): string {
  const nameIn = (tag: Pick<TemplateTag, 'id' | 'label'>): string =>
    nameOr(tag.label, '') || nameOr(tag.id, t.template.tag);
  const name = nameIn({ id, label });
  const alike = tags.filter((other) => nameIn(other) === name);
  return alike.length > 1 ? `${name} ${alike.findIndex((other) => other.id === id) + 1}` : name;
}

function tagInput(
  { values }: TemplateChoice,
  template: Template,
  tag: TemplateTag,
  index: number,
  t: Texts,
): InputBlock {
  const value = shownValue(tag, values[index] ?? '');
  const block_id = templateBlockId(tagField(index), template.id);
  const name = tagName(template, tag, t);
  const id = templateActions.value;
  if (tag.kind === 'text') return { ...textInput(id, name, value, { most: longestValue }), block_id };
  if (tag.kind === 'date') return { ...dateInput(id, name, value, t.template.datePlaceholder), block_id };
  const tick = menuOption(t.template.tick, checkedValue);
  return { ...checkboxInput(id, name, tick, value === ticked), block_id };
}

/** Lines with the template's presets: subject, message, expiry and folder. */
function factLines({ subject, message, daysValid, folder, locks }: Template, t: Texts): Phrase[] {
  const { facts } = t.template;
  const line = (label: string, value: string, isFixed: boolean): Phrase[] =>
    value === '' ? [] : [t.details.fact(label, [isFixed ? facts.fixed(value) : value])];
  const days = daysValid === null ? '' : t.details.expiresAfter(String(daysValid));
  const isExpiryFixed = locks.includes('daysValid');
  return [
    ...line(facts.subject, clean(subject, nameLimit * 2), locks.includes('subject')),
    ...line(facts.message, cleanLines(message, longestMessage), locks.includes('message')),
    ...line(facts.expires, days || (isExpiryFixed ? facts.never : ''), isExpiryFixed),
    ...line(facts.folder, nameOr(folder?.name ?? null, ''), false),
  ];
}
