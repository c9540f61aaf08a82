/** A person's open modals, as Slack holds them: the one on top is shown. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { slackAct } from '../control-api.ts';
import { useLive } from '../live.ts';
import { Blocks } from './blocks.tsx';
import { type BufferedTyping, bufferTyping } from './entering.ts';
import { isOn, objectsAt, plainTextAt, textAt } from './json.ts';
import { Overlay } from './overlay.tsx';
import { type ShownView, useDrawingContext, viewActs } from './views.ts';

export function Modals({ person }: { readonly person: string }) {
  const { value: stack = [] } = useLive('slack', `views ${person}`, () =>
    slackAct<readonly ShownView[]>(person, 'viewStack'),
  );
  const top = stack.at(-1);
  if (!top) return null;
  return <Modal key={top.id} person={person} view={top} depth={stack.length} />;
}

interface ModalProps {
  readonly person: string;
  readonly view: ShownView;
  /** How many modals are open, including this one. */
  readonly depth: number;
}

/** Slack's sentence for a submission that could not be made. */
const submissionFailed = 'We had some trouble connecting. Try again?';

function Modal({ person, view, depth }: ModalProps) {
  const drawingContext = useDrawingContext(person);
  const typing = useTyping(person, view.id);
  const { isBusy, problem, submit, close } = useClosing(person, view, typing);
  const body = useRef<HTMLDivElement>(null);
  useFirstError(body, view.errors);
  if (!drawingContext) return null;
  const submitWords = plainTextAt(view.content, 'submit');
  const hasInputs = objectsAt(view.content, 'blocks').some((block) => textAt(block, 'type') === 'input');
  return (
    <Overlay title={plainTextAt(view.content, 'title')} version={view.hash} onEscape={() => close(false)}>
      {(titleId) => (
        <form
          class="modal"
          noValidate
          aria-labelledby={titleId}
          onSubmit={(event) => {
            event.preventDefault();
            if (submitWords !== '') submit();
          }}
        >
          <header class="bar modal-head">
            {depth > 1 && (
              <button type="button" class="bare" aria-label="Back" onClick={() => close(false)}>
                ←
              </button>
            )}
            <h2 id={titleId}>{plainTextAt(view.content, 'title')}</h2>
            <button type="button" class="bare" aria-label="Close" onClick={() => close(true)}>
              ×
            </button>
          </header>
          {/* Only a view without inputs is live: a screen reader would read a whole form out at every key. */}
          <div class="modal-body" ref={body} aria-live={hasInputs ? undefined : 'polite'}>
            {problem !== null && (
              <p class="notice error" role="alert">
                {problem}
              </p>
            )}
            <Blocks
              kind="modal"
              blocks={objectsAt(view.content, 'blocks')}
              values={view.values}
              errors={view.errors}
              drawingContext={drawingContext}
              acts={typing.acts}
            />
          </div>
          <footer class="bar modal-foot">
            <button type="button" onClick={() => close(isOn(view.content, 'clear_on_close'))}>
              {plainTextAt(view.content, 'close') || (submitWords === '' ? 'Close' : 'Cancel')}
            </button>
            {submitWords !== '' && (
              <button
                type="submit"
                class={`primary${isBusy ? ' busy' : ''}`}
                aria-disabled={isBusy || undefined}
                aria-busy={isBusy || undefined}
              >
                {submitWords}
              </button>
            )}
          </footer>
        </form>
      )}
    </Overlay>
  );
}

/** Buffers the typing in a view. All of it reaches Slack before any press or closing, or when another view is shown. */
function useTyping(person: string, viewId: string): BufferedTyping {
  const typing = useMemo(() => bufferTyping(viewActs(person, viewId)), [person, viewId]);
  useEffect(
    () => () => {
      // The modal may have been closed elsewhere: Slack then refuses the typing, and nothing is lost by that.
      typing.flush().catch(() => undefined);
    },
    [typing],
  );
  return typing;
}

/** Submits and closes the modal. A second submission is ignored while one is under way. */
function useClosing(person: string, view: ShownView, typing: BufferedTyping) {
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isUnderWay = useRef(false);
  const once = async (act: () => Promise<string | null>): Promise<void> => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setSending(true);
    setProblem(null);
    setProblem(await act().catch(() => submissionFailed));
    setSending(false);
    isUnderWay.current = false;
  };
  const submit = (): void =>
    void once(async () => {
      await typing.flush();
      const { shown } = await slackAct<{ shown: string | null }>(person, 'submit', { view: view.id });
      return shown;
    });
  const close = (isAll: boolean): void => {
    typing
      .flush()
      // Typing that Slack refuses must not keep the modal open.
      .catch(() => undefined)
      .then(() => slackAct(person, 'close', { view: view.id, all: isAll }))
      .catch((error: Error) => setProblem(error.message));
  };
  return { isBusy: isSending || view.isSubmitting, problem, submit, close };
}

/** Focuses the first input with an error when errors arrive. */
function useFirstError(body: { readonly current: HTMLElement | null }, errors: ShownView['errors']): void {
  const said = JSON.stringify(errors);
  useLayoutEffect(() => {
    if (said === '{}') return;
    const first = body.current?.querySelector<HTMLElement>('.field.bad :is(input, textarea, button)');
    first?.focus();
    first?.closest('.field.bad')?.scrollIntoView({ block: 'nearest' });
  }, [body, said]);
}
