/**
 * The part of the signing page where the signer reads and signs: the document's pages, and the form beside
 * them.
 */
import { useRef, useState } from 'preact/hooks';
import { boxAct, boxBytes } from '../control-api.ts';
import { DeclineDialog } from './decline-dialog.tsx';
import { type Field, inReadingOrder, type Place, styleOf } from './field-words.ts';
import { ForwardDialog } from './forward-dialog.tsx';
import { useClock } from './now.ts';
import { PdfPages } from './pdf.tsx';
import { pictureOf } from './signature-picture.ts';
import type { SigningAccess, SigningView } from './signing.tsx';
import { SigningForm } from './signing-form.tsx';
import { todayWords, wordsIn } from './signing-words.ts';

export interface SigningDeskProps {
  readonly view: SigningView;
  readonly access: SigningAccess;
  readonly onChanged: () => Promise<void>;
}

/** What the signer has filled in. */
export interface SigningInput {
  readonly name: string;
  /** The values by field id; a ticked checkbox has some text. */
  readonly values: Readonly<Record<string, string>>;
}

/** The first place of a signature on a document without fields: of common size, near the page's lower edge. */
const FIRST_PLACE: Omit<Place, 'page'> = { x: 0.1, y: 0.84, width: 0.34, height: 0.07 };

export function SigningDesk({ view, access, onChanged }: SigningDeskProps) {
  const [filled, setFilled] = useState<SigningInput>({ name: '', values: prefilledValues(view.fields) });
  const [own, setOwn] = useState<{ fileId: string; place: Place } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isDeclining, setDeclining] = useState(false);
  const [isForwarding, setForwarding] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { now } = useClock(view.email);
  const fields = inReadingOrder(
    view.fields,
    view.files.map(({ id }) => id),
  );
  const isFree = fields.length === 0 && view.role !== 'approver';

  const sign = async (): Promise<void> => {
    setBusy(true);
    try {
      const { name, values } = filled;
      const typing = view.takesTypedNames ? { typing: name.trim() } : {};
      const placed = isFree && own !== null ? { placed: own } : {};
      await boxAct('sign/sign', { ...access, ...typing, ...placed, values, picture: pictureOf(name.trim()) });
      await onChanged();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  const decline = async (reason: string): Promise<void> => {
    await boxAct('sign/decline', { ...access, reason });
    await onChanged();
  };

  const forward = async (to: string): Promise<void> => {
    await boxAct('sign/forward', { ...access, to });
    await onChanged();
  };

  return (
    <div class="desk">
      <div class="stack">
        {view.files.map(({ id, name }, index) => (
          <PdfPages
            key={id}
            of={id}
            name={name}
            read={() => boxBytes('sign/document', { ...access, fileId: id })}
            overlay={(page) => (
              <OnPage
                fields={fields.filter((field) => field.fileId === id && field.place.page === page)}
                own={own?.fileId === id && own.place.page === page ? own.place : null}
                filled={filled}
                now={now}
                form={form}
              />
            )}
            {...(isFree
              ? { onPoint: (page, x, y) => setOwn({ fileId: id, place: signaturePlaceAround(page, x, y) }) }
              : {})}
            onPages={(count) => {
              const isLast = index === view.files.length - 1;
              if (isFree && isLast) setOwn({ fileId: id, place: { ...FIRST_PLACE, page: count - 1 } });
            }}
          />
        ))}
      </div>
      <button type="button" class="main to-form" onClick={() => scrollToForm(form.current)}>
        Go to signing
      </button>
      <SigningForm
        formRef={form}
        view={view}
        fields={fields}
        filled={filled}
        own={isFree ? (own?.place ?? null) : null}
        problem={problem}
        isBusy={isBusy}
        onFill={setFilled}
        onMove={(place) => setOwn((was) => (was === null ? null : { ...was, place }))}
        onSign={() => void sign()}
        onDecline={() => setDeclining(true)}
        onForward={() => setForwarding(true)}
      />
      {isForwarding && <ForwardDialog onForward={forward} onClose={() => setForwarding(false)} />}
      {isDeclining && (
        <DeclineDialog sender={view.sender.name} onDecline={decline} onClose={() => setDeclining(false)} />
      )}
    </div>
  );
}

/** The values that were filled in before the signer was asked, by field. */
function prefilledValues(fields: readonly Field[]): SigningInput['values'] {
  return Object.fromEntries(fields.flatMap(({ id, value }) => (value ? [[id, value]] : [])));
}

/** The place of a signature that is centred on the pressed point, within the page. */
function signaturePlaceAround(page: number, x: number, y: number): Place {
  const { width, height } = FIRST_PLACE;
  const within = (value: number, size: number): number => Math.min(Math.max(value - size / 2, 0), 1 - size);
  return { page, width, height, x: within(x, width), y: within(y, height) };
}

function scrollToForm(form: HTMLFormElement | null): void {
  form?.scrollIntoView({ behavior: 'smooth' });
  form?.querySelector('input')?.focus({ preventScroll: true });
}

interface OnPageProps {
  readonly fields: readonly Field[];
  readonly own: Place | null;
  readonly filled: SigningInput;
  /** The time by the sandbox's clock (ms since the epoch). */
  readonly now: number;
  readonly form: { readonly current: HTMLFormElement | null };
}

/**
 * The signer's fields as they will look in the document. A press on one jumps to its input in the form; screen readers
 * and keys reach only the form.
 */
function OnPage({ fields, own, filled, now, form }: OnPageProps) {
  const focus = (id: string): void => {
    const wanted = form.current?.elements.namedItem(id) ?? form.current?.elements.namedItem('name');
    if (wanted instanceof HTMLElement) wanted.focus();
  };
  return (
    <>
      {fields.map((field) => (
        <span
          key={field.id}
          aria-hidden="true"
          class={`to-fill to-fill-${field.type} ${wordsIn(field, filled, now) ? 'is-filled' : ''}`}
          style={styleOf(field.place)}
          onClick={() => focus(field.id)}
        >
          {wordsIn(field, filled, now) || (field.type === 'date' ? todayWords(now) : field.type)}
        </span>
      ))}
      {own && (
        <span aria-hidden="true" class="to-fill to-fill-signature is-filled own" style={styleOf(own)}>
          {filled.name || 'Your signature'}
        </span>
      )}
    </>
  );
}
