/**
 * Where the operator finds the value of each variable, in the words of the consoles' own pages. Text only;
 * what a right value looks like is decided in `variables.ts`.
 */

const slackApp = 'https://api.slack.com/apps, your app';
const boxApp = 'https://app.box.com/developers/console, your app, Configuration';

const places: Readonly<Record<string, string>> = {
  SLACK_APP_TOKEN: `${slackApp}, Basic Information, App-Level Tokens, with the scope connections:write`,
  SLACK_SIGNING_SECRET: `${slackApp}, Basic Information, App Credentials, Signing Secret`,
  SLACK_BOT_TOKEN: `${slackApp}, OAuth & Permissions, Bot User OAuth Token (appears once the app is installed)`,
  SLACK_CLIENT_ID: `${slackApp}, Basic Information, App Credentials, Client ID`,
  SLACK_CLIENT_SECRET: `${slackApp}, Basic Information, App Credentials, Client Secret`,
  SLACK_STATE_SECRET: 'Make one with: openssl rand -hex 32',
  SLACK_API_URL: 'Leave it empty for slack.com; GovSlack uses https://slack-gov.com/api/',
  BOX_CLIENT_ID: `${boxApp}, OAuth 2.0 Credentials, Client ID`,
  BOX_CLIENT_SECRET: `${boxApp}, OAuth 2.0 Credentials, Fetch Client Secret (asks for two-step verification)`,
  BOX_ENTERPRISE_ID: 'https://app.box.com/account, Account Info, Enterprise ID',
  BOX_DEVELOPER_TOKEN: `${boxApp}, Developer Token (lasts 60 minutes)`,
  BOX_DEVELOPER_SLACK_USER: 'In Slack: your profile, the three dots, Copy member ID',
  BOX_API_URL: 'Leave it empty for https://api.box.com',
  BOX_UPLOAD_URL: 'Leave it empty for https://upload.box.com/api',
  BOX_ACCOUNT_URL: 'Leave it empty for https://account.box.com',
  BOX_DESTINATION_FOLDER_ID: 'Open the folder in Box: the number at the end of the address',
  BOX_WEBHOOK_PRIMARY_KEY:
    'https://app.box.com/developers/console, your app, Webhooks, Manage signature keys, Primary Key',
  BOX_WEBHOOK_SECONDARY_KEY:
    'https://app.box.com/developers/console, your app, Webhooks, Manage signature keys, Secondary Key',
  BOX_EVENTS: 'enterprise, where a Box admin lets the app read the event stream; else empty',
  BOX_EVENTS_SLACK_USER:
    'The member ID of a Box admin who has connected: their profile in Slack, the three dots, Copy member ID',
  PUBLIC_URL:
    'The https:// address that leads to this process, as in the redirect URLs of your Box and Slack apps',
  PORT: 'Any free port; 0 picks one; 3000 when empty',
  METRICS_PORT: 'Any free port; 0 picks one; leave it empty for no metrics',
  OTEL_EXPORTER_OTLP_ENDPOINT:
    "Your OpenTelemetry collector's address for OTLP over HTTP, such as http://127.0.0.1:4318; leave it empty for no traces",
  HOST: 'The address to listen on; 0.0.0.0 when empty',
  DATABASE_URL: "Your PostgreSQL's connection string; leave it empty for a file in DATA_DIR",
  DATA_DIR: 'A folder that only this app uses; ./data when empty',
  ENCRYPTION_KEY:
    'For a new store, make one with: openssl rand -base64 32. For one that has data: the key that it was encrypted with',
  BOX_CALLS_PER_MONTH: 'Calls to Box in a month to keep cards up to date; 20000 when empty',
  RETENTION_DAYS: 'Days that a signature request is kept after it closes; 365 when empty',
  LOG_LEVEL: 'info when empty',
};

/** Where to find a variable's value: every variable that `config.ts` reads has an entry above. */
export function whereToFind(variable: string): string {
  if (variable.endsWith('_FILE')) return 'A file that holds the value alone, and that this process may read';
  return places[variable] ?? 'See the table of variables in docs/setup.md';
}
