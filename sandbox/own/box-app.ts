/**
 * The app as its operator has registered it at Box: once, kept in Box's state, with the address that Box leads
 * people back to. That one follows the app's port, as an operator would change it in the developer console.
 */
import type { SandboxBox } from '../box/server.ts';
import type { OAuthApp } from '../box/state.ts';

/** @param publicUrl where people's browsers find the app. */
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
