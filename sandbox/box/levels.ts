/** A user's access level on a sign request. A user who may see its sign files may see the request. */
import { canSeeFile, canUploadTo, fileExists } from './items.ts';
import type { BoxState, StoredSignRequest, User } from './state.ts';

/** True when every file of the request exists. Otherwise the request has vanished, for its signers too. */
export function hasItsFiles(state: BoxState, { signFileIds }: StoredSignRequest): boolean {
  return signFileIds.every((id) => fileExists(state, id));
}

/** What a user may do with a sign request. */
export type Level = 'owner' | 'editor' | 'viewer';

/**
 * `owner` for the sender. For users who see the sign files: `editor` when they may upload to the request's folder, else
 * `viewer`. Null when the request is gone or the user cannot see it.
 */
export function levelOf(state: BoxState, request: StoredSignRequest, user: User): Level | null {
  const folder = state.folders[request.folderId];
  const isThere = folder !== undefined && !folder.deleted && hasItsFiles(state, request);
  if (!isThere) return null;
  if (request.senderId === user.id) return 'owner';
  if (!request.signFileIds.every((id) => canSeeFile(state, id, user))) return null;
  return canUploadTo(state, request.folderId, user) ? 'editor' : 'viewer';
}
