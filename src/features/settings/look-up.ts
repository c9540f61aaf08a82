/**
 * Looks up folders and user groups that were chosen in settings, in Box and Slack, before they are stored with their
 * names: a payload may contain any id. Choices that are stored already are not looked up again, so that the rest can be
 * saved even if they no longer exist.
 */
import { getFolder } from '../../box/files.ts';
import type { BoxSession } from '../../box/session.ts';
import { OutsideFailure } from '../../failure.ts';
import { noChoice } from '../../signing/options.ts';
import {
  type Picked,
  type PicksSetting,
  type SettingId,
  type SettingValue,
  type SettingValues,
  settingRows,
} from '../../signing/settings.ts';
import { nameOr } from '../../views/blocks.ts';
import { allowedFolderRefusal } from '../create/rules.ts';
import type { Member } from '../rights/members.ts';
import { groupsOf } from '../rights/senders.ts';
import type { Services } from '../services.ts';

type Values = Readonly<Partial<Record<SettingId, SettingValue>>>;
type Why = keyof Member['t']['settings']['refused'];
type LookedUp = Picked | { readonly why: Why };

/**
 * The choices with their names, and a sentence for each field at which something is wrong.
 *
 * @param deadline until when answers are awaited, on the clock of `performance.now()`; all fields are looked up in
 * parallel
 */
export async function lookUpPicks(
  services: Services,
  member: Member,
  chosen: Values,
  before: SettingValues,
  deadline: number,
): Promise<{ readonly picks: Values; readonly errors: Readonly<Record<string, string>> }> {
  const picks: Partial<Record<SettingId, readonly Picked[]>> = {};
  const errors: Record<string, string> = {};
  const lookUpField = async ([id, row]: (typeof settingRows)[number]): Promise<void> => {
    const picked = chosen[id] as readonly Picked[] | undefined;
    if (row.kind !== 'picks' || picked === undefined) return;
    const known = before[id] as readonly Picked[];
    const asked = lookUpAll(services, member, row, picked, known, before);
    const found = await within(deadline - performance.now(), asked);
    const wrong = found.filter((one) => 'why' in one);
    const [first] = wrong;
    if (first === undefined) picks[id] = found as Picked[];
    else {
      const names = picked.flatMap(({ id: pickedId, name }, at) =>
        found[at] === first || isSameWhy(found[at], first) ? [nameOr(name, pickedId)] : [],
      );
      errors[id] = member.t.settings.refused[first.why](names);
    }
  };
  await Promise.all(settingRows.map(lookUpField));
  return { picks, errors };
}

function isSameWhy(one: LookedUp | undefined, other: { readonly why: Why }): boolean {
  return one !== undefined && 'why' in one && one.why === other.why;
}

/** The results; when Box or Slack does not answer in time, a result that says so. */
async function within(ms: number, asked: Promise<LookedUp[]>): Promise<LookedUp[]> {
  const late = new Promise<LookedUp[]>((resolve) => {
    setTimeout(() => resolve([{ why: 'silent' }]), ms).unref();
  });
  return Promise.race([asked, late]);
}

async function lookUpAll(
  services: Services,
  member: Member,
  row: PicksSetting,
  picked: readonly Picked[],
  known: readonly Picked[],
  before: SettingValues,
): Promise<LookedUp[]> {
  // The person chose an entry that is only a note, such as "nothing found". Saving the setting without it would differ
  // from what the field shows: with no user group, everyone may send.
  if (picked.some(({ id }) => id === noChoice)) return [{ why: 'only_a_note' }];
  const isKnown = ({ id }: Picked) => known.some((one) => one.id === id);
  const asStored = (one: Picked) => known.find(({ id }) => id === one.id) ?? one;
  if (picked.every(isKnown)) return picked.map(asStored);
  try {
    if (row.of === 'group') return await lookUpGroups(services, member, picked, asStored);
    const session = await services.box.sessionFor(member.tenant, member.person.userId);
    if (!session) return [{ why: 'not_connected' }];
    return await Promise.all(
      picked.map(async (one) =>
        isKnown(one) ? asStored(one) : lookUpFolder(session, one, row.whose === 'person' ? before : null),
      ),
    );
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info({ failure: error.message }, 'what was chosen in settings could not be looked up');
    return [{ why: 'silent' }];
  }
}

async function lookUpGroups(
  services: Services,
  { tenant }: Member,
  picked: readonly Picked[],
  asStored: (one: Picked) => Picked,
): Promise<LookedUp[]> {
  const groups = await groupsOf(services, tenant);
  return picked.map((one) => {
    const group = groups.find(({ id }) => id === one.id);
    if (group) return { id: group.id, name: group.name };
    // A stored group that was deleted since may stay; nobody can send through it.
    return asStored(one) === one ? { why: 'group_not_found' } : asStored(one);
  });
}

/**
 * Looks up a folder; refuses Box's top folder.
 * @param rules for a folder of the person's own requests: these rules must allow it, and the person must be able to add
 * files. Null: the folder only has to exist.
 */
async function lookUpFolder(
  session: BoxSession,
  { id }: Picked,
  rules: SettingValues | null,
): Promise<LookedUp> {
  if (id === '0') return { why: 'root' };
  if (!/^\d+$/.test(id)) return { why: 'folder_not_found' };
  try {
    const folder = await getFolder(session, id);
    if (rules === null) return { id: folder.id, name: folder.name };
    if (!folder.canUpload) return { why: 'folder_not_writable' };
    if (await allowedFolderRefusal(session, id, rules)) return { why: 'folder_not_allowed' };
    return { id: folder.id, name: folder.name };
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    return { why: 'folder_not_found' };
  }
}
