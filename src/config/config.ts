/**
 * The environment, read once into one typed, frozen value. Every problem is reported together, so that a
 * first start needs one round of mending. Nothing else in `src/` reads the environment, and no value is
 * ever quoted in a problem: most of them are secrets.
 */
import { z } from 'zod';
import { accessOf, accessProblems, type BoxAccess, eventsOf } from './box.ts';
import { whereToFind } from './help.ts';
import { type SlackAccess, slackAccessOf, slackProblems } from './slack.ts';

/** What the process runs with. Optional properties are absent, never `undefined`. */
export interface Config {
  readonly slack: {
    /** How Slack reaches the app: Socket Mode with the app's token, else HTTP with the signing secret. */
    readonly intake:
      | { readonly mode: 'socket'; readonly appToken: string }
      | { readonly mode: 'http'; readonly signingSecret: string };
    readonly access: SlackAccess;
    /** Base of Slack's Web API, ending in `/api/`. */
    readonly apiUrl: string;
  };
  readonly box: {
    readonly access: BoxAccess;
    /** Bases without `/2.0` and without a trailing slash; absent: Box's own. */
    readonly apiUrl?: string;
    readonly uploadUrl?: string;
    readonly accountUrl?: string;
    /** Where signed copies go unless the form names a folder. */
    readonly destinationFolderId?: string;
    /** The event stream of the company is read; without a Slack user, with the app's own rights. */
    readonly events?: { readonly slackUser: string | null };
  };
  readonly server: {
    readonly host: string;
    readonly port: number;
    /** Where people's browsers and Box reach this process, without a slash at the end. */
    readonly publicUrl?: string;
  };
  readonly store: {
    /** PostgreSQL; absent: SQLite in `dataDir`. */
    readonly databaseUrl?: string;
    readonly dataDir: string;
    /** Comma-separated base64 keys of 32 bytes; the first encrypts, all decrypt. */
    readonly encryptionKeys?: string;
    /** How long a sign request is kept after its end. */
    readonly retentionDays: number;
    /** Calls of Box for looks that nobody asked for. */
    readonly callsPerMonth: number;
  };
  readonly logLevel: LogLevel;
  /** What was given and is not used, in sentences for the log. */
  readonly notes: readonly string[];
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One thing that keeps the process from starting. None of its fields holds a configured value. */
export interface Problem {
  readonly variable: string;
  /** Continues the variable's name to a sentence: "is missing". */
  readonly wrong: string;
  /** Where the operator finds or makes the right value. */
  readonly where: string;
}

const loopbackHosts = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const needsHttps = 'must be an https:// address (http:// is accepted for this machine alone)';

function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return (
    isBare && (url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.test(url.hostname)))
  );
}

function isEncryptionKey(text: string): boolean {
  // Buffer skips what is not base64, so a mistyped key must be compared with what was really read.
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
}

const oneWord = (text: string) => !/\s/.test(text);
const word = z.string().refine(oneWord, { error: 'must not contain blanks' });
const address = z.string().refine(isSafeAddress, { error: needsHttps, abort: true });
const boxAddress = address
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((text) => !text.endsWith('/2.0'), { error: 'must not end in /2.0: that is added to every call' });

const slackUser = z.string().regex(/^[UW][A-Z0-9]+$/, {
  error: 'must be a Slack member ID, which begins with U or W; it is not a name',
});

const variables = z.object({
  SLACK_APP_TOKEN: z
    .string()
    .regex(/^xapp-\S+$/, { error: 'must be an app-level token, which begins with xapp-' })
    .optional(),
  SLACK_SIGNING_SECRET: word.optional(),
  SLACK_BOT_TOKEN: z
    .string()
    .regex(/^xoxb-\S+$/, { error: 'must be a bot token, which begins with xoxb-' })
    .optional(),
  SLACK_CLIENT_ID: word.optional(),
  SLACK_CLIENT_SECRET: word.optional(),
  SLACK_STATE_SECRET: word.min(32, { error: 'must have 32 characters or more' }).optional(),
  SLACK_API_URL: address
    .refine((text) => text.endsWith('/api/'), { error: 'must end in /api/' })
    .default('https://slack.com/api/'),
  BOX_CLIENT_ID: word.optional(),
  BOX_CLIENT_SECRET: word.optional(),
  BOX_ENTERPRISE_ID: z.string().regex(/^\d+$/, { error: "must be your Box enterprise's number" }).optional(),
  BOX_DEVELOPER_TOKEN: word.optional(),
  BOX_DEVELOPER_SLACK_USER: slackUser.optional(),
  BOX_API_URL: boxAddress.optional(),
  BOX_UPLOAD_URL: boxAddress.optional(),
  BOX_ACCOUNT_URL: boxAddress.optional(),
  BOX_DESTINATION_FOLDER_ID: z
    .string()
    .regex(/^[1-9]\d*$/, {
      error: "must be a folder's number; the top folder (0) cannot take signed documents",
    })
    .optional(),
  BOX_EVENTS: z.enum(['enterprise'], { error: 'must be enterprise, or empty' }).optional(),
  BOX_EVENTS_SLACK_USER: slackUser.optional(),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: 'must be a number from 0 to 65535', abort: true })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: 'must be a number from 0 to 65535' })
    .default(3000),
  HOST: word.default('0.0.0.0'),
  PUBLIC_URL: address
    .transform((text) => text.replace(/\/+$/, ''))
    .refine((text) => new URL(text).origin === text.toLowerCase(), {
      error: 'must be the address alone, without a path: https://sign.example.com',
    })
    .optional(),
  DATABASE_URL: z
    .string()
    .refine((text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text), {
      error: 'must be a PostgreSQL address: postgresql://user:password@host:5432/database',
    })
    .optional(),
  DATA_DIR: z.string().default('./data'),
  ENCRYPTION_KEY: z
    .string()
    .refine((text) => text.split(',').every((key) => isEncryptionKey(key.trim())), {
      error: 'must be 32 bytes in base64, or several such keys separated by commas',
    })
    .optional(),
  BOX_CALLS_PER_MONTH: z
    .string()
    .regex(/^[1-9]\d{2,8}$/, { error: 'must be a number of calls, at least 100' })
    .transform(Number)
    .default(20_000),
  RETENTION_DAYS: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: 'must be a number of days, at least 1' })
    .transform(Number)
    .default(365),
  LOG_LEVEL: z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }).default('info'),
});

/** Every variable this version reads. */
export const variableNames: readonly string[] = Object.keys(variables.shape);

/**
 * Reads the configuration out of an environment. Empty and blank values count as absent, blanks around a
 * value are dropped, and names this version does not know are left alone.
 */
export function readConfig(
  env: Record<string, string | undefined>,
): { readonly config: Config } | { readonly problems: readonly Problem[] } {
  const given: Record<string, string> = {};
  for (const name of variableNames) {
    const value = env[name]?.trim() ?? '';
    if (value !== '') given[name] = value;
  }
  const read = variables.safeParse(given);
  const hasIntake = given['SLACK_APP_TOKEN'] !== undefined || given['SLACK_SIGNING_SECRET'] !== undefined;
  const noIntake = problemOf(
    'SLACK_APP_TOKEN',
    'is missing (Socket Mode), and so is SLACK_SIGNING_SECRET (HTTP): one of the two is required',
  );
  const problems = (read.error?.issues ?? []).map((issue) =>
    problemOf(issue.path.map(String).join('.'), issue.message),
  );
  if (!hasIntake) problems.unshift(noIntake);
  for (const [variable, wrong] of [...slackProblems(given), ...accessProblems(given)]) {
    // Both may miss PUBLIC_URL.
    if (!problems.some((known) => known.variable === variable)) problems.push(problemOf(variable, wrong));
  }
  if (given['DATABASE_URL'] !== undefined && given['ENCRYPTION_KEY'] === undefined) {
    problems.push(problemOf('ENCRYPTION_KEY', 'is missing, and DATABASE_URL is of no use without it'));
  }
  return read.success && problems.length === 0 ? { config: configOf(read.data) } : { problems };
}

function problemOf(variable: string, wrong: string): Problem {
  return { variable, wrong, where: whereToFind(variable) };
}

function configOf(v: z.infer<typeof variables>): Config {
  return deepFreeze<Config>({
    slack: { intake: intakeOf(v), access: slackAccessOf(v), apiUrl: v.SLACK_API_URL },
    box: {
      access: accessOf(v),
      ...(v.BOX_API_URL === undefined ? {} : { apiUrl: v.BOX_API_URL }),
      ...(v.BOX_UPLOAD_URL === undefined ? {} : { uploadUrl: v.BOX_UPLOAD_URL }),
      ...(v.BOX_ACCOUNT_URL === undefined ? {} : { accountUrl: v.BOX_ACCOUNT_URL }),
      ...(v.BOX_DESTINATION_FOLDER_ID === undefined
        ? {}
        : { destinationFolderId: v.BOX_DESTINATION_FOLDER_ID }),
      ...(v.BOX_EVENTS === undefined ? {} : { events: eventsOf(v) }),
    },
    server: {
      host: v.HOST,
      port: v.PORT,
      ...(v.PUBLIC_URL === undefined ? {} : { publicUrl: v.PUBLIC_URL }),
    },
    store: {
      dataDir: v.DATA_DIR,
      retentionDays: v.RETENTION_DAYS,
      callsPerMonth: v.BOX_CALLS_PER_MONTH,
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

/** Socket Mode goes first: whoever has made an app's token for it has switched it on in Slack. */
function intakeOf(v: z.infer<typeof variables>): Config['slack']['intake'] {
  if (v.SLACK_APP_TOKEN !== undefined) return { mode: 'socket', appToken: v.SLACK_APP_TOKEN };
  // Absent only beside the problem that has just been reported.
  return { mode: 'http', signingSecret: v.SLACK_SIGNING_SECRET ?? '' };
}

function deepFreeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) {
    if (typeof part === 'object' && part !== null) deepFreeze(part);
  }
  return Object.freeze(value);
}

/** What the operator reads when the process does not start: a paragraph for each problem, then a way out. */
export function formatProblems(problems: readonly Problem[]): string {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  return [
    `The configuration has ${count}:`,
    ...problems.map(({ variable, wrong, where }) => `${variable} ${wrong}.\n  ${where}`),
    'To try it without accounts: npm run sandbox',
  ].join('\n\n');
}
