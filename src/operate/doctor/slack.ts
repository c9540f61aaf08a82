/**
 * Checks of Slack: whether it can be reached, whether the tokens are right, what they may do, and whether the one
 * person of a trial can be served. Posts nothing; opening a direct message shows nothing to anyone.
 */
import type { Config } from '../../config/config.ts';
import { whereToFind } from '../../config/help.ts';
import { OutsideFailure } from '../../failure.ts';
import { fixedToken } from '../../slack/client.ts';
import { createSlackGateway, type PersonFacts, type SlackGateway } from '../../slack/gateway.ts';
import { manifestScopes, optionalScopes } from '../../slack/manifest.ts';
import { type NonMember, whyNotMember } from '../../slack/membership.ts';
import { probeApp } from '../../slack/oauth-call.ts';
import { type BotTokenFacts, probeAppToken, probeBotToken } from '../../slack/probe.ts';
import { type Check, type Finding, ok, once, unchecked, wrong } from './check.ts';
import { slackHint } from './hints.ts';
import { clockFinding, probeServer, type ServerAnswer, serverFinding } from './server-probe.ts';

const appPages = 'https://api.slack.com/apps, your app';

const names = {
  server: 'Slack',
  bot: 'Bot token',
  scopes: 'Scopes',
  app: 'App credentials',
  person: 'Person',
  direct: 'Direct messages',
} as const;

export function slackChecks(config: Config): readonly Check[] {
  const { slack } = config;
  const url = `${slack.apiUrl}api.test`;
  const probed = once(() => probeServer(url));
  const expected = { service: 'Slack', url, variable: 'SLACK_API_URL', isIt: isSlack };
  return [
    { name: names.server, run: async () => serverFinding(await probed(), expected) },
    {
      name: "Slack's clock",
      needs: [names.server],
      run: async () => clockFinding('Slack', await probed(), slack.intake.mode === 'http'),
    },
    ...(slack.access.kind === 'one' ? botChecks(config, slack.access.botToken) : [appCheck(config)]),
    intakeCheck(slack),
  ];
}

/**
 * The checks of an app with one bot token: the token is valid and has the needed scopes. In a trial, also that its one
 * person can use the app.
 */
function botChecks({ slack: { apiUrl }, box }: Config, botToken: string): readonly Check[] {
  const token = once(() => probeBotToken({ botToken, apiUrl }));
  const gateway = createSlackGateway({ token: fixedToken(botToken), apiUrl });
  return [
    {
      name: names.bot,
      needs: [names.server],
      run: () => explainingRefusals(async () => botFinding(await token())),
    },
    { name: names.scopes, needs: [names.bot], run: async () => scopesFinding((await token()).scopes) },
    ...(box.access.kind === 'trial' ? personChecks(gateway, box.access.developerSlackUser, token) : []),
  ];
}

/** Checks the app's own credentials. Each workspace then has its own token, which the app checks twice a day. */
function appCheck({ slack, server }: Config): Check {
  const { access, apiUrl } = slack;
  return {
    name: names.app,
    needs: [names.server],
    run: () =>
      explainingRefusals(async () => {
        if (access.kind !== 'many') throw new Error('there are no credentials of the app');
        const found = await probeApp({ ...access, apiUrl });
        const install = `${server.publicUrl}/slack/install`;
        if (found === 'known') return ok(`Slack knows the app; people install it at ${install}`);
        const variable = found === 'invalid_client_id' ? 'SLACK_CLIENT_ID' : 'SLACK_CLIENT_SECRET';
        return wrong(`Slack does not accept ${variable} (${found}).`, whereToFind(variable));
      }),
  };
}

/** Checks whether the one person of a trial may use the app, and can be sent messages. */
function personChecks(
  gateway: SlackGateway,
  userId: string,
  token: () => Promise<BotTokenFacts>,
): readonly Check[] {
  const channel = once(() => gateway.openDirect(userId));
  return [
    {
      name: names.person,
      needs: [names.scopes],
      run: () =>
        explainingRefusals(
          async () => personFinding(await gateway.person(userId), await token()),
          personHints,
        ),
    },
    {
      name: names.direct,
      needs: [names.person],
      run: () =>
        explainingRefusals(async () => channel().then(() => ok('can be opened (im:write)')), directHints),
    },
    {
      name: 'History',
      needs: [names.direct],
      run: () =>
        explainingRefusals(async () => {
          const { couldSearch } = await gateway.findOwn(await channel(), 'doctor', Date.now());
          return couldSearch
            ? ok("the app's own direct messages can be read (im:history)")
            : unchecked(`cannot be read. ${withoutScope['im:history']}`);
        }),
    },
  ];
}

/** Whether an answer is Slack's: Slack answers every call of its API with an `ok` field. */
function isSlack({ status, body }: ServerAnswer): boolean {
  return status === 200 && /^\{"ok":(true|false)\b/.test(body);
}

/** Runs a check. A refusal by Slack becomes its meaning for this check, or else its general meaning. */
async function explainingRefusals(
  ask: () => Promise<Finding>,
  meanings: Readonly<Record<string, readonly [says: string, page: string]>> = {},
): Promise<Finding> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    const meaning = Object.hasOwn(meanings, error.reason) ? meanings[error.reason] : undefined;
    if (meaning) return wrong(`${meaning[0]} (${error.reason}).`, meaning[1]);
    const { says, page } = slackHint(error);
    return wrong(says, page);
  }
}

function botFinding({ handle, team, isEnterpriseInstall }: BotTokenFacts): Finding {
  return ok(`@${handle} in ${team}${isEnterpriseInstall ? ', for the whole organisation' : ''}`);
}

function scopesFinding(granted: readonly string[] | null): Finding {
  if (granted === null) return unchecked('Slack did not say which were granted');
  const wanted = manifestScopes();
  const optional = optionalScopes();
  const missing = wanted.filter((scope) => !granted.includes(scope));
  const needed = missing.filter((scope) => !optional.includes(scope));
  if (missing.length === 0) return ok(`all ${wanted.length} scopes of manifest.yml are granted`);
  if (needed.length === 0) {
    const meanings = missing.map(
      (scope) => `${scope} (optional) is not granted. ${withoutScope[scope] ?? ''}`,
    );
    return unchecked(`all that are needed are granted; ${meanings.join(' ')}`);
  }
  return wrong(
    `The bot token lacks ${needed.join(', ')}. Add the missing scopes, then install the app again.`,
    `${appPages}, OAuth & Permissions, Scopes, Bot Token Scopes`,
  );
}

/** What does not work without each optional scope. */
const withoutScope: Readonly<Record<string, string>> = {
  'channels:read': 'Cards cannot be shared in public channels.',
  'groups:read': 'Cards cannot be shared in private channels.',
  'files:read': 'Documents cannot be uploaded in Slack, only found in Box or linked.',
  'files:write': 'Signed copies are opened in Box, and not put into Slack.',
  'usergroups:read': 'Admins cannot limit who may send to user groups.',
  'im:history':
    "When Slack's answer to posting a card is lost, the card is posted again, and the older one says so once it is pressed.",
};

function intakeCheck(slack: Config['slack']): Check {
  const { intake, apiUrl } = slack;
  if (intake.mode === 'http') {
    return {
      name: 'Request address',
      run: async () =>
        unchecked(
          'This cannot be checked: Slack lets no app read its own settings. If Slack says that /sign failed, compare the settings with what npm run manifest prints.',
          `${appPages}, App Manifest; Basic Information, Signing Secret`,
        ),
    };
  }
  return {
    name: 'App token',
    needs: [names.server],
    run: () =>
      explainingRefusals(async () => {
        await probeAppToken({ appToken: intake.appToken, apiUrl });
        return ok('opens connections (Socket Mode)');
      }),
  };
}

const personPage = whereToFind('BOX_DEVELOPER_SLACK_USER');

const personHints = {
  user_not_found: ['BOX_DEVELOPER_SLACK_USER is not a member of this workspace', personPage],
  user_not_visible: ['BOX_DEVELOPER_SLACK_USER is a person whom the app is not allowed to see', personPage],
} as const;

const directHints = {
  messages_tab_disabled: [
    "The app's messages tab is off, so it cannot send cards",
    `${appPages}, App Home, Show Tabs, Messages Tab`,
  ],
  user_disabled: ['Nothing can be sent to BOX_DEVELOPER_SLACK_USER', personPage],
} as const;

const nonMembers: Readonly<Record<NonMember, string>> = {
  deactivated: 'is deactivated',
  bot: 'is a bot',
  elsewhere: 'belongs to another workspace',
  guest: 'is a guest',
};

/** Whether `BOX_DEVELOPER_SLACK_USER` is a full member: the app serves nobody else. */
function personFinding(person: PersonFacts, token: BotTokenFacts): Finding {
  const why = whyNotMember(person, token);
  if (why === null) return ok(`${person.name} is a full member`);
  return wrong(
    `BOX_DEVELOPER_SLACK_USER ${nonMembers[why]}; the app serves full members of its workspace.`,
    personPage,
  );
}
