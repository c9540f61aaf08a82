/**
 * A separate program that uses the embedded store, for tests that kill or trace it. Prints a line for each thing that
 * it has done, written synchronously. Arguments: what to do, and the folder.
 */
import { writeSync } from 'node:fs';
import { workRules } from '../../../src/features/work-rules.ts';
import { work } from '../../../src/signing/work.ts';
import { openStore, type Store, StoreInUse } from '../../../src/store/database.ts';
import { aSignRequest, keyOf, TENANT } from './records.ts';

const say = (line: string) => writeSync(1, `${line}\n`);

async function storeRequest(store: Store, id: string): Promise<void> {
  const record = aSignRequest(id);
  await store.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({
    record,
    steps: [work.create({ requestId: id })],
  }));
  say(`committed ${id}`);
}

async function draft(store: Store, id: string): Promise<void> {
  const { form, requester: user } = aSignRequest(id);
  const rest = {
    responseUrl: null,
    channel: null,
    replaces: null,
    changes: null,
    problem: null,
    createdAt: Date.now(),
  };
  await store.drafts.put(TENANT, { id, user, form, ...rest });
  say(`drafted ${id}`);
}

async function run(what: string | undefined, dataDir: string): Promise<void> {
  const store = await openStore({ dataDir, rules: workRules });
  say('open');
  if (what === 'hold') setInterval(() => undefined, 1_000);
  if (what === 'commit until killed') {
    for (let number = 1; ; number += 1) await storeRequest(store, `${process.pid}-${number}`);
  }
  if (what === 'draft and commit ten') {
    for (let number = 1; number <= 10; number += 1) {
      await draft(store, `d${number}`);
      await storeRequest(store, `r${number}`);
    }
    await store.close();
  }
}

const [what, dataDir = ''] = process.argv.slice(2);
run(what, dataDir).catch((error: unknown) => {
  say(error instanceof StoreInUse ? `in use: ${error.message}` : `failed: ${String(error)}`);
  process.exit(1);
});
