/** Opens the page in the local browser. Where there is none, or nothing opens, the printed address is enough. */
import { spawn } from 'node:child_process';

/** The command that opens an address in a browser here; null without a screen, in CI, or in a remote session. */
export function openCommand(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] | null {
  if (env['CI'] || env['SSH_CONNECTION'] || env['SSH_TTY']) return null;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env['DISPLAY'] || env['WAYLAND_DISPLAY'] ? ['xdg-open'] : null;
}

export function openInBrowser(url: string): void {
  const [command, ...before] = openCommand(process.platform, process.env) ?? [];
  if (command === undefined) return;
  const child = spawn(command, [...before, url], { detached: true, stdio: 'ignore' });
  // A program that does not exist is no error: the address has been printed anyway.
  child.once('error', () => undefined);
  child.unref();
}
