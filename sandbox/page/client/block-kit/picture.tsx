/** A picture of elsewhere. The page fetches nothing from other places, so often its words are what is seen. */
export function Picture({ url, words }: { readonly url: string; readonly words: string }) {
  return <img class="bk-picture" src={url} alt={words} title={words} loading="lazy" />;
}
