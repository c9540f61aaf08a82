/** All Web API methods this Slack has, by name. A method that is missing here answers `unknown_method`. */
import { appsConnectionsOpen } from './apps.ts';
import { authTest } from './auth.ts';
import { conversationsInfo, conversationsMembers } from './channels.ts';
import { chatDelete, chatPostEphemeral, chatPostMessage, chatUpdate } from './chat.ts';
import { conversationsHistory, conversationsOpen, conversationsReplies } from './conversations.ts';
import { filesCompleteUploadExternal, filesGetUploadURLExternal, filesInfo } from './files.ts';
import { authRevoke, oauthV2Access } from './oauth.ts';
import type { Method } from './types.ts';
import { usergroupsList } from './usergroups.ts';
import { usersInfo, usersLookupByEmail } from './users.ts';
import { viewsOpen, viewsPublish, viewsPush, viewsUpdate } from './views.ts';

export const methods: ReadonlyMap<string, Method> = new Map([
  ['apps.connections.open', appsConnectionsOpen],
  ['auth.test', authTest],
  ['auth.revoke', authRevoke],
  ['oauth.v2.access', oauthV2Access],
  ['usergroups.list', usergroupsList],
  ['users.info', usersInfo],
  ['users.lookupByEmail', usersLookupByEmail],
  ['conversations.open', conversationsOpen],
  ['conversations.info', conversationsInfo],
  ['conversations.members', conversationsMembers],
  ['conversations.history', conversationsHistory],
  ['conversations.replies', conversationsReplies],
  ['chat.postMessage', chatPostMessage],
  ['chat.update', chatUpdate],
  ['chat.postEphemeral', chatPostEphemeral],
  ['chat.delete', chatDelete],
  ['files.info', filesInfo],
  ['files.getUploadURLExternal', filesGetUploadURLExternal],
  ['files.completeUploadExternal', filesCompleteUploadExternal],
  ['views.open', viewsOpen],
  ['views.push', viewsPush],
  ['views.update', viewsUpdate],
  ['views.publish', viewsPublish],
]);
