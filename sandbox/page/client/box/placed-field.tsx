/** One placed field: dragged, resized and removed by pointer or by keys. */
import { useRef } from 'preact/hooks';
import { type Field, fieldNames, type Place, styleOf } from './field-words.ts';
import { movePlace, resizePlace } from './placing.ts';

export interface PlacedFieldProps {
  readonly field: Field;
  /** The number of the signer's colour. */
  readonly colour: number;
  readonly onPlace: (place: Place) => void;
  readonly onRemove: () => void;
}

const STEP = 0.01;

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};

export function PlacedField({ field, colour, onPlace, onRemove }: PlacedFieldProps) {
  const title = `${fieldNames[field.type]} of ${field.signer}`;
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault();
      onRemove();
      return;
    }
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const change = event.shiftKey ? resizePlace : movePlace;
    onPlace(change(field.place, ...step));
  };
  const drag = useDragging(field.place, movePlace, onPlace);
  const stretch = useDragging(field.place, resizePlace, onPlace);
  return (
    <div class="placed" style={{ ...styleOf(field.place), '--number': colour }}>
      <button
        type="button"
        id={`field-${field.id}`}
        class="placed-body"
        aria-label={`${title}, page ${field.place.page + 1}`}
        aria-describedby="placing-keys"
        title={title}
        onKeyDown={key}
        {...drag}
      >
        {field.type === 'checkbox' ? '☐' : `${fieldNames[field.type]} · ${field.signer}`}
      </button>
      <button
        type="button"
        class="placed-remove"
        tabIndex={-1}
        aria-label={`Remove ${title}`}
        onClick={onRemove}
      >
        ×
      </button>
      <span class="placed-corner" aria-hidden="true" {...stretch} />
    </div>
  );
}

/** Follows the pointer from where it was pressed, and reports the changed place. `change` gets fractions of the page. */
function useDragging(
  place: Place,
  change: (place: Place, across: number, down: number) => Place,
  onPlace: (place: Place) => void,
) {
  const start = useRef<{ x: number; y: number; place: Place } | null>(null);
  return {
    onPointerDown: (event: PointerEvent): void => {
      if (event.button !== 0 || !(event.currentTarget instanceof HTMLElement)) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { x: event.clientX, y: event.clientY, place };
    },
    onPointerMove: (event: PointerEvent): void => {
      const page = event.currentTarget instanceof Element ? event.currentTarget.closest('.pdf-page') : null;
      if (start.current === null || page === null) return;
      const area = page.getBoundingClientRect();
      const { x, y, place: from } = start.current;
      onPlace(change(from, (event.clientX - x) / area.width, (event.clientY - y) / area.height));
    },
    onPointerUp: (): void => {
      start.current = null;
    },
    onPointerCancel: (): void => {
      start.current = null;
    },
  };
}
