/** How slowly Slack and Box answer, and the delay of Box's lists. */
import type { Faults, RunAct } from './misbehaviour.tsx';

const paces = [0, 300, 1_000, 3_000, 10_000] as const;
const lags = [0, 10_000, 60_000] as const;

interface PaceProps {
  readonly faults: Faults;
  readonly act: RunAct;
}

export function Pace({ faults, act }: PaceProps) {
  return (
    <section class="card" aria-labelledby="pace-title">
      <h2 id="pace-title">Pace</h2>
      <Choice
        name="slackLatencyMs"
        title="Slack answers"
        value={faults.slackLatencyMs}
        offered={paces}
        act={act}
      />
      <Choice name="boxLatencyMs" title="Box answers" value={faults.boxLatencyMs} offered={paces} act={act} />
      <Choice
        name="listLagMs"
        title="New signature requests appear in Box's lists"
        value={faults.listLagMs}
        offered={lags}
        act={act}
      />
    </section>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly title: string;
  readonly value: number;
  readonly offered: readonly number[];
  readonly act: RunAct;
}

function Choice({ name, title, value, offered, act }: ChoiceProps) {
  // The sandbox may have been started with a different value.
  const all = [...new Set([...offered, value])].toSorted((one, other) => one - other);
  return (
    <fieldset class="choices">
      <legend>{title}</legend>
      {all.map((ms) => (
        <label key={ms}>
          <input
            type="radio"
            name={name}
            checked={ms === value}
            onChange={() => act('faults/pace', { [name]: ms })}
          />
          <span>{ms === 0 ? 'at once' : `${ms / 1_000} s late`}</span>
        </label>
      ))}
    </fieldset>
  );
}
