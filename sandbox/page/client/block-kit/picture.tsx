/**
 * A picture of elsewhere, by its words: the page fetches nothing from other places, so that looking at a message
 * tells nobody that one does.
 */
export function Picture({ url, words }: { readonly url: string; readonly words: string }) {
  return (
    <span class="picture" role="img" aria-label={words} title={url}>
      {words}
    </span>
  );
}
