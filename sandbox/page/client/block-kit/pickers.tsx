/** Pickers for days and times: the browser's own. */
import { type ElementProps, namingOf, useControlValue } from './context.ts';
import { numberAt, plainTextAt, textAt } from './json.ts';

export function DateOrTime({ element, blockId, named }: ElementProps) {
  const { value, enter } = useControlValue(element, blockId);
  const isDate = textAt(element, 'type') === 'datepicker';
  const key = isDate ? 'selected_date' : 'selected_time';
  return (
    <input
      class="picker"
      type={isDate ? 'date' : 'time'}
      value={textAt(value, key)}
      onChange={(event) => enter({ [key]: event.currentTarget.value || null })}
      {...namingOf(
        named,
        plainTextAt(element, 'placeholder') || (isDate ? 'Select a date' : 'Select a time'),
      )}
    />
  );
}

/**
 * A picker for a day and time. Slack counts seconds since 1970; the control shows them in the browser's zone.
 */
export function DateTime({ element, blockId, named }: ElementProps) {
  const { value, enter } = useControlValue(element, blockId);
  const seconds = numberAt(value, 'selected_date_time');
  const pick = (text: string): void => {
    const at = Date.parse(text);
    enter({ selected_date_time: Number.isNaN(at) ? null : Math.floor(at / 1000) });
  };
  return (
    <input
      class="picker"
      type="datetime-local"
      value={seconds === undefined ? '' : localText(seconds)}
      onChange={(event) => pick(event.currentTarget.value)}
      {...namingOf(named, 'Select a date and time')}
    />
  );
}

function localText(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
