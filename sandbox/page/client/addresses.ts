/**
 * The page's addresses: what is on the screen is in the address, so that reloading, going back and a second window
 * work as people expect. Also maps links in messages: links to Box open pages of the sandbox.
 */
import { useEffect, useRef, useState } from 'preact/hooks';

const listeners = new Set<() => void>();

/** Navigates to an address of this page, as a press on a link would. */
export function goTo(path: string, how: 'push' | 'replace' = 'push'): void {
  if (how === 'push') history.pushState(null, '', path);
  else history.replaceState(null, '', path);
  for (const hear of listeners) hear();
}

/** The parts of the address's path, decoded, and its query. */
export interface Address {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

/** The parts of a path, decoded. A badly encoded part stays as it is; the page then says that nothing is there. */
export function partsOf(path: string): string[] {
  return path
    .split('/')
    .filter(Boolean)
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch (error) {
        if (!(error instanceof URIError)) throw error;
        return part;
      }
    });
}

function currentAddress(): Address {
  const parts = partsOf(location.pathname);
  return { parts, query: new URLSearchParams(location.search) };
}

/** The current address, updated whenever it changes. */
export function useAddress(): Address {
  const [address, setAddress] = useState(currentAddress);
  const shownFirst = useRef(location.pathname + location.search);
  useEffect(() => {
    const hear = (): void => setAddress(currentAddress());
    listeners.add(hear);
    addEventListener('popstate', hear);
    // Effects of child components run before this effect, and may have navigated before the listener was
    // there.
    if (location.pathname + location.search !== shownFirst.current) hear();
    return () => {
      listeners.delete(hear);
      removeEventListener('popstate', hear);
    };
  }, []);
  return address;
}

/** An address of this page from its parts. An @ stays unencoded. */
export function pathOf(...parts: readonly string[]): string {
  return `/${parts.map((part) => encodeURIComponent(part).replaceAll('%40', '@')).join('/')}`;
}

/**
 * The target of a link in a message or mail. Box's pages are here (`isHere`); other web pages open in a new
 * tab.
 */
export function linkTarget(url: string): { readonly href: string; readonly isHere: boolean } {
  if (!URL.canParse(url)) return { href: '#', isHere: true };
  const { protocol, hostname } = new URL(url);
  const isBox = hostname === 'box.com' || hostname.endsWith('.box.com');
  if (protocol === 'https:' && isBox) return { href: `/open?url=${encodeURIComponent(url)}`, isHere: true };
  // Of all other addresses only web pages open; `javascript:` and the like are ignored.
  return protocol === 'https:' || protocol === 'http:'
    ? { href: url, isHere: false }
    : { href: '#', isHere: true };
}
