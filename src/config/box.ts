/**
 * The kinds of access to Box and the variables that each needs: people's own accounts (OAuth 2.0), Client Credentials
 * Grant, or one person's trial token. Exactly one kind must be configured. Only `config.ts` calls the functions in this
 * file; the problems that they report never quote a value.
 */

/** Path below PUBLIC_URL to which Box redirects a browser after a person has granted access. */
export const boxRedirectPath = '/box/oauth_redirect';

/** Path below PUBLIC_URL to which Box sends webhooks. */
export const webhookPath = '/box/webhooks';

/** The kind of access to Box, which decides as which Box user the app acts for a Slack user. */
export type BoxAccess =
  /** One person, with their own developer token. */
  | { readonly kind: 'trial'; readonly developerToken: string; readonly developerSlackUser: string }
  /** Everyone connects their own Box account. */
  | { readonly kind: 'oauth'; readonly clientId: string; readonly clientSecret: string }
  /** The app acts as the Box user with the Slack user's address, in one Box enterprise. */
  | {
      readonly kind: 'client-credentials';
      readonly clientId: string;
      readonly clientSecret: string;
      readonly enterpriseId: string;
    };

/** The environment's variables by name, including those of other modules. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of this module, validated. */
export interface AccessVariables {
  readonly BOX_CLIENT_ID?: string | undefined;
  readonly BOX_CLIENT_SECRET?: string | undefined;
  readonly BOX_ENTERPRISE_ID?: string | undefined;
  readonly BOX_DEVELOPER_TOKEN?: string | undefined;
  readonly BOX_DEVELOPER_SLACK_USER?: string | undefined;
  readonly BOX_EVENTS_SLACK_USER?: string | undefined;
}

/** A variable, and what is wrong with it, as the end of a sentence that begins with its name. */
type VariableProblem = readonly [variable: string, wrong: string];

const appVariables = ['BOX_CLIENT_ID', 'BOX_CLIENT_SECRET', 'BOX_ENTERPRISE_ID'] as const;
const webhookVariables = ['BOX_WEBHOOK_PRIMARY_KEY', 'BOX_WEBHOOK_SECONDARY_KEY'] as const;
const trialVariables = ['BOX_DEVELOPER_TOKEN', 'BOX_DEVELOPER_SLACK_USER'] as const;

/**
 * What is wrong with the variables for Box: they must describe exactly one kind of access, and webhooks and events need
 * further variables. Empty when nothing is wrong.
 */
export function accessProblems(given: Environment): readonly VariableProblem[] {
  const has = (name: string): boolean => given[name] !== undefined;
  const isApp = appVariables.some(has);
  const isTrial = trialVariables.some(has);
  if (!isApp && !isTrial) {
    return [
      [
        'BOX_CLIENT_ID',
        "is missing (everyone's own Box account or, with BOX_ENTERPRISE_ID, Client Credentials Grant), and so is " +
          'BOX_DEVELOPER_TOKEN (a trial): one of the two is required',
      ],
    ];
  }
  const required = isApp ? ['BOX_CLIENT_ID', 'BOX_CLIENT_SECRET'] : trialVariables;
  const wrongs: VariableProblem[] = required.filter((name) => !has(name)).map((name) => [name, 'is missing']);
  if (isApp && isTrial) {
    const name = trialVariables.find(has) ?? trialVariables[0];
    wrongs.push([name, 'is for a trial and cannot be combined with BOX_CLIENT_ID: leave one of them empty']);
  }
  if (isApp && !has('BOX_ENTERPRISE_ID') && !has('PUBLIC_URL')) {
    wrongs.push(['PUBLIC_URL', 'is missing: Box sends people back there once they have connected']);
  }
  if (webhookVariables.some(has) && !has('PUBLIC_URL')) {
    wrongs.push(['PUBLIC_URL', 'is missing: Box sends there what it signs with BOX_WEBHOOK_PRIMARY_KEY']);
  }
  if (has('BOX_EVENTS') && has('SLACK_CLIENT_ID')) {
    wrongs.push(['BOX_EVENTS', 'cannot be combined with SLACK_CLIENT_ID: the stream is of one company']);
  }
  if (has('BOX_EVENTS') && !has('BOX_ENTERPRISE_ID') && !has('BOX_EVENTS_SLACK_USER') && !isTrial) {
    wrongs.push([
      'BOX_EVENTS_SLACK_USER',
      'is missing: BOX_EVENTS is read with the connection of a Box admin',
    ]);
  }
  if (has('BOX_ENTERPRISE_ID') && has('SLACK_CLIENT_ID')) {
    wrongs.push([
      'BOX_ENTERPRISE_ID',
      'cannot be combined with SLACK_CLIENT_ID: Client Credentials Grant is for one workspace, where one company controls the email addresses',
    ]);
  }
  return wrongs;
}

/**
 * The Slack user with whose Box connection the event stream is read; null: it is read with the app's own permissions.
 */
export function eventStreamOf(given: AccessVariables): { readonly slackUser: string | null } {
  if (given.BOX_ENTERPRISE_ID !== undefined) return { slackUser: null };
  return { slackUser: given.BOX_EVENTS_SLACK_USER ?? given.BOX_DEVELOPER_SLACK_USER ?? null };
}

/** The access to Box that the variables describe; `accessProblems` must have found nothing in them. */
export function accessOf(given: AccessVariables): BoxAccess {
  const { BOX_CLIENT_ID: clientId, BOX_CLIENT_SECRET: clientSecret, BOX_ENTERPRISE_ID: enterpriseId } = given;
  if (clientId === undefined || clientSecret === undefined) {
    return {
      kind: 'trial',
      developerToken: given.BOX_DEVELOPER_TOKEN ?? '',
      developerSlackUser: given.BOX_DEVELOPER_SLACK_USER ?? '',
    };
  }
  if (enterpriseId === undefined) return { kind: 'oauth', clientId, clientSecret };
  return { kind: 'client-credentials', clientId, clientSecret, enterpriseId };
}

/** The keys that Box signs webhooks with: one, or two during a rotation. Empty: no webhooks are created. */
export function webhookKeysOf(given: {
  readonly BOX_WEBHOOK_PRIMARY_KEY?: string | undefined;
  readonly BOX_WEBHOOK_SECONDARY_KEY?: string | undefined;
}): readonly string[] {
  return webhookVariables.flatMap((name) => given[name] ?? []);
}
