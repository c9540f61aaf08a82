/**
 * The app as its operator registered it in Box: registered once, and stored in Box's state. Its redirect URI follows
 * the app's port, as an operator would change it in the developer console.
 */
import { randomBytes } from 'node:crypto';
import type { SandboxBox } from '../box/server.ts';
import type { OAuthApp } from '../box/tokens.ts';

/**
 * The app in Box: registered at the first run; later its redirect URI is replaced.
 * @param publicUrl the address at which people's browsers find the app
 */
export function registeredApp(
  box: SandboxBox,
  publicUrl: string,
): Pick<OAuthApp, 'clientId' | 'clientSecret'> {
  const redirectUri = `${publicUrl}/box/oauth_redirect`;
  const known = Object.values(box.state.apps).find(({ enterpriseId }) => enterpriseId === null);
  if (known === undefined) return box.addApp({ redirectUris: [redirectUri] });
  known.redirectUris.splice(0, known.redirectUris.length, redirectUri);
  return known;
}

/** The environment variables with the keys that Box signs notifications with. The keys are made at the first run. */
export function webhookEnvironment(box: SandboxBox): Record<string, string> {
  const made = () => randomBytes(24).toString('base64url');
  const { primary, secondary } = box.state.signatureKeys;
  const keys = { primary: primary ?? made(), secondary: secondary ?? made() };
  box.setSignatureKeys(keys);
  return { BOX_WEBHOOK_PRIMARY_KEY: keys.primary, BOX_WEBHOOK_SECONDARY_KEY: keys.secondary };
}
