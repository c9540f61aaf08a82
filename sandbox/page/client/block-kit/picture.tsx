/**
 * An external picture, shown as its alt text: the page fetches nothing from other sites, so they do not learn who reads
 * a message.
 */
export function Picture({ url, words }: { readonly url: string; readonly words: string }) {
  return (
    <span class="picture" role="img" aria-label={words} title={url}>
      {words}
    </span>
  );
}
