/** What time it is in the sandbox, whose clock people can move forward, for a reader of Box's pages and of mail. */
import type { Reader } from '../block-kit/dates.ts';
import { sandboxAct } from '../control-api.ts';
import { useLive } from '../live.ts';

export interface Clock {
  /** The time in milliseconds since the epoch; this machine's until the sandbox has answered. */
  readonly now: number;
  /** The zone is the person's in Slack, else Ana's; this browser's until known. The language is always English. */
  readonly reader: Reader;
}

const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The sandbox's clock. @param address that of the account or mailbox that is shown */
export function useClock(address: string): Clock {
  const { value } = useLive('sandbox', `clock ${address}`, () =>
    sandboxAct<{ offsetMs: number; zone: string }>('clock', { address }),
  );
  return {
    now: Date.now() + (value?.offsetMs ?? 0),
    reader: { tz: value?.zone ?? ownZone, locale: 'en-US' },
  };
}
