/**
 * The part of the prepare page where the sender places fields: the document's pages, and the panel beside
 * them.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { boxAct, boxBytes } from '../control-api.ts';
import { type Field, type FieldType, fieldNames, type Place } from './field-words.ts';
import { PdfPages } from './pdf.tsx';
import { PlacedField } from './placed-field.tsx';
import { nextPlace, placeAround, withoutSignature } from './placing.ts';
import { type DocumentPage, PreparePanel } from './prepare-panel.tsx';
import { SendDialog } from './send-dialog.tsx';

/** The request that is being prepared. */
export interface PreparedRequest {
  readonly name: string;
  readonly files: readonly { readonly id: string; readonly name: string }[];
  /** The people who are asked to sign or approve. */
  readonly asked: readonly string[];
  readonly signers: readonly { readonly email: string; readonly role: string }[];
  readonly message: string | null;
  readonly fields: readonly Field[];
}

export interface PrepareDeskProps {
  readonly request: PreparedRequest;
  /** Parameters that every `prepare/…` call of this page sends. */
  readonly access: { readonly person: string; readonly url: string };
  /** Called with true when sending begins, and with false when it failed. */
  readonly onSending: (isOn: boolean) => void;
  readonly onSent: () => void;
}

export function PrepareDesk({ request, access, onSending, onSent }: PrepareDeskProps) {
  const { fields, setFields, problem } = useSavedFields(request.fields, access);
  const [signer, setSigner] = useState(request.asked[0] ?? '');
  const [armed, setArmed] = useState<FieldType | null>(null);
  const [pageCounts, setPageCounts] = useState<Readonly<Record<string, number>>>({});
  const [pageIndex, setPageIndex] = useState<number | null>(null);
  const [isSending, setSending] = useState(false);
  const [said, setSaid] = useState('');
  const pages = pagesOf(request, pageCounts);
  // Without a chosen page, the last one is used, where people sign.
  const target = pages[pageIndex ?? pages.length - 1];
  const counts = Object.fromEntries(
    request.asked.map((email) => [email, fields.filter((field) => field.signer === email).length]),
  );
  const mustSign = request.signers.filter(({ role }) => role === 'signer').map(({ email }) => email);

  const add = (type: FieldType, fileId: string, place: Place): void => {
    const id = crypto.randomUUID();
    setFields([...fields, { id, fileId, signer, type, place }]);
    setArmed(null);
    setSaid(`${fieldNames[type]} of ${signer} placed on page ${place.page + 1}.`);
    // The focus is set later, because the field is on the page only after the next render.
    setTimeout(() => document.getElementById(`field-${id}`)?.focus());
  };
  const addNext = (type: FieldType): void => {
    if (target === undefined) return;
    const taken = fields.filter(({ fileId }) => fileId === target.fileId).map(({ place }) => place);
    const side = request.asked.indexOf(signer);
    add(type, target.fileId, nextPlace(type, target.page, side, taken));
  };
  const place = (field: Field, where: Place): void => {
    setFields(fields.map((one) => (one.id === field.id ? { ...one, place: where } : one)));
    setSaid(`${percent(where.x)} from the left, ${percent(where.y)} from the top.`);
  };
  const remove = (field: Field): void => {
    const rest = fields.filter(({ id }) => id !== field.id);
    setFields(rest);
    setSaid(`${fieldNames[field.type]} of ${field.signer} removed.`);
    const last = rest.at(-1);
    const next = last
      ? document.getElementById(`field-${last.id}`)
      : document.querySelector('.palette button');
    if (next instanceof HTMLElement) next.focus();
  };
  const send = async (message: string): Promise<void> => {
    const changed = message === (request.message ?? '') ? {} : { message };
    onSending(true);
    try {
      await boxAct('prepare/send', { ...access, fields, ...changed });
    } catch (error) {
      onSending(false);
      throw error;
    }
    onSent();
  };

  return (
    <div class="desk">
      <div class="prepare-pages stack">
        {request.files.map(({ id, name }) => (
          <PdfPages
            key={id}
            of={id}
            name={name}
            read={() => boxBytes('download', { person: access.person, fileId: id })}
            onPages={(count) => setPageCounts((was) => ({ ...was, [id]: count }))}
            overlay={(page) =>
              fields
                .filter((field) => field.fileId === id && field.place.page === page)
                .map((field) => (
                  <PlacedField
                    key={field.id}
                    field={field}
                    colour={request.asked.indexOf(field.signer)}
                    onPlace={(where) => place(field, where)}
                    onRemove={() => remove(field)}
                  />
                ))
            }
            {...(armed === null
              ? {}
              : { onPoint: (page, x, y) => add(armed, id, placeAround(armed, page, x, y)) })}
          />
        ))}
      </div>
      <PreparePanel
        signers={request.asked}
        signer={signer}
        counts={counts}
        armed={armed}
        pages={pages}
        pageIndex={pageIndex ?? pages.length - 1}
        onSigner={setSigner}
        onArm={setArmed}
        onAdd={addNext}
        onPage={setPageIndex}
        onSend={() => setSending(true)}
      />
      <p class="unseen" aria-live="polite">
        {said}
      </p>
      {problem && (
        <p class="notice error" role="alert">
          What you placed could not be kept: {problem}
        </p>
      )}
      {isSending && (
        <SendDialog
          signers={request.asked}
          counts={counts}
          missing={withoutSignature(mustSign, fields)}
          message={request.message ?? ''}
          onSend={send}
          onClose={() => setSending(false)}
        />
      )}
    </div>
  );
}

const percent = (part: number): string => `${Math.round(part * 100)}%`;

function pagesOf(
  request: PreparedRequest,
  counts: Readonly<Record<string, number>>,
): readonly DocumentPage[] {
  const isOne = request.files.length === 1;
  return request.files.flatMap(({ id, name }) =>
    Array.from({ length: counts[id] ?? 0 }, (_, page) => ({
      fileId: id,
      page,
      title: isOne ? `Page ${page + 1}` : `${name}, page ${page + 1}`,
    })),
  );
}

const SAVE_AFTER_MS = 300;

/** The fields, saved in Box shortly after each change and when the page is left, so that coming back finds them. */
function useSavedFields(first: readonly Field[], access: PrepareDeskProps['access']) {
  const [fields, setFields] = useState(first);
  const [problem, setProblem] = useState<string | null>(null);
  const unsaved = useRef<readonly Field[] | null>(null);
  const save = useRef(async (): Promise<void> => undefined);
  save.current = async () => {
    const waiting = unsaved.current;
    unsaved.current = null;
    if (waiting === null) return;
    try {
      await boxAct('prepare/keep', { ...access, fields: waiting });
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  useEffect(() => {
    if (fields === first) return;
    unsaved.current = fields;
    const timer = setTimeout(() => void save.current(), SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [fields, first]);
  useEffect(() => () => void save.current(), []);
  return { fields, setFields, problem };
}
