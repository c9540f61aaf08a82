/** Placeholders for content that is loading or failed to load. */

export function Waiting() {
  return (
    <p class="waiting" role="status">
      Loading…
    </p>
  );
}

export function Problem({ words, onAgain }: { readonly words: string; readonly onAgain: () => unknown }) {
  return (
    <div class="stack problem" role="alert">
      <p>{words}</p>
      <button type="button" onClick={() => void onAgain()}>
        Try again
      </button>
    </div>
  );
}
