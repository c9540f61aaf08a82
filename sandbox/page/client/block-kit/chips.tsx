/** Shows the chosen options of a multi-select, each with a button that removes it. */
import type { Choice } from './combobox.tsx';

export function Chips(props: { readonly chosen: readonly Choice[]; onRemove(key: string): void }) {
  return (
    <>
      {props.chosen.map(({ key, label }) => (
        <span key={key} class="chip">
          <span class="cut" title={label}>
            {label}
          </span>
          <button
            type="button"
            class="bare"
            aria-label={`Remove ${label}`}
            onClick={() => props.onRemove(key)}
          >
            ×
          </button>
        </span>
      ))}
    </>
  );
}
