/**
 * What a client keeps until it is reloaded: drafts in every conversation, and its own sentences about commands and
 * shortcuts that failed. Slack's server knows of neither.
 */
import { useLayoutEffect, useState } from 'preact/hooks';

/** A sentence of the client itself, between the messages of a conversation. */
export interface Note {
  readonly id: number;
  /** When the sentence was added: by Slack's clock, ms since epoch. */
  readonly at: number;
  readonly text: string;
}

const drafts = new Map<string, string>();
const notes = new Map<string, readonly Note[]>();
const listeners = new Set<() => void>();
let lastId = 0;

/** The key of a person's draft or notes in a conversation or thread. */
export function keyOf(person: string, conversation: string, thread: string | null): string {
  return [person, conversation, thread ?? ''].join(' ');
}

export function setDraft(key: string, text: string): void {
  if (text === '') drafts.delete(key);
  else drafts.set(key, text);
  notifyListeners();
}

/** Removes the draft that was sent; what was typed over it meanwhile stays. */
export function clearDraft(key: string, sent: string): void {
  if (drafts.get(key) === sent) setDraft(key, '');
}

export function addNote(key: string, text: string, at: number): void {
  lastId += 1;
  notes.set(key, [...(notes.get(key) ?? []), { id: lastId, at, text }]);
  notifyListeners();
}

export function useDraft(key: string): string {
  useMemoryChanges();
  return drafts.get(key) ?? '';
}

const noNotes: readonly Note[] = [];

export function useNotes(key: string): readonly Note[] {
  useMemoryChanges();
  return notes.get(key) ?? noNotes;
}

function notifyListeners(): void {
  for (const hear of listeners) hear();
}

function useMemoryChanges(): void {
  const [, setTurn] = useState(0);
  // A layout effect, because a change between rendering and a later effect would be missed.
  useLayoutEffect(() => {
    const hear = (): void => setTurn((turn) => turn + 1);
    listeners.add(hear);
    return () => void listeners.delete(hear);
  }, []);
}
