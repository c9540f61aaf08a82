/** The form of the signing page: the name, the other fields to fill in, and the three ways to finish. */
import { type Field, fieldNames, type Place } from './field-words.ts';
import type { SigningView } from './signing.tsx';
import type { SigningInput } from './signing-desk.tsx';

export interface SigningFormProps {
  /** A reference that is set to the form element, for the caller. */
  readonly formRef: { current: HTMLFormElement | null };
  readonly view: SigningView;
  readonly fields: readonly Field[];
  readonly filled: SigningInput;
  /** The place of the signature on a document without fields; null: there is none to choose. */
  readonly own: Place | null;
  readonly problem: string | null;
  readonly isBusy: boolean;
  readonly onFill: (filled: SigningInput) => void;
  readonly onMove: (place: Place) => void;
  readonly onSign: () => void;
  readonly onDecline: () => void;
  readonly onForward: () => void;
}

export function SigningForm(props: SigningFormProps) {
  const { view, fields, filled, own, problem, isBusy, onFill, onSign, onDecline } = props;
  const isApproval = view.role === 'approver';
  const asked = fields.filter(({ type }) => type === 'text' || type === 'checkbox');
  const fill = (id: string, text: string): void =>
    onFill({ ...filled, values: { ...filled.values, [id]: text } });
  const submit = (event: Event): void => {
    event.preventDefault();
    onSign();
  };
  return (
    <form ref={props.formRef} class="card" aria-label="Sign" onSubmit={submit}>
      {view.message && <blockquote>{view.message}</blockquote>}
      <label class="field">
        {view.takesTypedNames ? 'Type your full name' : 'Your full name'}
        <input
          name="name"
          required
          autoComplete="name"
          maxLength={120}
          value={filled.name}
          onInput={(event) => onFill({ ...filled, name: event.currentTarget.value })}
        />
      </label>
      <p class="signature-preview" aria-hidden="true">
        {filled.name || ' '}
      </p>
      {own && <SignaturePosition place={own} onMove={props.onMove} />}
      {asked.map((field, index) => (
        <FieldInput
          key={field.id}
          field={field}
          number={index + 1}
          value={filled.values[field.id] ?? ''}
          fill={fill}
        />
      ))}
      <Others view={view} />
      {problem && (
        <p class="notice error" role="alert">
          {problem}
        </p>
      )}
      <p class="soft">By signing you agree to sign electronically. In the sandbox, this is not binding.</p>
      <div class="row">
        <button type="submit" class="main" disabled={isBusy}>
          {isApproval ? 'Approve' : 'Sign'}
        </button>
        <button type="button" onClick={onDecline}>
          Decline…
        </button>
        <button type="button" onClick={props.onForward}>
          Forward…
        </button>
      </div>
    </form>
  );
}

interface FieldInputProps {
  readonly field: Field;
  readonly number: number;
  readonly value: string;
  readonly fill: (id: string, text: string) => void;
}

function FieldInput({ field, number, value, fill }: FieldInputProps) {
  const title = `${field.label ?? `${fieldNames[field.type]} ${number}`}, page ${field.place.page + 1}`;
  if (field.type === 'checkbox') {
    return (
      <label class="entry">
        <input
          name={field.id}
          type="checkbox"
          checked={value !== ''}
          onChange={(event) => fill(field.id, event.currentTarget.checked ? 'yes' : '')}
        />
        {title}
      </label>
    );
  }
  return (
    <label class="field">
      {title}
      <input
        name={field.id}
        required
        maxLength={500}
        value={value}
        onInput={(event) => fill(field.id, event.currentTarget.value)}
      />
    </label>
  );
}

const STEP = 0.02;

const moves = [
  { title: 'Left', x: -STEP, y: 0, sign: '←' },
  { title: 'Up', x: 0, y: -STEP, sign: '↑' },
  { title: 'Down', x: 0, y: STEP, sign: '↓' },
  { title: 'Right', x: STEP, y: 0, sign: '→' },
] as const;

/** Buttons that move the signature, where no fields were placed. */
function SignaturePosition({
  place,
  onMove,
}: {
  readonly place: Place;
  readonly onMove: (place: Place) => void;
}) {
  const within = (value: number, size: number): number => Math.min(Math.max(value, 0), 1 - size);
  return (
    <fieldset>
      <legend>Where it goes</legend>
      <p class="soft">Page {place.page + 1}. Press on a page to put it elsewhere, or move it:</p>
      <div class="row">
        {moves.map(({ title, x, y, sign }) => (
          <button
            key={title}
            type="button"
            aria-label={`Move signature ${title.toLowerCase()}`}
            onClick={() =>
              onMove({ ...place, x: within(place.x + x, place.width), y: within(place.y + y, place.height) })
            }
          >
            {sign}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Others({ view }: { readonly view: SigningView }) {
  const others = view.others.filter(
    ({ email, role }) => email !== view.email && role !== 'final_copy_reader',
  );
  if (others.length === 0) return null;
  return (
    <section aria-label="Other signers">
      <h2>Other signers</h2>
      <ul class="list">
        {others.map(({ email, decision }) => (
          <li key={email} class="entry">
            <span class="cut" title={email}>
              {email}
            </span>{' '}
            <small>{decision === null ? 'not yet' : decision}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
