/**
 * The environment, read once into one typed, frozen value. All problems are reported together, so that a first start
 * needs one round of corrections. Nothing else in `src/` reads our variables, and no problem ever quotes a value,
 * because it may be a secret.
 */
import type { z } from 'zod';
import { accessOf, accessProblems, type BoxAccess, eventStreamOf, webhookKeysOf } from './box.ts';
import { whereToFind } from './help.ts';
import { readSecretFiles } from './secret-files.ts';
import { type SlackAccess, slackAccessOf, slackProblems } from './slack.ts';
import { type LogLevel, variables } from './variables.ts';

export type { LogLevel } from './variables.ts';

/** What the process runs with. Optional properties are absent, never `undefined`. */
export interface Config {
  readonly slack: {
    /** How Slack reaches the app: Socket Mode with the app's token, else HTTP with the signing secret. */
    readonly intake:
      | { readonly mode: 'socket'; readonly appToken: string }
      | { readonly mode: 'http'; readonly signingSecret: string };
    readonly access: SlackAccess;
    /** Base address of Slack's Web API, ending in `/api/`. */
    readonly apiUrl: string;
  };
  readonly box: {
    readonly access: BoxAccess;
    /** Base addresses of Box without `/2.0` and without a trailing slash; absent: Box's own. */
    readonly apiUrl?: string;
    readonly uploadUrl?: string;
    readonly accountUrl?: string;
    /** Id of the Box folder that signed copies go to when the form names none. */
    readonly destinationFolderId?: string;
    /** Box's signature keys for webhooks; empty: no webhooks are created. */
    readonly webhookKeys: readonly string[];
    /**
     * Present: the enterprise's event stream is read, with the Box connection of `slackUser` or, where that is null,
     * with the app's own permissions.
     */
    readonly events?: { readonly slackUser: string | null };
  };
  readonly server: {
    readonly host: string;
    readonly port: number;
    /** The address at which browsers and Box reach this process, without a trailing slash. */
    readonly publicUrl?: string;
    /** Port of the metrics, on loopback; absent: no metrics. */
    readonly metricsPort?: number;
    /** Address of the collector that traces are sent to, without `/v1/traces`; absent: no traces. */
    readonly tracesTo?: string;
  };
  readonly store: {
    /** Connection URL of PostgreSQL; absent: SQLite in `dataDir`. */
    readonly databaseUrl?: string;
    readonly dataDir: string;
    /** Comma-separated base64 keys of 32 bytes; the first encrypts, all decrypt. */
    readonly encryptionKeys?: string;
    /** How many days a sign request is kept after it has ended. */
    readonly retentionDays: number;
    /** How many calls to Box polling may make in a month. */
    readonly pollCallsPerMonth: number;
  };
  readonly logLevel: LogLevel;
  /** Sentences for the log about variables that are set but not used. */
  readonly notes: readonly string[];
}

/** One thing that keeps the process from starting. None of its fields holds a configured value. */
export interface Problem {
  readonly variable: string;
  /** Completes a sentence that begins with the variable's name: "is missing". */
  readonly wrong: string;
  /** Where the operator finds or makes the right value. */
  readonly where: string;
}

/** Every variable that this version reads, without the `NAME_FILE` variants of the secrets. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/**
 * Reads the configuration out of an environment, and the files that it names for secrets. Empty and blank values count
 * as absent, blanks around a value are dropped, and names this version does not know are left alone.
 */
export function readConfig(
  env: Record<string, string | undefined>,
): { readonly config: Config } | { readonly problems: readonly Problem[] } {
  const given: Record<string, string> = {};
  const files = readSecretFiles(env);
  for (const name of variableNames) {
    const value = env[name]?.trim() || (files.values.get(name) ?? '');
    if (value !== '') given[name] = value;
  }
  const read = variables.safeParse(given);
  const hasIntake = ['SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET'].some(
    (name) => given[name] !== undefined || files.wrong.has(name),
  );
  const noIntake = problemOf(
    'SLACK_APP_TOKEN',
    'is missing (Socket Mode), and so is SLACK_SIGNING_SECRET (HTTP): one of the two is required',
  );
  const problems = (read.error?.issues ?? []).map((issue) =>
    problemOf(issue.path.map(String).join('.'), issue.message),
  );
  if (!hasIntake) problems.unshift(noIntake);
  for (const [variable, wrong] of [...slackProblems(given), ...accessProblems(given)]) {
    // Several checks may find PUBLIC_URL missing.
    if (!problems.some((known) => known.variable === variable)) problems.push(problemOf(variable, wrong));
  }
  if (given['DATABASE_URL'] !== undefined && given['ENCRYPTION_KEY'] === undefined) {
    problems.push(problemOf('ENCRYPTION_KEY', 'is missing, and DATABASE_URL needs it'));
  }
  if (read.success && problems.length === 0 && files.wrong.size === 0) return { config: configOf(read.data) };
  // A secret whose file could not be read is not also reported as missing.
  const others = problems.filter(({ variable }) => !files.wrong.has(variable));
  const unread = [...files.wrong].map(([name, wrong]) => problemOf(`${name}_FILE`, wrong));
  return { problems: [...unread, ...others] };
}

function problemOf(variable: string, wrong: string): Problem {
  return { variable, wrong, where: whereToFind(variable) };
}

function configOf(v: z.infer<typeof variables>): Config {
  return deepFreeze<Config>({
    slack: { intake: intakeOf(v), access: slackAccessOf(v), apiUrl: v.SLACK_API_URL },
    box: {
      access: accessOf(v),
      webhookKeys: webhookKeysOf(v),
      ...(v.BOX_API_URL === undefined ? {} : { apiUrl: v.BOX_API_URL }),
      ...(v.BOX_UPLOAD_URL === undefined ? {} : { uploadUrl: v.BOX_UPLOAD_URL }),
      ...(v.BOX_ACCOUNT_URL === undefined ? {} : { accountUrl: v.BOX_ACCOUNT_URL }),
      ...(v.BOX_DESTINATION_FOLDER_ID === undefined
        ? {}
        : { destinationFolderId: v.BOX_DESTINATION_FOLDER_ID }),
      ...(v.BOX_EVENTS === undefined ? {} : { events: eventStreamOf(v) }),
    },
    server: {
      host: v.HOST,
      port: v.PORT,
      ...(v.PUBLIC_URL === undefined ? {} : { publicUrl: v.PUBLIC_URL }),
      ...(v.METRICS_PORT === undefined ? {} : { metricsPort: v.METRICS_PORT }),
      ...(v.OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? {} : { tracesTo: v.OTEL_EXPORTER_OTLP_ENDPOINT }),
    },
    store: {
      dataDir: v.DATA_DIR,
      retentionDays: v.RETENTION_DAYS,
      pollCallsPerMonth: v.BOX_CALLS_PER_MONTH,
      ...(v.DATABASE_URL === undefined ? {} : { databaseUrl: v.DATABASE_URL }),
      ...(v.ENCRYPTION_KEY === undefined ? {} : { encryptionKeys: v.ENCRYPTION_KEY }),
    },
    logLevel: v.LOG_LEVEL,
    notes:
      v.SLACK_APP_TOKEN === undefined || v.SLACK_SIGNING_SECRET === undefined
        ? []
        : ['SLACK_SIGNING_SECRET is not used: SLACK_APP_TOKEN is set, so the app runs in Socket Mode'],
  });
}

/** Socket Mode comes first: an operator who made an app-level token has switched it on in Slack. */
function intakeOf(v: z.infer<typeof variables>): Config['slack']['intake'] {
  if (v.SLACK_APP_TOKEN !== undefined) return { mode: 'socket', appToken: v.SLACK_APP_TOKEN };
  // Never empty: `readConfig` has made sure that one of the two is set.
  return { mode: 'http', signingSecret: v.SLACK_SIGNING_SECRET ?? '' };
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}

/**
 * What the operator reads when a program refuses the configuration: a paragraph for each problem. If the program is the
 * app itself, also how to try it without accounts and, if both Slack tokens are missing or wrong, how to make a Slack
 * app.
 *
 * @param newAppPage returns the address of Slack's page for making the app; absent: another program is being started.
 */
export function formatProblems(problems: readonly Problem[], newAppPage?: () => string): string {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const hasNoSlackApp = ['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN'].every((name) =>
    problems.some(({ variable }) => variable === name),
  );
  return [
    `The configuration has ${count}:`,
    ...problems.map(({ variable, wrong, where }) => `${variable} ${wrong}.\n  ${where}`),
    ...(hasNoSlackApp && newAppPage !== undefined
      ? [
          `No Slack app yet? Make one from manifest.yml here; npm run --silent manifest -- --link prints the address with the manifest filled in.\n  ${newAppPage()}`,
        ]
      : []),
    ...(newAppPage === undefined ? [] : ['To try it without accounts: npm run sandbox']),
  ].join('\n\n');
}
