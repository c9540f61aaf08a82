/**
 * One person's browser, as far as the app's pages need one: keeps cookies by name, whatever their path (`Max-Age=0`
 * deletes one), presses the button of a page's form, and shows the page's text. Opens only the app's pages and follows
 * no redirects.
 */

/** A page of the app, as a browser shows it. */
export interface ShownPage {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** The text of the page, without markup. */
  readonly text: string;
}

/** A browser that opens the app's pages and keeps its cookies. */
export interface Browser {
  opens(url: string): Promise<ShownPage>;
  /** Presses the button of the form on the page. */
  submits(page: ShownPage): Promise<ShownPage>;
  /** Sends a form that is not on the page, with any headers. */
  posts(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<ShownPage>;
  /** The app's cookies, by name. */
  readonly cookies: Map<string, string>;
}

/**
 * @param publicUrl the app's address, as people know it.
 * @param appUrl the address where it really listens; called for every request, since the app may have been restarted.
 */
export function openBrowser(publicUrl: string, appUrl: () => string = () => publicUrl): Browser {
  const cookies = new Map<string, string>();

  async function asks(url: string, init: RequestInit = {}): Promise<ShownPage> {
    if (!url.startsWith(`${publicUrl}/`)) throw new Error(`this is not at the app: ${url}`);
    const headers = new Headers(init.headers);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookie !== '' && !headers.has('cookie')) headers.set('cookie', cookie);
    const path = url.slice(publicUrl.length);
    const response = await fetch(`${appUrl()}${path}`, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) storeCookie(cookies, line);
    const html = await response.text();
    return { status: response.status, headers: response.headers, html, text: textOf(html) };
  }

  const posts: Browser['posts'] = (path, form, headers = {}) =>
    asks(publicUrl + path, { method: 'POST', body: new URLSearchParams(form), headers });

  return {
    cookies,
    posts,
    opens: (url) => asks(url),
    submits: (page) => {
      const action = /<form method="post" action="([^"]*)"/.exec(page.html)?.[1];
      if (action === undefined) throw new Error(`there is nothing to press on: ${page.text}`);
      const fields = [...page.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
      return posts(action, Object.fromEntries(fields.map(([, name, value]) => [name ?? '', value ?? ''])), {
        'sec-fetch-site': 'same-origin',
        // A page that sends no referrer sends the origin `null`.
        origin: 'null',
      });
    },
  };
}

/** The target of the first link on a page. @throws when there is none. */
export function linkOn(page: ShownPage): string {
  const url = /<a href="([^"]*)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&');
  if (url === undefined) throw new Error(`there is no link on: ${page.text}`);
  return url;
}

function storeCookie(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
  const [name = '', value = ''] = pair.split('=', 2);
  if (attributes.some((attribute) => attribute.toLowerCase() === 'max-age=0')) cookies.delete(name);
  else cookies.set(name, value);
}

function textOf(html: string): string {
  return html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim();
}
