/** Plans faults of Slack and Box for their next calls, and lists planned and past ones. */
import { useState } from 'preact/hooks';
import type { Faults, Plan, RunAct } from './misbehaviour.tsx';

const counts = [
  { times: 1, title: 'the next call' },
  { times: 3, title: 'the next 3 calls' },
  { times: 10, title: 'the next 10 calls' },
  { times: null, title: 'every call, until you stop it' },
] as const;

interface PlansProps {
  readonly faults: Faults;
  readonly act: RunAct;
}

export function Plans({ faults, act }: PlansProps) {
  const [chosen, setChosen] = useState(0);
  const times = counts[chosen]?.times ?? null;
  return (
    <section class="card" aria-labelledby="plans-title">
      <h2 id="plans-title">What goes wrong</h2>
      <label class="row">
        It happens to
        <select value={String(chosen)} onChange={(event) => setChosen(Number(event.currentTarget.value))}>
          {counts.map(({ title }, place) => (
            <option key={title} value={String(place)}>
              {title}
            </option>
          ))}
        </select>
      </label>
      {['Slack', 'Box'].map((service) => (
        <div key={service}>
          <h3>{service}</h3>
          <ul class="list stack misdeeds">
            {faults.misdeeds
              .filter((misdeed) => misdeed.service === service)
              .map(({ id, title }) => (
                <li key={id}>
                  <button type="button" onClick={() => act('faults/plan', { misdeed: id, times })}>
                    {title}
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

/** The list of planned and past faults: how many calls each will still affect, and how many it did. */
export function Planned({ faults }: { readonly faults: Faults }) {
  return (
    <section class="card" aria-labelledby="planned-title">
      <h2 id="planned-title">Planned and happened</h2>
      <div role="status">
        {faults.plans.length === 0 && <p class="soft">Nothing is planned. Every call will succeed.</p>}
        <ul class="list stack">
          {faults.plans.toReversed().map((plan) => (
            <li key={plan.id} class={plan.left === 0 ? 'notice between' : 'notice warning between'}>
              <span>{plan.title}</span>
              <strong>{stateOf(plan)}</strong>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function stateOf({ left, hits }: Plan): string {
  if (left === null || hits === null) return 'at every call';
  if (left === 0) return hits === 1 ? 'happened' : `happened ${hits} times`;
  const waiting = left === 1 ? 'waiting for a call' : `waiting for ${left} calls`;
  return hits === 0 ? waiting : `${waiting}, happened ${hits} times`;
}
