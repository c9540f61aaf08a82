/** Where people type: messages, and commands with completion. */
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { sendMessage, shareFiles } from './acts.ts';
import type { Client } from './answers.ts';
import { Attach, bringsFiles, droppedFiles } from './attach.tsx';
import { addNote, clearDraft, keyOf, setDraft, useDraft } from './client-memory.ts';
import { commandOf, completionsAt, type Offer } from './completion.ts';
import { PlusIcon, SendIcon } from './icons.tsx';
import { Offers } from './offers.tsx';
import { Shortcuts } from './shortcuts.tsx';

export interface ComposerProps {
  readonly client: Client;
  /** Id of the conversation. */
  readonly conversation: string;
  readonly thread: string | null;
  /** The label of the composer, such as "Message #contracts". */
  readonly label: string;
}

/** The composer; a sentence in its place where the app accepts no messages. */
export function Composer(props: ComposerProps) {
  return takesNoMessages(props) ? (
    <p class="composer soft">
      Sending messages to this app has been turned off.
      {props.client.app.commands.length > 0 && ' Its commands work in every channel.'}
    </p>
  ) : (
    <ActiveComposer {...props} />
  );
}

export function takesNoMessages({
  client,
  conversation,
}: Pick<ComposerProps, 'client' | 'conversation'>): boolean {
  const told = client.conversations.find(({ id }) => id === conversation);
  return told?.kind === 'app' && client.app.isMessagesTabReadOnly;
}

function ActiveComposer({ client, conversation, thread, label }: ComposerProps) {
  const person = client.person;
  const key = keyOf(person, conversation, thread);
  const text = useDraft(key);
  const field = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  const caretSoon = useRef<number | null>(null);
  const { isSending, problem, send, share } = useSending({ client, conversation, thread, key });
  const offering = useOffers(client, text, caret, isSending);
  const id = useId();
  useLayoutEffect(() => {
    if (caretSoon.current === null) return;
    field.current?.setSelectionRange(caretSoon.current, caretSoon.current);
    caretSoon.current = null;
  });
  // The focus is set before the next frame; later, it could be taken from a person who has moved on.
  useLayoutEffect(() => {
    const at = document.activeElement;
    // A keyboard user who has moved elsewhere keeps the focus there, however late this runs.
    const isFree = at === null || at === document.body || at.closest('.slack') !== null;
    // On a phone the field gets no focus: the on-screen keyboard would cover what the person came to read.
    if (isFree && matchMedia('(pointer: fine)').matches) field.current?.focus();
  }, []);

  const choose = (offer: Offer): void => {
    const head = text.slice(0, offering.from) + offer.insert;
    setDraft(key, head + text.slice(caret).replace(/^ /, ''));
    caretSoon.current = head.length;
    setCaret(head.length);
    field.current?.focus();
  };
  const press = (event: KeyboardEvent): void => {
    // An Enter that ends the choice of a character (in Japanese, say) belongs to the input method.
    if (event.isComposing) return;
    const isTaken = offering.press(event, choose);
    const isSent = !isTaken && event.key === 'Enter' && !event.shiftKey;
    if (isTaken || isSent) event.preventDefault();
    if (isSent) void send(text);
  };
  const noteCaret = (): void => setCaret(field.current?.selectionStart ?? 0);
  const hint = commandOf(text, client.app.commands)?.hint ?? '';
  const { chosen, offers } = offering;
  return (
    <div class="composer">
      {offers.length > 0 && (
        <Offers id={id} title={offering.title} offers={offers} chosen={chosen} onChoose={choose} />
      )}
      <div class="composer-box">
        <Shortcuts client={client} on={null} noteKey={key} label="Shortcuts">
          <PlusIcon />
        </Shortcuts>
        <Attach isOff={isSending} onFiles={(files) => void share(files, text)} />
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={label}
          aria-label={label}
          aria-describedby={`${id}-help`}
          aria-autocomplete="list"
          aria-controls={offers.length > 0 ? id : undefined}
          aria-activedescendant={offers.length > 0 ? `${id}-${chosen}` : undefined}
          readOnly={isSending}
          spellcheck={!text.startsWith('/')}
          onInput={(event) => {
            setDraft(key, event.currentTarget.value);
            noteCaret();
          }}
          onSelect={noteCaret}
          onKeyDown={press}
          onBlur={offering.leave}
          onDragOver={(event) => bringsFiles(event) && event.preventDefault()}
          onDrop={(event) => void share(droppedFiles(event), text)}
          onFocus={noteCaret}
        />
        <button
          type="button"
          class="primary"
          aria-label={isSending ? 'Sending…' : 'Send'}
          aria-disabled={isSending || text.trim() === ''}
          onClick={() => void send(text)}
        >
          {isSending ? <span aria-hidden="true">…</span> : <SendIcon />}
        </button>
      </div>
      <p class="cut small" id={`${id}-help`}>
        {hint === '' ? 'Enter sends, Shift + Enter adds a line.' : hint}
      </p>
      <p class="wrong" role="alert">
        {problem}
      </p>
    </div>
  );
}

/** Sends one message at a time. What could not be sent stays in the composer. */
function useSending(
  at: Pick<ComposerProps, 'client' | 'conversation' | 'thread'> & { readonly key: string },
) {
  const [isSending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isUnderWay = useRef(false);
  const { client, key } = at;
  const aheadMs = useRef(0);
  aheadMs.current = client.now - Date.now();
  const doing = async (text: string, act: () => Promise<string | null>): Promise<void> => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setSending(true);
    setProblem(null);
    try {
      const shown = await act();
      clearDraft(key, text);
      if (shown !== null) addNote(key, shown, Date.now() + aheadMs.current);
    } catch (error) {
      setProblem(`Not sent. ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      isUnderWay.current = false;
      setSending(false);
    }
  };
  const send = async (text: string): Promise<void> => {
    if (text.trim() !== '') await doing(text, () => sendMessage(client.person, at, text.trim()));
  };
  /** Shares the files in one message with the typed text, which is not run as a command. */
  const share = async (files: readonly File[], text: string): Promise<void> => {
    if (files.length === 0) return;
    await doing(text, () => shareFiles(client.person, at, files, text.trim()).then(() => null));
  };
  return { isSending, problem, send, share };
}

/** The completions on offer, the selected one, and the keys that select and insert them. */
function useOffers(client: Client, text: string, caret: number, isOff: boolean) {
  const [refused, setRefused] = useState<string | null>(null);
  const [at, setAt] = useState({ text: '', index: 0 });
  const others = client.people.filter(({ id }) => id !== client.me.id);
  const found = isOff || refused === text ? null : completionsAt(text, caret, client.app.commands, others);
  const offers = found?.offers ?? [];
  const chosen = at.text === text ? Math.min(at.index, Math.max(0, offers.length - 1)) : 0;
  const move = (step: number): void =>
    setAt({ text, index: (chosen + step + offers.length) % offers.length });
  const press = (event: KeyboardEvent, choose: (offer: Offer) => void): boolean => {
    const offer = offers[chosen];
    if (offer === undefined) return false;
    switch (event.key) {
      case 'ArrowDown':
        move(1);
        return true;
      case 'ArrowUp':
        move(-1);
        return true;
      case 'Escape':
        setRefused(text);
        return true;
      case 'Enter':
        // A fully typed command is sent; there is nothing left to complete.
        if (event.shiftKey || offer.insert.trim() === text.trim()) return false;
        choose(offer);
        return true;
      case 'Tab':
        if (event.shiftKey) return false;
        choose(offer);
        return true;
      default:
        return false;
    }
  };
  const title = found?.kind === 'commands' ? 'Commands' : 'People';
  return { offers, chosen, press, title, from: found?.from ?? 0, leave: () => setRefused(text) };
}
