/** The entries of the menu of templates: the person's own in Box whose names have the typed words. */
import { listTemplates } from '../../box/templates.ts';
import { namedWith } from '../../signing/find.ts';
import type { MenuEntries, OptionsPayload } from '../../slack/payloads.ts';
import { searchNote, templateEntry } from '../../views/document-blocks.ts';
import type { Services } from '../services.ts';
import { findInBox } from './find-in-box.ts';

/** Slack's limit for the number of entries of a menu. */
const maxEntries = 100;

/** Returns the entries of the form's menu Template. */
export function findTemplate(services: Services, payload: OptionsPayload): Promise<MenuEntries> {
  return findInBox(services, payload, {
    notes: (t) => ({ ...t.template.notes, badLink: t.template.notes.refused }),
    find: async ({ session, t }) => {
      const all = await listTemplates(session);
      if (all.length === 0) return [searchNote(t.template.notes.none)];
      const entries = sortedByName(namedWith(all, payload.typed)).flatMap(
        (template) => templateEntry(template, t) ?? [],
      );
      return entries.length === 0 ? [searchNote(t.template.notes.noMatch)] : entries.slice(0, maxEntries);
    },
  });
}

/** Sorts templates by name, since Box documents no order. */
export function sortedByName<T extends { readonly name: string }>(templates: readonly T[]): T[] {
  return [...templates].sort((one, other) => one.name.localeCompare(other.name));
}
