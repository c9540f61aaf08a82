/** Options with which a local Box is started. */
import type { Attempt } from './deliveries.ts';
import type { BoxState } from './state.ts';
import type { ExchangeListener } from './traffic.ts';

export interface BoxOptions {
  /** The port that Box listens on; 0 or absent: any free port. */
  readonly port?: number;
  /** The clock: milliseconds since epoch; absent: the real time. */
  readonly clock?: () => number;
  /** Every answer of the API is delayed by this many ms. */
  readonly latencyMs?: number;
  /** How long (ms) a request stays in `converting`; absent: 300. */
  readonly conversionMs?: number;
  /** How long (ms) a request takes from `finalizing` to `signed`; absent: 300. */
  readonly finalizingMs?: number;
  /** Called for every call of the API. When it is given, `traffic` keeps only the newest calls. */
  readonly onExchange?: ExchangeListener;
  /** Called for every attempt to notify a webhook. */
  readonly onNotification?: (attempt: Attempt) => void;
  /** State of an earlier run, from `SandboxBox.state`. */
  readonly state?: BoxState;
}
