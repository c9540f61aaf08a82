/**
 * apps.connections.open: the address of a WebSocket, for the app-level token.
 * https://docs.slack.dev/reference/methods/apps.connections.open
 */
import type { Method } from './types.ts';

export const appsConnectionsOpen: Method = {
  scopes: ['connections:write'],
  ignoresJsonBody: false,
  token: 'app',
  run({ world }) {
    const origin = world.baseUrl.replace(/^http/, 'ws');
    return { url: world.sockets.issueAddress(origin, world.state.app.appId, world.now()) };
  },
};
