/**
 * The disk of the embedded store is full while people act: the process may write nothing to files, by a limit that is
 * set on it and lifted again, or by writes that fail as on a full disk where such a fault can be injected.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { canTrace } from '../../stories/tracing.ts';
import { chanceOf } from '../chance.ts';
import type { Scenario, Trouble } from '../scenario.ts';

/** Makes the disk full for a process. Resolves with a function that makes room again. */
type Fills = (pid: number) => Promise<() => Promise<void>>;

const byLimit: Fills = async (pid) => {
  const limits = (soft: string) => promisify(execFile)('prlimit', ['--pid', `${pid}`, `--fsize=${soft}:`]);
  await limits('1');
  return async () => void (await limits('unlimited'));
};

const byFailingWrites: Fills = async (pid) => {
  const calls = 'pwrite64,fallocate,ftruncate';
  const options = ['-f', '-o', '/dev/null', '-e', `trace=${calls}`, '-e', `inject=${calls}:error=ENOSPC`];
  const strace = spawn('strace', [...options, '-p', `${pid}`], { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(strace, 'exit');
  for await (const line of createInterface(strace.stderr)) if (line.includes('attached')) break;
  return async () => {
    strace.kill('SIGINT');
    await ended;
  };
};

export const disk: Scenario = {
  name: 'disk',
  what: 'the disk of the embedded store is full, again and again',
  store: 'sqlite',
  processes: 1,
  requests: 40,
  hasKills: false,
  starts: (seed, world): Trouble => {
    const chance = chanceOf(seed, 'disk');
    const ways = canTrace
      ? { 'by a limit': byLimit, 'by failing writes': byFailingWrites }
      : { 'by a limit': byLimit };
    const counts = new Map<string, number>();
    return {
      during: async (step) => {
        const [pid] = world.pids();
        if (step % 4 === 3 || pid === undefined) return;
        await pause(chance.whole(0, 300));
        const [how, fills] = chance.pick(Object.entries(ways));
        counts.set(how, (counts.get(how) ?? 0) + 1);
        const makesRoom = await fills(pid);
        await pause(chance.whole(1_000, 4_000));
        await makesRoom();
        // The work that was refused is done now, and people see its effect.
        await pause(1_000);
      },
      stop: () => undefined,
      lines: () => [`full: ${[...counts].map(([how, many]) => `${many} times ${how}`).join(', ')}`],
    };
  },
};
