/** `npm run restore`: fills the store from a backup. The app must not be running. */
import { parseArgs } from 'node:util';
import { BackupProblem } from '../store/backup.ts';
import { restoreBackup } from '../store/restore.ts';
import { readArguments } from './arguments.ts';
import { readLines } from './backup-file.ts';
import { refuse } from './refuse.ts';
import { configOrRefuse } from './settings.ts';
import { startProblem } from './start-problem.ts';

const usage = `npm run restore -- FILE [--force]: fills the store from a backup. Stop the app first, every process of it.
  --force  deletes what the store holds`;

function readOptions(): { readonly file: string; readonly isForced: boolean } {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { force: { type: 'boolean', default: false } },
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new TypeError('Name the file of the backup.');
  return { file, isForced: values.force };
}

const { file, isForced } = readArguments(usage, readOptions);
const config = configOrRefuse(process.env, {
  ENCRYPTION_KEY: 'Set it to the key that was in use when the backup was written',
});
try {
  const { rows, at } = await restoreBackup(config.store, () => readLines(file), isForced);
  process.stdout.write(`${rows} rows of ${new Date(at).toISOString()} were restored. Now start the app.\n`);
} catch (error) {
  refuse(error instanceof BackupProblem ? error.message : startProblem(error, config));
}
