/** The environment's variables, each with the form that its value must have. Used by `config.ts` alone. */
import { z } from 'zod';

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const loopbackHosts = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
const httpsRule = 'must be an https:// address (http:// is accepted only for this machine)';

function isSafeAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isBare = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return (
    isBare && (url.protocol === 'https:' || (url.protocol === 'http:' && loopbackHosts.test(url.hostname)))
  );
}

function isEncryptionKey(text: string): boolean {
  // Buffer skips what is not base64, so a mistyped key must be compared with what was actually decoded.
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 && bytes.toString('base64').replace(/=+$/, '') === text.replace(/=+$/, '');
}

const oneWord = (text: string) => !/\s/.test(text);
const word = z.string().refine(oneWord, { error: 'must not contain spaces' });
const address = z.string().refine(isSafeAddress, { error: httpsRule, abort: true });
const boxAddress = address
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((text) => !text.endsWith('/2.0'), { error: 'must not end in /2.0: that is added to every call' });

/**
 * The address of a collector of traces. http:// is allowed for any host, because collectors are often on the same
 * network without TLS, and spans hold no personal data.
 */
const collector = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
    error: 'must be an address that begins with http:// or https://',
    abort: true,
  })
  .refine((text) => !/[?#]|\/\/[^/]*@/.test(text), {
    error: 'must be an address without a password, "?" or "#"; a token goes into OTEL_EXPORTER_OTLP_HEADERS',
  })
  .transform((text) => text.replace(/\/+$/, ''));

const slackUser = z.string().regex(/^[UW][A-Z0-9]+$/, {
  error: 'must be a Slack member ID, which begins with U or W; it is not a name',
});

const portRule = 'must be a number from 0 to 65535';
const port = z
  .string()
  .regex(/^\d{1,5}$/, { error: portRule, abort: true })
  .transform(Number)
  .refine((number) => number <= 65_535, { error: portRule });

/** What each variable must look like; a missing one gets its default, if it has one. */
export const variables = z.object({
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
  BOX_WEBHOOK_PRIMARY_KEY: word.optional(),
  BOX_WEBHOOK_SECONDARY_KEY: word.optional(),
  PORT: port.default(3000),
  METRICS_PORT: port.optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.optional(),
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
