/**
 * What is done once, before anybody comes, as people would do it: where they install the app themselves, it is
 * added to Acme; Ana connects her Box account. What fails is tried again at the next start of the app.
 */
import type { SandboxBox } from '../box/server.ts';
import type { Kept } from '../kept.ts';
import type { SandboxSlack } from '../slack/server.ts';
import { connectAna } from './connecting.ts';
import { installAtAcme } from './globex.ts';

interface Begun {
  /** It was once; somebody may have taken it out since. Absent in what was kept before. */
  isInstalled?: boolean;
  /** She was once; she may have disconnected since. */
  isAnaConnected: boolean;
}

export function keptBegun(kept: Kept): Begun {
  const begun = kept.read<Begun>('begun') ?? { isAnaConnected: false };
  kept.follow('begun', begun);
  return begun;
}

interface Place {
  readonly slack: SandboxSlack;
  readonly box: SandboxBox;
  readonly appUrl: string;
}

/** The app runs. Says what could not be done, and why. */
export async function beginOnce(
  begun: Begun,
  { slack, box, appUrl }: Place,
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
  if (slack.state.app.isInstalled !== undefined && !begun.isInstalled) {
    begun.isInstalled = await once('Sign could not be added to Acme', () => installAtAcme(slack, appUrl));
    if (!begun.isInstalled) return;
  }
  if (begun.isAnaConnected) return;
  begun.isAnaConnected = await once('Ana could not be connected to Box', () =>
    connectAna({ slack, box, publicUrl: appUrl }),
  );
}
