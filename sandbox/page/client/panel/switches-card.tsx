/** Settings by which Slack and Box behave differently until they are switched off. */
import type { Faults, RunAct } from './misbehaviour.tsx';

export function SwitchesCard({ faults, act }: { readonly faults: Faults; readonly act: RunAct }) {
  return (
    <section class="card" aria-labelledby="switches-title">
      <h2 id="switches-title">Until you switch it off</h2>
      {faults.switches.map(({ id, title, isOn }) => (
        <label key={id} class="row">
          <input
            type="checkbox"
            checked={isOn}
            onChange={(event) => act('faults/switch', { switch: id, isOn: event.currentTarget.checked })}
          />
          <span>{title}</span>
        </label>
      ))}
    </section>
  );
}
