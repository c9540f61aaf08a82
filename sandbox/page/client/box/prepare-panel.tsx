/**
 * The panel beside the pages: whom a field is for, its type, and Send. On a small screen it covers the end of the page,
 * so it folds up while the person places a field, or when they fold it.
 */
import { useLayoutEffect, useState } from 'preact/hooks';
import { type FieldType, fieldNames } from './field-words.ts';
import { fieldTypes } from './placing.ts';
import { formatCount } from './words.ts';

/** A page of one of the documents. */
export interface DocumentPage {
  readonly fileId: string;
  readonly page: number;
  readonly title: string;
}

export interface PreparePanelProps {
  readonly signers: readonly string[];
  readonly signer: string;
  /** How many fields each signer has. */
  readonly counts: Readonly<Record<string, number>>;
  /** The field type that the next press on a page places. */
  readonly armed: FieldType | null;
  readonly pages: readonly DocumentPage[];
  /** Index of the page on which the keyboard places fields. */
  readonly pageIndex: number;
  readonly onSigner: (email: string) => void;
  readonly onArm: (type: FieldType | null) => void;
  readonly onAdd: (type: FieldType) => void;
  readonly onPage: (index: number) => void;
  readonly onSend: () => void;
}

export function PreparePanel(props: PreparePanelProps) {
  const { armed, pages, pageIndex } = props;
  const [isFolded, setFolded] = useState(false);
  // The panel folds before the next paint: a placed field gets the focus, and must not be covered then.
  useLayoutEffect(() => setFolded(armed !== null), [armed]);
  // A press of a key has a click count of 0. It places a field immediately, as there is no pointer to follow.
  const choose = (event: MouseEvent, type: FieldType): void => {
    if (event.detail === 0) props.onAdd(type);
    else props.onArm(armed === type ? null : type);
  };
  return (
    <aside class={isFolded ? 'card prepare-panel is-folded' : 'card prepare-panel'} aria-label="Fields">
      <Signers {...props} />
      <fieldset class="stack">
        <legend class="label">Field</legend>
        <div class="palette">
          {fieldTypes.map((type) => (
            <button
              key={type}
              type="button"
              aria-pressed={armed === type}
              onClick={(event) => choose(event, type)}
            >
              {fieldNames[type]}
            </button>
          ))}
        </div>
        <p class="soft" id="placing-keys">
          {armed === null
            ? 'Choose a field, then press on the page.'
            : `Now press on the page where ${fieldNames[armed].toLowerCase()} of ${props.signer} goes.`}
          <span class="keys">
            {' '}
            With the keyboard: Enter places it, arrows move it, Shift and arrows resize it, Delete removes it.
          </span>
        </p>
        {pages.length > 1 && (
          <label class="row">
            Page for Enter
            <select
              value={String(pageIndex)}
              onChange={(event) => props.onPage(Number(event.currentTarget.value))}
            >
              {pages.map(({ title }, index) => (
                <option key={title} value={String(index)}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
      </fieldset>
      <div class="row">
        <button
          type="button"
          class="fold"
          aria-expanded={!isFolded}
          aria-label="Signers and fields"
          onClick={() => setFolded(!isFolded)}
        >
          Fields <span aria-hidden="true">{isFolded ? '▴' : '▾'}</span>
        </button>
        <button type="button" class="main" onClick={props.onSend}>
          Send…
        </button>
      </div>
    </aside>
  );
}

function Signers({ signers, signer, counts, onSigner }: PreparePanelProps) {
  return (
    <fieldset class="stack">
      <legend class="label">For</legend>
      <div class="signers">
        {signers.map((email, index) => (
          <label key={email} class="entry signer" style={{ '--number': index }}>
            <input type="radio" name="signer" checked={email === signer} onChange={() => onSigner(email)} />
            <span class="swatch" aria-hidden="true" />
            <span class="cut" title={email}>
              {email}
            </span>
            <small>{formatCount(counts[email] ?? 0, 'field')}</small>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
