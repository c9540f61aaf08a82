/** The list of a combobox, with group headings where it has groups. */
import { Fragment } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Choice } from './combobox.tsx';

export interface ListboxProps {
  readonly id: string;
  /** Id of the field's label. */
  readonly labelId: string | undefined;
  readonly isMany: boolean;
  readonly choices: readonly Choice[];
  readonly chosen: readonly Choice[];
  readonly active: Choice | undefined;
  readonly note: string;
  onChoose(choice: Choice): void;
}

export function Listbox({ id, labelId, isMany, choices, chosen, active, note, onChoose }: ListboxProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
  }, [active?.key]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-labelledby={labelId}
      aria-label={labelId === undefined ? 'Choices' : undefined}
      class="options"
      aria-multiselectable={isMany || undefined}
      // The field keeps the focus, even while its list is clicked or scrolled.
      onMouseDown={(event) => event.preventDefault()}
    >
      {choices.map((choice, index) => (
        <Fragment key={choice.key}>
          {choice.group !== undefined && choice.group !== choices[index - 1]?.group && (
            <div class="group small" role="presentation">
              {choice.group}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard is in the field, which moves and chooses. */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: as the pattern has it, options are never focused. */}
          <div
            id={`${id}-${choice.key}`}
            role="option"
            class={choice === active ? 'active' : ''}
            aria-selected={chosen.some(({ key }) => key === choice.key)}
            onClick={() => onChoose(choice)}
          >
            {choice.label}
            {choice.more && <small>{choice.more}</small>}
          </div>
        </Fragment>
      ))}
      {choices.length === 0 && (
        <div class="group small" role="status">
          {note}
        </div>
      )}
    </div>
  );
}
