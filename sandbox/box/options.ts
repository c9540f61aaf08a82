/** Options with which a local Box is started. */
import type { Attempt } from './deliveries.ts';
import type { BoxState } from './state.ts';
import type { ExchangeListener } from './traffic.ts';

export interface BoxOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
  /** Milliseconds since epoch; the real time when absent. */
  readonly clock?: () => number;
  /** Every answer of the API is delayed by this much. */
  readonly latencyMs?: number;
  /** Time in `converting`; 300 when absent. */
  readonly conversionMs?: number;
  /** From `finalizing` to `signed`; 300 when absent. */
  readonly finalizingMs?: number;
  /** Called for every call of the API. When it is given, `traffic` keeps only the newest calls. */
  readonly onExchange?: ExchangeListener;
  /** Called for every attempt to notify a webhook. */
  readonly onNotification?: (attempt: Attempt) => void;
  /** State of an earlier run, from `SandboxBox.state`. */
  readonly state?: BoxState;
}
