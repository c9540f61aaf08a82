/** The pages for installing the app, where people install it themselves. Puts parts together, decides nothing. */

import type { ServerResponse } from 'node:http';
import type { Config } from '../config/config.ts';
import { Fault } from '../failure.ts';
import type { AllInstallations } from '../features/services.ts';
import { forgetLater, nextCheck } from '../features/workspace/job.ts';
import { boltLogger } from '../slack/bolt.ts';
import { createInstaller, type InstallEnd } from '../slack/install.ts';
import { manifestScopes } from '../slack/manifest.ts';
import { installedPage, notInstalledPage } from '../views/pages/install-pages.ts';
import { texts } from '../views/texts/index.ts';
import { setPageHeaders } from './browser.ts';
import type { Route } from './server.ts';

/** Path below PUBLIC_URL at which people start the installation. */
export const installPath = '/slack/install';
/** Path below PUBLIC_URL to which Slack sends people back. */
export const slackRedirectPath = '/slack/oauth_redirect';

/** The pages for installing, by path; none where the app has a single bot token. */
export function installPagesOf(
  { slack, server }: Config,
  { store, log, now }: AllInstallations,
): Readonly<Record<string, Route>> {
  const { access, apiUrl } = slack;
  const { publicUrl } = server;
  if (access.kind === 'one' || publicUrl === undefined) return {};
  const installer = createInstaller({
    ...access,
    apiUrl,
    redirectUri: publicUrl + slackRedirectPath,
    scopes: manifestScopes(),
    now,
    log,
    logger: boltLogger(log),
    spendState: store.installations.spendState,
    save: async (installed) => {
      const { isEnterpriseInstall, enterpriseId, teamId } = installed;
      const tenant = isEnterpriseInstall ? enterpriseId : teamId;
      if (tenant === null) throw new Fault('Slack did not say where the app was installed');
      await store.installations.save({ ...installed, tenant }, [nextCheck()]);
      // The 30 days until the workspace's data is deleted begin anew if its token dies later.
      await store.jobs.drop(tenant, forgetLater());
      log.info({ tenant }, 'the app was installed');
    },
    show: sendEndPage,
  });
  const page = (answer: typeof installer.begin): Route => ({
    methods: ['GET'],
    answer: (request, response) => {
      setPageHeaders(response, publicUrl);
      return answer(request, response);
    },
  });
  return { [installPath]: page(installer.begin), [slackRedirectPath]: page(installer.end) };
}

/** The HTTP status of the page, by how the installation ended. */
const statusOfEnd: Readonly<Record<InstallEnd['kind'], number>> = {
  installed: 200,
  refused: 200,
  stale: 400,
  crowded: 429,
  failed: 502,
};

function sendEndPage(response: ServerResponse, end: InstallEnd): void {
  const t = texts(null, null);
  const page =
    end.kind === 'installed' ? installedPage(end.name, t) : notInstalledPage(end.kind, installPath, t);
  response.writeHead(statusOfEnd[end.kind], { 'content-type': 'text/html; charset=utf-8' }).end(page);
}
