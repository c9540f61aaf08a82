/**
 * The entries of the menu of templates: the person's own in Box, by words of their names. Slack waits three seconds, so a
 * slow Box becomes an entry that says so.
 */
import { listTemplates } from '../../box/templates.ts';
import { OutsideFailure } from '../../failure.ts';
import { namedWith } from '../../signing/find.ts';
import type { MenuEntries, OptionsPayload } from '../../slack/payloads.ts';
import { templateEntry, templateNote } from '../../views/document-blocks.ts';
import { createLastWins } from '../last-wins.ts';
import { listedForMember } from '../rights/members.ts';
import type { Services } from '../services.ts';

/** How long (ms) after the request the entry about a slow Box is the answer. */
const answerAfterMs = 2_000;
/** Slack's limit for the entries of a menu. */
const mostEntries = 100;

/** One list at a time for a person: the older ones have no reader. */
const lastWins = createLastWins<MenuEntries>();

/** The menu Template of the form. */
export function findTemplate(services: Services, payload: OptionsPayload): Promise<MenuEntries> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), answerAfterMs).unref();
  });
  return listedForMember(services, payload, async ({ tenant, person, t }) => {
    const session = await services.box.sessionFor(tenant, person.userId);
    if (!session) return [templateNote('notConnected', t)];
    const search = async (): Promise<MenuEntries> => {
      try {
        const all = await listTemplates(session);
        if (all.length === 0) return [templateNote('none', t)];
        const matching = byName(namedWith(all, payload.typed));
        const entries = matching
          .flatMap((template) => templateEntry(template, t) ?? [])
          .slice(0, mostEntries);
        return entries.length === 0 ? [templateNote('noMatch', t)] : entries;
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error;
        services.log.info({ failure: error.message }, 'templates could not be listed');
        return [templateNote(error.kind === 'retry' ? 'slow' : 'refused', t)];
      }
    };
    const key = JSON.stringify([tenant, person.userId]);
    const found = await lastWins(services.store, key, search, late);
    return found === 'overtaken' ? [] : (found ?? [templateNote('slow', t)]);
  });
}

/** Box documents no order of templates. */
export function byName<T extends { readonly name: string }>(templates: readonly T[]): T[] {
  return [...templates].sort((one, other) => one.name.localeCompare(other.name));
}
