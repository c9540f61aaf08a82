/** What a local Box is started with. */
import type { Attempt } from './deliveries.ts';
import type { BoxState } from './state.ts';
import type { Noted } from './traffic.ts';

export interface BoxOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Milliseconds since epoch; the real time when absent. */
  readonly clock?: () => number;
  /** Every answer of the API comes so much later. */
  readonly latencyMs?: number;
  /** From `converting` on; 300 when absent. */
  readonly conversionMs?: number;
  /** From `finalizing` to `signed`; 300 when absent. */
  readonly finalizingMs?: number;
  /** Told of every call of the API; then only the newest stay in `traffic`. */
  readonly noted?: Noted;
  /** Told of every attempt to notify a webhook. */
  readonly notified?: (attempt: Attempt) => void;
  /** Goes on from what `SandboxBox.state` held. */
  readonly state?: BoxState;
}
