/** `/sign workspace`: shows admins the state of the installation, and who has left open requests behind. */
import { isThinnedOut } from '../../signing/polling.ts';
import { isOpenState } from '../../signing/request-list.ts';
import { isAdminOf } from '../../slack/membership.ts';
import type { Answer, CommandPayload } from '../../slack/payloads.ts';
import { type LeftBehind, workspaceMessage } from '../../views/workspace.ts';
import { unusedCallSavers } from '../following/thinned.ts';
import { forMember } from '../rights/members.ts';
import type { Services } from '../services.ts';
import { tellPrivately } from '../tell.ts';

/** `/sign workspace`. Slack is asked every time whether the person is an admin: a permission must not be cached. */
export function showWorkspace(services: Services, payload: CommandPayload): Answer {
  return forMember(services, payload, async ({ tenant, person, t }) => {
    const { slack, identity } = services;
    const isAdmin = isAdminOf(await slack.person(person.userId), identity);
    if (!isAdmin)
      return tellPrivately(services, payload, t.workspace.onlyAdmins(identity.isEnterpriseInstall), t);
    const connected = await services.store.departures.countConnected(tenant);
    const isThinned = isThinnedOut(await services.store.pollBudget.left());
    const left = await leftBehind(services, tenant);
    const thinned = isThinned ? unusedCallSavers(services) : null;
    const message = workspaceMessage({ connected, left, thinned }, t);
    await services.slack.respond(payload.responseUrl, message, 'ephemeral');
  });
}

async function leftBehind(services: Services, tenant: string): Promise<LeftBehind[]> {
  const { departures, signRequests } = services.store;
  const left: LeftBehind[] = [];
  for (const { userId, name, foundAt } of await departures.list(tenant)) {
    const all = await signRequests.listAll(tenant, userId);
    const ids = all.filter(({ state }) => isOpenState(state)).map(({ id }) => id);
    left.push({ name, foundAt, open: await signRequests.getMany(tenant, userId, ids) });
  }
  return left;
}
