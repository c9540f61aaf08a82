/** Copies a link, and shows it so that it can be copied by hand as well. */
import { useEffect, useRef, useState } from 'preact/hooks';

const BY_HAND = 'Copy it from here:';

export interface CopyLinkProps {
  readonly title: string;
  /** What the link leads to, for screen readers. */
  readonly of: string;
  readonly link: () => string | Promise<string>;
}

export function CopyLink({ title, of, link }: CopyLinkProps) {
  const [shown, setShown] = useState<{ url: string; said: string } | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const isByHand = shown?.said === BY_HAND;
  useEffect(() => {
    if (isByHand) field.current?.select();
  }, [isByHand]);
  const copy = async (): Promise<void> => {
    try {
      const url = await link();
      setShown({ url, said: await copyUrl(url) });
    } catch (error) {
      setShown({ url: '', said: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <span class="row">
      <button type="button" aria-label={`${title} of ${of}`} onClick={() => void copy()}>
        {title}
      </button>
      <span role="status">
        {shown && (
          <span class="row copied">
            {shown.said}
            {shown.url && <input ref={field} readOnly value={shown.url} aria-label={`Link of ${of}`} />}
          </span>
        )}
      </span>
    </span>
  );
}

/**
 * Copies the URL, and returns the sentence to show. Without permission, or without a secure address, browsers refuse:
 * then the person copies it by hand.
 */
async function copyUrl(url: string): Promise<string> {
  if (!navigator.clipboard) return BY_HAND;
  try {
    await navigator.clipboard.writeText(url);
    return 'Copied.';
  } catch (error) {
    if (error instanceof DOMException) return BY_HAND;
    throw error;
  }
}
