/**
 * `npm run data`: shows or deletes what is stored about one person, when that person asks; prints the history; and
 * deletes connections of a kind of access to Box that is no longer configured. For the operator. It does not delete
 * what Slack and Box store, and says so.
 */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../config/config.ts';
import { workRules } from '../features/work-rules.ts';
import { historyLog } from '../signing/history-log.ts';
import { openStore, type PersonKey, type Store } from '../store/database.ts';
import { holdsStore } from '../store/folder.ts';
import { readArguments } from './arguments.ts';
import { forgetPerson } from './forget-person.ts';
import { refuse } from './refuse.ts';
import { configOrRefuse } from './settings.ts';
import { startProblem } from './start-problem.ts';

const usage = `npm run --silent data -- export|forget --email ADDRESS | --user MEMBER_ID [--tenant TEAM_ID]
npm run --silent data -- end-former
npm run --silent data -- history [--tenant TEAM_ID]
  export            prints what is stored about that person, as JSON
  forget            deletes their data, and removes them from other people's closed requests
  end-former        ends connections to Box that were made in another way than the current settings
  history           prints who did what from Slack, as CSV
  --email ADDRESS   a signer or sender, by address
  --user MEMBER_ID  a person in Slack (U…)
  --tenant TEAM_ID  the workspace (T…) or organisation (E…) of that member; needed when several have the same ID
With the embedded store, stop the app first: only one process at a time can open it.`;

const print = (value: object): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
};

interface PersonRequest {
  readonly act: 'export' | 'forget';
  readonly email?: string;
  readonly user?: string;
  readonly tenant?: string;
}

interface HistoryRequest {
  readonly act: 'history';
  readonly tenant?: string;
}

function readRequest(): PersonRequest | HistoryRequest | 'end-former' {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { email: { type: 'string' }, user: { type: 'string' }, tenant: { type: 'string' } },
  });
  const [act, ...more] = positionals;
  if (act === 'end-former' && more.length === 0 && Object.keys(values).length === 0) return act;
  if (values.tenant !== undefined && !/^[TE][A-Z0-9]{4,}$/.test(values.tenant)) {
    throw new TypeError('--tenant takes the ID of a workspace (T…) or of an organisation (E…)');
  }
  const isForAll = values.email === undefined && values.user === undefined;
  if (act === 'history' && more.length === 0 && isForAll) {
    return values.tenant === undefined ? { act } : { act, tenant: values.tenant };
  }
  const isOne = (values.email === undefined) !== (values.user === undefined);
  if ((act !== 'export' && act !== 'forget') || more.length > 0 || !isOne) {
    throw new TypeError('Say what to do, and for whom: either --email or --user.');
  }
  if (values.email !== undefined && !/^[^\s@]+@[^\s@]+$/.test(values.email)) {
    throw new TypeError('--email takes an address');
  }
  if (values.user !== undefined && !/^[UW][A-Z0-9]{4,}$/.test(values.user)) {
    throw new TypeError(
      '--user takes a member ID (U…): in Slack, their profile, the three dots, Copy member ID',
    );
  }
  return { act, ...values };
}

async function personKeyOf(store: Store, { email, user = '', tenant }: PersonRequest): Promise<PersonKey> {
  if (email !== undefined) return { email };
  if (tenant !== undefined) return { tenant, user };
  const tenants = await store.personalData.tenantsOf(user);
  if (tenants.length > 1)
    refuse(`${user} exists in several workspaces: add --tenant with one of ${tenants.join(', ')}`);
  return { tenant: tenants[0] ?? '', user };
}

/** Says that nothing is stored; a mistyped address or user id leads here, too. */
function reportNothingStored({ email, user = '', tenant }: PersonRequest): void {
  const where = tenant === undefined ? '' : ` in ${tenant}`;
  process.stderr.write(`Nothing is stored about ${email ?? user}${where}.\n`);
}

async function runRequest(store: Store, asked: PersonRequest): Promise<void> {
  const whose = await personKeyOf(store, asked);
  if (asked.act === 'export') {
    const found = await store.personalData.find(whose);
    if (Object.values(found).every((list) => list.length === 0)) reportNothingStored(asked);
    return print(found);
  }
  const { rows, open } = await forgetPerson(store, whose);
  if (open.length === 0 && Object.values(rows).every((count) => count === 0)) reportNothingStored(asked);
  print({
    forgotten: rows,
    stillOpen: open,
    note:
      open.length > 0
        ? 'Open requests keep the data they need: cancel them or wait, then run this again. Messages in Slack, and documents and emails in Box, are not touched.'
        : 'Messages in Slack, and documents and emails in Box, are not touched.',
  });
}

/** The history of one workspace, or of all. */
async function printHistory(store: Store, { tenant }: HistoryRequest): Promise<void> {
  process.stdout.write(historyLog(await store.history.all(tenant ?? null)));
}

/** Deletes connections of all kinds of access to Box but the configured one. The app revokes their tokens later. */
async function endFormerConnections(store: Store, { box }: Config): Promise<void> {
  if (box.access.kind === 'trial') refuse('A trial cannot revoke tokens: give it a DATA_DIR of its own.');
  const former = await store.countConnectionsOfOtherAccess(box.access.kind);
  const toBeRevoked = await store.deleteConnectionsOfOtherAccess(box.access.kind);
  print({ ended: former, toBeRevoked, note: 'Tokens are revoked at Box once the app runs.' });
}

const asked = readArguments(usage, readRequest);
const config = configOrRefuse(process.env);
const { databaseUrl, dataDir } = config.store;
if (databaseUrl === undefined && !holdsStore(dataDir)) {
  refuse(
    `There is no store in ${resolve(dataDir)}. DATA_DIR says where the app keeps it; run this where the app runs.`,
  );
}
try {
  const store = await openStore({ ...config.store, rules: workRules });
  try {
    await store.checkKeys();
    if (asked === 'end-former') await endFormerConnections(store, config);
    else if (asked.act === 'history') await printHistory(store, asked);
    else await runRequest(store, asked);
  } finally {
    await store.close();
  }
} catch (error) {
  refuse(startProblem(error, config));
}
