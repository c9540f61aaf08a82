/** What a user is to a sign request. Requests of others are seen through their files. */
import { canSeeFile, canUploadTo, fileExists } from './items.ts';
import type { BoxState, StoredSignRequest, User } from './state.ts';

export type Level = 'owner' | 'editor' | 'viewer';

/**
 * `owner` of one's own requests; by seeing the sign files `editor` of those whose folder takes files from this user,
 * `viewer` of the others; null when invisible or gone.
 */
export function levelOf(state: BoxState, request: StoredSignRequest, user: User): Level | null {
  const folder = state.folders[request.folderId];
  const isThere =
    folder !== undefined && !folder.deleted && request.signFileIds.every((id) => fileExists(state, id));
  if (!isThere) return null;
  if (request.senderId === user.id) return 'owner';
  if (!request.signFileIds.every((id) => canSeeFile(state, id, user))) return null;
  return canUploadTo(state, request.folderId, user) ? 'editor' : 'viewer';
}
