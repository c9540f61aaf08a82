/**
 * Time from the start of the process to "ready", and memory at rest, compared with a bare Bolt app that has loaded the
 * Box SDK.
 */
import { pause } from '../../sandbox/http.ts';
import { startProgram } from '../program.ts';
import { atMost, type Row } from '../row.ts';
import { startWorld } from '../world.ts';

/** The longest time (ms) that the work after a start takes. */
const restsAfterMs = 1_500;
const megabyte = 1024 * 1024;

export const start: Row = {
  name: 'start',
  stores: ['sqlite', 'postgres'],
  rounds: 3,
  async measure(store) {
    const world = await startWorld(store);
    try {
      // The first start creates the tables.
      await (await startProgram('app', world.env)).stop();
      const [bare, app] = [await measureStart('bare', world.env), await measureStart('app', world.env)];
      return [
        { what: 'start to ready', value: app.ms / bare.ms, unit: 'times', goal: atMost(1.3) },
        { what: '  the app', value: app.ms, unit: 'ms' },
        { what: '  bare', value: bare.ms, unit: 'ms' },
        { what: 'memory at rest', value: app.bytes / bare.bytes, unit: 'times', goal: atMost(1.4) },
        { what: '  the app', value: app.bytes / megabyte, unit: 'MB' },
        { what: '  bare', value: bare.bytes / megabyte, unit: 'MB' },
      ];
    } finally {
      await world.stop();
    }
  },
};

/** Starts a program, lets it rest, and measures its start-up time (ms) and memory (bytes). */
async function measureStart(name: 'bare' | 'app', env: Readonly<Record<string, string>>) {
  const program = await startProgram(name, env);
  await pause(restsAfterMs);
  const bytes = program.memory();
  await program.stop();
  return { ms: program.readyAfterMs, bytes };
}
