/**
 * A list to choose one or several from, with a search field: the keyboard stays in the field, arrows move through the
 * list. https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
 */
import { useId, useRef, useState } from 'preact/hooks';
import { Chips } from './chips.tsx';
import type { ControlLabels } from './context.ts';
import { namingOf } from './context.ts';
import { Floating } from './floating.tsx';
import { Listbox } from './listbox.tsx';
import { useActive } from './use-active.ts';

/** An entry of a combobox. */
export interface Choice {
  readonly key: string;
  readonly label: string;
  /** Text that is shown smaller, beside the label. */
  readonly more?: string;
  readonly group?: string;
}

export interface ComboboxProps {
  readonly naming: ControlLabels | undefined;
  readonly placeholder: string;
  /** The choices that match the typed text. */
  readonly choices: readonly Choice[];
  readonly chosen: readonly Choice[];
  readonly isMany: boolean;
  /** How many choices may be chosen; absent: any number. */
  readonly most?: number | undefined;
  /** A note in place of choices, such as that they are loading or that nothing was found. */
  readonly note: string;
  onSearch(typed: string): void;
  onChoose(keys: readonly string[]): void;
}

export function Combobox(props: ComboboxProps) {
  const { naming, placeholder, choices, chosen, isMany, most, onSearch, onChoose } = props;
  const listId = useId();
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const isFull = isMany && most !== undefined && chosen.length >= most;
  const offered = isFull
    ? []
    : choices.filter(({ key }) => !isMany || chosen.every((one) => one.key !== key));
  const active = useActive(offered);
  const only = isMany ? undefined : chosen[0];

  const search = (text: string): void => {
    setTyped(text);
    onSearch(text);
    active.reset();
  };
  const open = (): void => {
    if (isOpen) return;
    setOpen(true);
    search('');
  };
  const close = (): void => {
    setOpen(false);
    setTyped('');
  };
  const choose = (choice: Choice): void => {
    onChoose(isMany ? [...chosen.map(({ key }) => key), choice.key] : [choice.key]);
    if (isMany) search('');
    else close();
    field.current?.focus();
  };
  const remove = (key: string): void => {
    onChoose(chosen.filter((one) => one.key !== key).map((one) => one.key));
    field.current?.focus();
  };
  const keyDown = (event: KeyboardEvent): void => {
    const last = chosen.at(-1);
    if (event.isComposing || (event.key === 'Escape' && !isOpen)) return;
    if (event.key === 'Backspace' && typed === '' && last) remove(last.key);
    else if (event.key === 'Enter') {
      // Enter in this field never submits the form.
      if (!isOpen) open();
      else if (active.choice) choose(active.choice);
    } else if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (isOpen) active.move(event.key === 'ArrowDown' ? 1 : -1);
      else open();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div ref={box} class="combobox">
      {isMany && <Chips chosen={chosen} onRemove={remove} />}
      <input
        ref={field}
        type="text"
        role="combobox"
        autocomplete="off"
        aria-expanded={isOpen}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && active.choice ? `${listId}-${active.choice.key}` : undefined}
        placeholder={isMany && chosen.length > 0 ? '' : (only?.label ?? placeholder)}
        value={isOpen ? typed : (only?.label ?? '')}
        onInput={(event) => {
          setOpen(true);
          search(event.currentTarget.value);
        }}
        onClick={open}
        onBlur={close}
        onKeyDown={keyDown}
        {...namingOf(naming, placeholder)}
      />
      {only && naming?.isRequired === false && (
        <button
          type="button"
          class="bare"
          aria-label={`Remove ${only.label}`}
          onClick={() => remove(only.key)}
        >
          ×
        </button>
      )}
      {isOpen && (
        <Floating anchor={box} isWide>
          <Listbox
            id={listId}
            labelId={naming?.labelId}
            isMany={isMany}
            choices={offered}
            chosen={chosen}
            active={active.choice}
            note={isFull ? `You can choose at most ${most}.` : props.note}
            onChoose={choose}
          />
        </Floating>
      )}
    </div>
  );
}
