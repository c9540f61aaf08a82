/** Inputs for text, numbers and rich text. */
import { type ElementProps, namingOf, useControlValue } from './context.ts';
import { isOn, numberAt, objectAt, objectsAt, plainTextAt, textAt } from './json.ts';
import type { Json } from './surface.ts';

/** Slack's limit for a plain text input, in characters. */
const maxCharacters = 3000;

const keyboards: Readonly<Record<string, 'email' | 'url'>> = {
  email_text_input: 'email',
  url_text_input: 'url',
};

export function TextInput({ element, blockId, named }: ElementProps) {
  const { value, enter } = useControlValue(element, blockId);
  const type = textAt(element, 'type');
  const isPlain = type === 'plain_text_input';
  const words = textAt(value, 'value');
  const common = {
    value: words,
    placeholder: plainTextAt(element, 'placeholder') || undefined,
    maxLength: isPlain ? (numberAt(element, 'max_length') ?? maxCharacters) : undefined,
    'data-focus': isOn(element, 'focus_on_load') || undefined,
    ...namingOf(named, plainTextAt(element, 'placeholder')),
    onInput(event: InputEvent & { currentTarget: HTMLInputElement | HTMLTextAreaElement }) {
      enter({ value: event.currentTarget.value || null }, 'typing');
    },
  };
  if (isOn(element, 'multiline')) return <textarea rows={4} {...common} />;
  return (
    <input
      type="text"
      inputMode={keyboards[type]}
      autocomplete="off"
      onKeyDown={(event) => {
        // In a field whose changes are reported to the app, Enter never submits the form.
        if (event.key !== 'Enter' || named?.isReporting !== true || event.isComposing) return;
        event.preventDefault();
        enter({ value: event.currentTarget.value || null }, 'entered');
      }}
      {...common}
    />
  );
}

/** A number field. Text that is not a number yet (`-`, `1e`) is entered as no value. */
export function NumberInput({ element, blockId, named }: ElementProps) {
  const { value, enter } = useControlValue(element, blockId);
  return (
    <input
      class="picker"
      type="number"
      step={isOn(element, 'is_decimal_allowed') ? 'any' : 1}
      min={textAt(element, 'min_value') || undefined}
      max={textAt(element, 'max_value') || undefined}
      value={textAt(value, 'value')}
      placeholder={plainTextAt(element, 'placeholder') || undefined}
      onInput={({ currentTarget: { value: typed } }) =>
        enter({ value: /^-?\d+(\.\d+)?$/.test(typed) ? typed : null }, 'typing')
      }
      {...namingOf(named, plainTextAt(element, 'placeholder'))}
    />
  );
}

/** Plain text only: what is typed here becomes rich text with one plain section. */
export function RichTextInput({ element, blockId, named }: ElementProps) {
  const { value, enter } = useControlValue(element, blockId);
  const type = (text: string): void => {
    const leaves = text === '' ? [] : [{ type: 'text', text }];
    const section = { type: 'rich_text_section', elements: leaves };
    enter({ rich_text_value: text === '' ? null : { type: 'rich_text', elements: [section] } }, 'typing');
  };
  return (
    <textarea
      rows={numberAt(element, 'min_lines') ?? 4}
      value={wordsIn(objectAt(value, 'rich_text_value'))}
      placeholder={plainTextAt(element, 'placeholder') || undefined}
      onInput={(event) => type(event.currentTarget.value)}
      {...namingOf(named, plainTextAt(element, 'placeholder'))}
    />
  );
}

function wordsIn(rich: Json | null): string {
  return objectsAt(rich, 'elements')
    .map((part) =>
      objectsAt(part, 'elements')
        .map((leaf) => textAt(leaf, 'text'))
        .join(''),
    )
    .join('\n');
}
