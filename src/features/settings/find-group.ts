/** The entries of the menu of user groups, for admins: the groups whose names or handles have the typed words. */
import { OutsideFailure } from '../../failure.ts';
import { namedWith } from '../../signing/find.ts';
import type { MenuEntries, OptionsPayload } from '../../slack/payloads.ts';
import { searchNote } from '../../views/document-blocks.ts';
import { groupEntry } from '../../views/group-field.ts';
import { isAdmin } from '../rights/admins.ts';
import { listedForMember } from '../rights/members.ts';
import { groupsOf } from '../rights/senders.ts';
import type { Services } from '../services.ts';
import { hasScopeOf } from './read.ts';

/** Slack's limit for the number of entries of a menu. */
const mostEntries = 100;

/** Returns the entries of the menu `Who may send`; none for a person who is not an admin. */
export function findGroup(services: Services, payload: OptionsPayload): Promise<MenuEntries> {
  return listedForMember(services, payload, async (member) => {
    const { tenant, t } = member;
    const { groupNotes } = t.settings;
    if (!(await isAdmin(services, member))) return [];
    if (!hasScopeOf(services)('usergroups:read')) return [searchNote(groupNotes.notGranted)];
    try {
      const groups = await groupsOf(services, tenant);
      const searched = groups.map((group) => ({
        ...group,
        title: group.name,
        name: `${group.name} ${group.handle}`,
      }));
      const entries = namedWith(searched, payload.typed).flatMap(
        ({ id, title, handle }) => groupEntry({ id, name: title, handle }) ?? [],
      );
      return entries.length === 0 ? [searchNote(groupNotes.none)] : entries.slice(0, mostEntries);
    } catch (error) {
      if (!(error instanceof OutsideFailure)) throw error;
      services.log.info({ failure: error.message }, 'user groups could not be listed');
      return [searchNote(error.kind === 'final' ? groupNotes.notGranted : groupNotes.silent)];
    }
  });
}
