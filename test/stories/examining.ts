/**
 * Runs the operator's programs, such as the doctor, as separate processes that get only an environment and arguments.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { World } from './world.ts';

const dist = new URL('../../dist/', import.meta.url);

/** What the doctor printed, and how it ended. */
export interface Examination {
  readonly status: number | null;
  readonly output: string;
  /** The lines that name a fault, each with the line below it, which says where to fix it. */
  readonly wrongs: readonly string[];
}

/** Runs the doctor. @param clockOffsetMs how far this machine's clock is ahead of Slack's and Box's */
export async function runDoctor(
  env: Readonly<Record<string, string>>,
  clockOffsetMs = 0,
  args: readonly string[] = [],
): Promise<Examination> {
  const { status, output, problems } = await runProgram('doctor', env, args, clockOffsetMs);
  const all = output + problems;
  return { status, output: all, wrongs: all.match(/^ {2}✗ .*(\n {4}.*)?$/gm) ?? [] };
}

/** Runs a program of `src/` to its end in the folder `cwd`; returns what it printed. */
export async function runProgram(
  name: 'doctor' | 'data' | 'backup' | 'restore',
  env: Readonly<Record<string, string>>,
  args: readonly string[],
  clockOffsetMs = 0,
  cwd = fileURLToPath(dist),
): Promise<{ readonly status: number | null; readonly output: string; readonly problems: string }> {
  const preload = ['--import', new URL('sandbox/clock-preload.js', dist).href];
  const program = fileURLToPath(new URL(`${name}.js`, dist));
  const child = spawn(process.execPath, [...preload, program, ...args], {
    env: { PATH: process.env['PATH'], CLOCK_OFFSET_MS: String(clockOffsetMs), ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { output: '', problems: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.problems += text;
  });
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { status, ...said };
}

/** The settings of this world's operator, for an app that Slack reaches over HTTP. */
export function settingsOf({ slack, box, store }: World): Record<string, string> {
  const ana = Object.values(box.state.users).find(({ login }) => login === 'ana@acme.com');
  const [token = ''] = Object.entries(box.state.tokens).find(([, { userId }]) => userId === ana?.id) ?? [];
  return {
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_API_URL: slack.apiUrl,
    BOX_DEVELOPER_TOKEN: token,
    BOX_DEVELOPER_SLACK_USER: slack.user('ana').id,
    BOX_API_URL: box.url,
    HOST: '127.0.0.1',
    PORT: '0',
    ...store,
  };
}

const secretNames = /TOKEN|SECRET|KEY|DATABASE_URL/;

/** The values of the environment that must not be printed. */
export function secretsOf(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env)
    .filter(([name, value]) => secretNames.test(name) && value !== '')
    .map(([, value]) => value);
}
