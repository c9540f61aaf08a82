/** What time it is in the sandbox, whose clock people can move forward. */
import { sandboxAct } from '../control-api.ts';
import { useLive } from '../live.ts';

/** Milliseconds since the epoch; this machine's clock until the sandbox has answered. */
export function useNow(): number {
  const { value } = useLive('sandbox', 'clock', () => sandboxAct<{ offsetMs: number }>('clock', {}));
  return Date.now() + (value?.offsetMs ?? 0);
}
