/** `/sign workspace`: shows admins the state of the installation, and who has left open requests behind. */
import { forecastOf } from '../../signing/forecast.ts';
import { isPollingSlowed } from '../../signing/polling.ts';
import { isOpenState } from '../../signing/request-list.ts';
import type { Answer, CommandPayload } from '../../slack/payloads.ts';
import { type FormerMember, maxPeople, workspaceMessage } from '../../views/workspace.ts';
import { unusedCallSavers } from '../following/slowed-polling.ts';
import { forAdmin } from '../rights/admins.ts';
import { troubleWithSenders } from '../rights/senders.ts';
import type { Services } from '../services.ts';
import { hasScopeOf, settingsOf } from '../settings/read.ts';

/** `/sign workspace`: answers an admin with a private message. */
export function showWorkspace(services: Services, payload: CommandPayload): Answer {
  return forAdmin(services, payload, async ({ tenant, t }) => {
    const { departures, pollBudget } = services.store;
    const count = await departures.countConnected(tenant);
    const connected = { count, latest: await departures.listConnected(tenant, maxPeople) };
    const isSlowed = isPollingSlowed(await pollBudget.left());
    const left = await listFormerMembers(services, tenant);
    const unusedSavers = isSlowed ? unusedCallSavers(services) : null;
    const values = await settingsOf(services, tenant, null);
    const { used, perMonth } = await pollBudget.usage();
    const calls = { used, perMonth, forecast: forecastOf(used, services.now()) };
    const senders = await troubleWithSenders(services, tenant, values);
    const hasScope = hasScopeOf(services);
    const message = workspaceMessage({ connected, left, unusedSavers, calls, senders, values, hasScope }, t);
    await services.slack.respond(payload.responseUrl, message, 'ephemeral');
  });
}

async function listFormerMembers(services: Services, tenant: string): Promise<FormerMember[]> {
  const { departures, signRequests } = services.store;
  const left: FormerMember[] = [];
  for (const { userId, name, foundAt } of await departures.list(tenant)) {
    const all = await signRequests.listAll(tenant, userId);
    const ids = all.filter(({ state }) => isOpenState(state)).map(({ id }) => id);
    left.push({ name, foundAt, open: await signRequests.getMany(tenant, userId, ids) });
  }
  return left;
}
