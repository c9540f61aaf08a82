/** `npm run backup`: writes everything in the store to one file. The app may be running. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BackupProblem, writeBackup } from '../store/backup.ts';
import { readArguments } from './arguments.ts';
import { writeLines } from './backup-file.ts';
import { refuse } from './refuse.ts';
import { configOrRefuse } from './settings.ts';
import { startProblem } from './start-problem.ts';

const usage = `npm run backup [-- FILE]: writes everything in the store to a new file, backup-DATE.jsonl.gz unless given.
The file holds names, addresses and encrypted tokens. The key that decrypts those is not in it: keep it elsewhere.`;

function readFileName(): string {
  const { positionals } = parseArgs({ allowPositionals: true, options: {} });
  const [file, ...more] = positionals;
  if (more.length > 0) throw new TypeError('Name one file at most.');
  return file ?? `backup-${new Date().toISOString().slice(0, 16).replace(':', '-')}.jsonl.gz`;
}

const file = readArguments(usage, readFileName);
const config = configOrRefuse(process.env);
try {
  const rows = await writeLines(file, (write) => writeBackup(config.store, Date.now(), write));
  process.stdout.write(`${rows} rows were written to ${resolve(file)}\n`);
} catch (error) {
  refuse(error instanceof BackupProblem ? error.message : startProblem(error, config));
}
