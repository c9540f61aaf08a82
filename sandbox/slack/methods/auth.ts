/** auth.test: whose token this is. https://docs.slack.dev/reference/methods/auth.test */
import type { Method } from './types.ts';

export const authTest: Method = {
  scopes: [],
  ignoresJsonBody: false,
  run({ world }) {
    const { app, team, users, enterprise } = world.state;
    const isOrganisation = Boolean(app.isOrganisationInstalled && enterprise);
    return {
      url: `https://${team.domain}.slack.com/`,
      team: isOrganisation ? enterprise?.name : team.name,
      user: users[app.botUserId]?.handle ?? 'sign',
      team_id: isOrganisation ? enterprise?.id : team.id,
      ...(enterprise ? { enterprise_id: enterprise.id } : {}),
      user_id: app.botUserId,
      bot_id: app.botId,
      is_enterprise_install: isOrganisation,
      ...app.says,
    };
  },
};
