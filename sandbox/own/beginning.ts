/**
 * One-time setup of the sandbox, through the same pages that people use. The app is installed in Acme if the sandbox
 * has workspaces; then Ana connects her Box account. A step that fails is retried at the app's next start.
 */
import type { SandboxBox } from '../box/server.ts';
import type { SavedState } from '../saved-state.ts';
import type { SandboxSlack } from '../slack/server.ts';
import { connectAna } from './connecting.ts';
import { installAtAcme } from './globex.ts';

/** The setup steps that are done, as saved between runs. */
interface SetupState {
  /**
   * Whether this setup installed the app in Acme; it may have been removed since. Absent before that step, and always
   * where the operator installs the app.
   */
  isInstalled?: boolean;
  /** Whether this setup connected Ana to Box; she may have disconnected since. */
  isAnaConnected: boolean;
}

/** The steps that earlier runs have done. Changes to the returned object are saved from now on. */
export function savedSetup(kept: SavedState): SetupState {
  const setup = kept.read<SetupState>('begun') ?? { isAnaConnected: false };
  kept.follow('begun', setup);
  return setup;
}

interface SetupContext {
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  readonly appUrl: string;
}

/** Runs the steps that are not done yet; the app must be running. `failed` is told which step failed, and why. */
export async function setUpOnce(
  setup: SetupState,
  { slack, box, appUrl }: SetupContext,
  failed: (what: string, reason: string) => void,
): Promise<void> {
  const once = async (what: string, act: () => Promise<void>): Promise<boolean> => {
    try {
      await act();
      return true;
    } catch (error) {
      failed(what, error instanceof Error ? error.message : String(error));
      return false;
    }
  };
  if (slack.state.app.isInstalled !== undefined && !setup.isInstalled) {
    setup.isInstalled = await once('Sign could not be added to Acme', () => installAtAcme(slack, appUrl));
    if (!setup.isInstalled) return;
  }
  if (setup.isAnaConnected) return;
  setup.isAnaConnected = await once('Ana could not be connected to Box', () =>
    connectAna({ slack, box, publicUrl: appUrl }),
  );
}
