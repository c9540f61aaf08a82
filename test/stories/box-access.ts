/**
 * A story's access to Box: what its operator configures and, where people use their own accounts, who has connected
 * theirs before the story begins. Other stories test how people connect.
 */
import type { SandboxBox } from '../../sandbox/box/server.ts';
import { freePort } from '../../sandbox/http.ts';
import { webhookEnvironment } from '../../sandbox/own/box-app.ts';
import { createBoxOAuth } from '../../src/box/oauth.ts';
import { workRules } from '../../src/features/work-rules.ts';
import { openStore } from '../../src/store/database.ts';
import type { StorePlace } from './stored.ts';

export type BoxAccess = 'trial' | 'oauth' | 'client-credentials';

/** Id of the enterprise that Client Credentials Grant is authorised in. */
export const enterpriseId = '987654';

export interface BoxSetting {
  readonly access: BoxAccess;
  readonly box: SandboxBox;
  readonly store: StorePlace & { readonly ENCRYPTION_KEY?: string };
  readonly clock: () => number;
  readonly teamId: string;
  /** The public address that the story's own browsers resolve to the app; absent: the app's real address. */
  readonly publicUrl?: string | undefined;
  /** Ana's id in Slack, and her login and developer token in Box. */
  readonly ana: { readonly slackId: string; readonly login: string; readonly token: string };
}

/** Prepares this kind of access in Box, and returns the app's environment for it. With OAuth, Ana is then connected. */
export async function boxEnv(setting: BoxSetting): Promise<Record<string, string>> {
  const { access, box, ana } = setting;
  if (access === 'trial') return { BOX_DEVELOPER_TOKEN: ana.token, BOX_DEVELOPER_SLACK_USER: ana.slackId };
  if (access === 'client-credentials') {
    const { clientId, clientSecret } = box.addApp({ enterpriseId });
    return { BOX_CLIENT_ID: clientId, BOX_CLIENT_SECRET: clientSecret, BOX_ENTERPRISE_ID: enterpriseId };
  }
  // The port is chosen before the app starts, because people's browsers must come back to it.
  const port = setting.publicUrl === undefined ? String(await freePort()) : '0';
  const publicUrl = setting.publicUrl ?? `http://127.0.0.1:${port}`;
  const redirectUri = `${publicUrl}/box/oauth_redirect`;
  const { clientId, clientSecret } = box.addApp({ redirectUris: [redirectUri] });
  await connectAna(setting, { clientId, clientSecret, redirectUri });
  return { BOX_CLIENT_ID: clientId, BOX_CLIENT_SECRET: clientSecret, PUBLIC_URL: publicUrl, PORT: port };
}

/** The webhook keys and, if the app has no public address yet, one at which Box reaches it. */
export async function webhookEnv(
  box: SandboxBox,
  { PUBLIC_URL: known }: Record<string, string>,
): Promise<Record<string, string>> {
  const keys = webhookEnvironment(box);
  if (known !== undefined) return keys;
  const port = String(await freePort());
  return { ...keys, PUBLIC_URL: `http://127.0.0.1:${port}`, PORT: port };
}

/** Connects Ana before the app starts: she grants access in Box, and the tokens are written to the app's store. */
async function connectAna(
  { box, store: place, clock, teamId, ana }: BoxSetting,
  app: { clientId: string; clientSecret: string; redirectUri: string },
): Promise<void> {
  const oauth = createBoxOAuth({ ...app, apiUrl: box.url, accountUrl: box.url, now: clock });
  const back = await box.person(ana.login).grants(oauth.authorizeUrl('state'));
  const found = await oauth.exchange(new URL(back).searchParams.get('code') ?? '');
  if ('refused' in found) throw new Error(`Box gave no tokens: ${found.refused}`);
  const user = await oauth.userOf(found);
  const store = await openStore({
    dataDir: place.DATA_DIR ?? '',
    databaseUrl: place.DATABASE_URL,
    encryptionKeys: place.ENCRYPTION_KEY,
    rules: workRules,
  });
  await store.connections.save(teamId, ana.slackId, { ...user, tokens: found });
  await store.close();
}
