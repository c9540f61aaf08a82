/** Checkboxes and radio buttons. */
import { useId } from 'preact/hooks';
import { type ElementProps, useControlValue } from './context.ts';
import { objectAt, objectsAt, textAt } from './json.ts';
import type { Json } from './surface.ts';
import { Text } from './text.tsx';

export function Checkboxes({ element, blockId, named }: ElementProps) {
  const { value, enter } = useControlValue(element, blockId);
  const chosen = objectsAt(value, 'selected_options');
  const options = objectsAt(element, 'options');
  const isChosen = (option: Json): boolean =>
    chosen.some((one) => textAt(one, 'value') === textAt(option, 'value'));
  const toggle = (option: Json, isOn: boolean): void =>
    enter({ selected_options: options.filter((one) => (one === option ? isOn : isChosen(one))) });
  return (
    <fieldset aria-labelledby={named?.labelId} aria-describedby={named?.describedBy}>
      {options.map((option) => (
        <Choice
          key={textAt(option, 'value')}
          type="checkbox"
          option={option}
          isChosen={isChosen(option)}
          isInvalid={named?.isInvalid ?? false}
          onChoose={(isOn) => toggle(option, isOn)}
        />
      ))}
    </fieldset>
  );
}

export function RadioButtons({ element, blockId, named }: ElementProps) {
  const { value, enter } = useControlValue(element, blockId);
  const group = useId();
  const chosen = textAt(objectAt(value, 'selected_option'), 'value');
  return (
    <div
      role="radiogroup"
      aria-labelledby={named?.labelId}
      aria-describedby={named?.describedBy}
      aria-required={named?.isRequired || undefined}
    >
      {objectsAt(element, 'options').map((option) => (
        <Choice
          key={textAt(option, 'value')}
          type="radio"
          group={group}
          option={option}
          isChosen={textAt(option, 'value') === chosen}
          isInvalid={named?.isInvalid ?? false}
          onChoose={() => enter({ selected_option: option })}
        />
      ))}
    </div>
  );
}

interface ChoiceProps {
  readonly type: 'checkbox' | 'radio';
  readonly group?: string;
  readonly option: Json;
  readonly isChosen: boolean;
  readonly isInvalid: boolean;
  onChoose(isOn: boolean): void;
}

function Choice({ type, group, option, isChosen, isInvalid, onChoose }: ChoiceProps) {
  const id = useId();
  const description = objectAt(option, 'description');
  return (
    <div class="choice">
      <input
        id={id}
        type={type}
        name={group}
        checked={isChosen}
        aria-invalid={isInvalid || undefined}
        aria-describedby={description ? `${id}-more` : undefined}
        onChange={(event) => onChoose(event.currentTarget.checked)}
      />
      <label for={id}>
        <Text text={objectAt(option, 'text')} />
      </label>
      {description && (
        <small id={`${id}-more`}>
          <Text text={description} />
        </small>
      )}
    </div>
  );
}
