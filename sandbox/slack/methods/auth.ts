/** auth.test: whose token this is. https://docs.slack.dev/reference/methods/auth.test */
import type { Method } from './types.ts';

export const authTest: Method = {
  scopes: [],
  readsOnly: false,
  run({ world }) {
    const { app, team, users } = world.state;
    return {
      url: `https://${team.domain}.slack.com/`,
      team: team.name,
      user: users[app.botUserId]?.handle ?? 'sign',
      team_id: team.id,
      user_id: app.botUserId,
      bot_id: app.botId,
      is_enterprise_install: false,
    };
  },
};
