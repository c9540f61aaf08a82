/** Checks whether this version can open the existing store with these keys. Creates and writes nothing. */
import type { Config } from '../../config/config.ts';
import { whereToFind } from '../../config/help.ts';
import { wrongKeyMessage } from '../../store/database.ts';
import { LaterDatabase } from '../../store/migrations/state.ts';
import { formerAccessProblem } from '../../store/other-access.ts';
import {
  probeFolder,
  probeKeys,
  probeLock,
  probeMigrations,
  probeOtherAccess,
  probePostgres,
  probeTableRights,
} from '../../store/probe.ts';
import { type Check, type Finding, ok, unchecked, withStopHint, wrong } from './check.ts';
import { createTablesHint, storeHint } from './hints.ts';

const names = { place: 'Data folder', use: 'Data folder in use', server: 'PostgreSQL', version: 'Tables' };

const oldestPostgres = 15;

export function storeChecks({ store, box }: Config): readonly Check[] {
  const { databaseUrl, dataDir } = store;
  const asking = (ask: () => Promise<Finding> | Finding) => async (): Promise<Finding> => {
    try {
      return await ask();
    } catch (error) {
      const hint = storeHint(error, store);
      if (hint === null) throw error;
      return wrong(hint.says, hint.page);
    }
  };
  const place: readonly Check[] =
    databaseUrl === undefined
      ? [
          { name: names.place, run: asking(() => folderFinding(dataDir)) },
          {
            name: names.use,
            needs: [names.place],
            run: async () => withStopHint(await asking(() => lockFinding(dataDir))()),
          },
        ]
      : [
          {
            name: names.server,
            run: asking(async () => postgresFinding(await probePostgres(databaseUrl))),
          },
        ];
  return [
    ...place,
    { name: names.version, needs: place.map(({ name }) => name), run: asking(() => tablesFinding(store)) },
    { name: 'Encryption key', needs: [names.version], run: asking(() => keyFinding(store)) },
    {
      name: 'Box connections',
      needs: [names.version],
      run: asking(() => connectionsFinding(store, box.access.kind)),
    },
  ];
}

function folderFinding(dataDir: string): Finding {
  const { exists } = probeFolder(dataDir);
  return ok(exists ? dataDir : `${dataDir} will be created at the first start`);
}

function lockFinding(dataDir: string): Finding {
  probeLock(dataDir);
  return ok('by no other process');
}

/** The finding about a PostgreSQL version. @param version as the server states it: 150004 for 15.4 */
export function postgresFinding(version: number): Finding {
  const said = `${Math.floor(version / 10_000)}.${version % 10_000}`;
  if (version >= oldestPostgres * 10_000) return ok(`version ${said}`);
  return wrong(`It is version ${said}; ${oldestPostgres} or newer is needed.`, whereToFind('DATABASE_URL'));
}

async function tablesFinding(store: Config['store']): Promise<Finding> {
  const { missing, unknown, isUsable, isNew } = await probeMigrations(store);
  if (!isUsable) return wrong(new LaterDatabase(unknown).message);
  if (unknown.length > 0) return ok('of a later version, which this one can run beside');
  if (missing.length > 0 && store.databaseUrl !== undefined) {
    const { user, mayCreate } = await probeTableRights(store.databaseUrl);
    if (!mayCreate) return wrong(`The PostgreSQL user ${user} ${createTablesHint}`);
  }
  if (isNew) return ok('will be created at the first start');
  if (missing.length === 0) return ok('of this version');
  return ok(
    `${missing.length === 1 ? '1 change' : `${missing.length} changes`} will be made at the next start`,
  );
}

const checkedLater = unchecked('can be checked once the tables are of this version');

async function keyFinding(store: Config['store']): Promise<Finding> {
  const probed = await probeKeys(store);
  if (probed === null) return checkedLater;
  const { total, readable, keys } = probed;
  if (readable < total) {
    return wrong(
      readable === 0
        ? wrongKeyMessage
        : `${total - readable} of the newest ${total} encrypted values cannot be decrypted: ENCRYPTION_KEY lacks a key that is still needed.`,
    );
  }
  if (keys === 0) return ok('will be created in the data folder at the first start');
  return ok(total === 0 ? 'nothing is encrypted yet' : 'decrypts what is stored');
}

async function connectionsFinding(
  store: Config['store'],
  kind: Config['box']['access']['kind'],
): Promise<Finding> {
  const count = await probeOtherAccess(store, kind);
  if (count === null) return checkedLater;
  const problem = formerAccessProblem(count, kind);
  return problem === null ? ok('none in the store was made in another way than is set now') : wrong(problem);
}
