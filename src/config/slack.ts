/**
 * The kinds of access to Slack: the bot token of one workspace, or the app's own credentials, with which any number of
 * workspaces can install it. Exactly one kind must be configured. Only `config.ts` calls the functions in this file;
 * the problems that they report never quote a value.
 */

/** What the app calls Slack with: one workspace's bot token, or the credentials of an app that people install. */
export type SlackAccess =
  | { readonly kind: 'one'; readonly botToken: string }
  | {
      readonly kind: 'many';
      readonly clientId: string;
      readonly clientSecret: string;
      /** The key that signs the OAuth `state` of an installation. */
      readonly stateSecret: string;
    };

/** The environment's variables by name, including those of other modules. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of this module, validated. */
export interface SlackVariables {
  readonly SLACK_BOT_TOKEN?: string | undefined;
  readonly SLACK_CLIENT_ID?: string | undefined;
  readonly SLACK_CLIENT_SECRET?: string | undefined;
  readonly SLACK_STATE_SECRET?: string | undefined;
}

/** A variable, and what is wrong with it, as the end of a sentence that begins with its name. */
type VariableProblem = readonly [variable: string, wrong: string];

const appVariables = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'] as const;

/**
 * What is wrong with the variables for Slack: they must describe exactly one kind of access. Access for many workspaces
 * also needs `PUBLIC_URL`, and excludes `BOX_DEVELOPER_TOKEN`. Empty when nothing is wrong.
 */
export function slackProblems(given: Environment): readonly VariableProblem[] {
  const has = (name: string): boolean => given[name] !== undefined;
  const isMany = appVariables.some(has);
  if (!isMany && !has('SLACK_BOT_TOKEN')) {
    return [
      [
        'SLACK_BOT_TOKEN',
        'is missing (one workspace), and so is SLACK_CLIENT_ID (many workspaces): one of the two is required',
      ],
    ];
  }
  if (!isMany) return [];
  const wrongs: VariableProblem[] = appVariables
    .filter((name) => !has(name))
    .map((name) => [name, 'is missing']);
  if (has('SLACK_BOT_TOKEN')) {
    wrongs.push([
      'SLACK_BOT_TOKEN',
      'belongs to one workspace and cannot be combined with SLACK_CLIENT_ID: leave one of them empty',
    ]);
  }
  if (has('BOX_DEVELOPER_TOKEN')) {
    wrongs.push([
      'BOX_DEVELOPER_TOKEN',
      'is a trial for one workspace and cannot be combined with SLACK_CLIENT_ID: let everyone connect with BOX_CLIENT_ID',
    ]);
  }
  if (!has('PUBLIC_URL')) {
    wrongs.push(['PUBLIC_URL', 'is missing: Slack sends people back there once they have installed the app']);
  }
  return wrongs;
}

/** The access to Slack that the variables describe. Call it only when `slackProblems` has found nothing wrong. */
export function slackAccessOf(given: SlackVariables): SlackAccess {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret } = given;
  if (clientId === undefined || clientSecret === undefined) {
    return { kind: 'one', botToken: given.SLACK_BOT_TOKEN ?? '' };
  }
  return { kind: 'many', clientId, clientSecret, stateSecret: given.SLACK_STATE_SECRET ?? '' };
}
