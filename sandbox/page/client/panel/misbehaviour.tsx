/** Makes Slack and Box slow, busy, broken or forgetful, moves the clock, and kills the app. */
import { useState } from 'preact/hooks';
import { sandboxAct } from '../control-api.ts';
import { useLive } from '../live.ts';
import { AppCard } from './app-card.tsx';
import { ClockCard } from './clock-card.tsx';
import { ConnectionsCard } from './connections-card.tsx';
import { Pace } from './pace.tsx';
import { Planned, Plans } from './plans.tsx';
import { SwitchesCard } from './switches-card.tsx';
import { WebhooksCard } from './webhooks-card.tsx';

/** A planned fault, or one that has taken effect. */
export interface Plan {
  readonly id: number;
  readonly service: string;
  readonly title: string;
  /** How many calls will still be affected; null: all, until faults are cleared. */
  readonly left: number | null;
  /** How many calls were affected; null: not counted. */
  readonly hits: number | null;
}

export interface Faults {
  readonly misdeeds: readonly { readonly id: string; readonly service: string; readonly title: string }[];
  readonly plans: readonly Plan[];
  readonly slackLatencyMs: number;
  readonly boxLatencyMs: number;
  readonly listLagMs: number;
  readonly switches: readonly { readonly id: string; readonly title: string; readonly isOn: boolean }[];
}

/** Runs an act of the control server and shows its error, if any. */
export type RunAct = (path: string, body: object) => void;

export function Misbehaviour() {
  const {
    value: faults,
    error,
    refresh,
  } = useLive('sandbox', 'faults', () => sandboxAct<Faults>('faults', {}));
  const [problem, setProblem] = useState<string | null>(null);
  const act: RunAct = (path, body) => {
    sandboxAct(path, body).then(
      () => {
        setProblem(null);
        return refresh();
      },
      (reason: Error) => setProblem(reason.message),
    );
  };
  return (
    <section class="panel stack" aria-labelledby="faults-title">
      <div class="between">
        <div>
          <h1 id="faults-title">Misbehave</h1>
          <p class="soft">Make Slack and Box fail, and see what the app tells people.</p>
        </div>
        <button
          type="button"
          class="primary"
          disabled={!faults || isEverythingOff(faults)}
          onClick={() => act('faults/clear', {})}
        >
          Stop all failures
        </button>
      </div>
      {(problem ?? error) && (
        <p class="wrong" role="alert">
          {problem ?? error?.message}
        </p>
      )}
      {!faults && !error && <p class="soft">Looking…</p>}
      {faults && (
        <div class="panel-cards">
          <Plans faults={faults} act={act} />
          <div class="stack">
            <Planned faults={faults} />
            <Pace faults={faults} act={act} />
            <SwitchesCard faults={faults} act={act} />
            <WebhooksCard act={act} />
            <ClockCard act={act} />
            <ConnectionsCard act={act} />
            <AppCard act={act} />
          </div>
        </div>
      )}
    </section>
  );
}

function isEverythingOff({ plans, slackLatencyMs, boxLatencyMs, listLagMs, switches }: Faults): boolean {
  const isAllOff = switches.every(({ isOn }) => !isOn);
  return isAllOff && plans.length === 0 && slackLatencyMs + boxLatencyMs + listLagMs === 0;
}
