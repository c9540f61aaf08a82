/**
 * A person, with or without a Box account: opens pages and mails, places fields, signs, declines. Acts over HTTP, so
 * that it works from another process too.
 */
import type { Mail } from './state.ts';

/** What the preparation page and the signing page show. */
export interface SigningPage {
  readonly requestId: string;
  readonly name: string;
  readonly files: readonly { readonly id: string; readonly name: string }[];
  readonly signers: readonly { readonly email: string; readonly role: string }[];
  readonly message: string | null;
}

/** Thrown when Box does not let the person do something. */
export class NotPossible extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.name = 'NotPossible';
    this.code = code;
  }
}

/** How long (ms) a person would look at a page that says the file is being converted. */
const PATIENCE_MS = 10_000;

export class BoxPerson {
  readonly address: string;
  readonly #url: string;

  constructor(url: string, address: string) {
    this.#url = url;
    this.address = address;
  }

  /** Opens the page for placing fields, and waits while the file is being converted. Only for the sender. */
  async opensPreparePage(prepareUrl: string): Promise<SigningPage> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        return (await this.#act('prepare/open', { url: prepareUrl })) as SigningPage;
      } catch (error) {
        const isEarly = error instanceof NotPossible && error.code === 'still_converting';
        if (!isEarly || Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  /** Uploads a file into the person's root folder. Returns its id and name, which gets a number if it was taken. */
  async uploads(name: string, bytes: Buffer): Promise<{ readonly id: string; readonly name: string }> {
    const base64 = bytes.toString('base64');
    return (await this.#act('upload', { folderId: '0', name, base64 })) as { id: string; name: string };
  }

  /** Places these fields and presses Send; without `fields`, sends with those saved so far, usually none. */
  async placesFieldsAndSends(
    prepareUrl: string,
    more: { message?: string; fields?: readonly object[] } = {},
  ): Promise<void> {
    await this.opensPreparePage(prepareUrl);
    await this.#act('prepare/send', { url: prepareUrl, ...more });
  }

  /** All mails to this address, oldest first. */
  async mails(): Promise<readonly Mail[]> {
    const { mails } = (await this.#act('mails', {})) as { mails: Mail[] };
    return mails;
  }

  /** The newest mail that asks for a signature, with the signing link. */
  async opensMail(): Promise<Mail & { readonly link: string }> {
    for (const mail of [...(await this.mails())].reverse()) {
      if (mail.link !== undefined) return { ...mail, link: mail.link };
    }
    throw new NotPossible('no_mail', `${this.address} was not asked to sign anything`);
  }

  /** Opens the document by its signing link; without a link, by the one in the newest mail. */
  async views(link?: string, more: { password?: string } = {}): Promise<SigningPage> {
    return (await this.#act('sign/view', { link: await this.#link(link), ...more })) as SigningPage;
  }

  /**
   * Signs, by typing a name or (without `typing`) by drawing. Returns the signing link of the next person who signs on
   * the same screen; null: nobody does.
   */
  async signs(link?: string, how: { typing?: string; password?: string } = {}): Promise<string | null> {
    const { next } = (await this.#act('sign/sign', { link: await this.#link(link), ...how })) as {
      next: string | null;
    };
    return next;
  }

  async declines(link: string | undefined, reason: string): Promise<void> {
    await this.#act('sign/decline', { link: await this.#link(link), reason });
  }

  /** Adds a file to the request, as signers may. */
  async attaches(name: string, bytes: Buffer, link?: string): Promise<void> {
    const base64 = bytes.toString('base64');
    await this.#act('sign/attach', { link: await this.#link(link), name, base64 });
  }

  /** Passes the request on to another person. */
  async forwards(to: string, link?: string): Promise<void> {
    await this.#act('sign/forward', { link: await this.#link(link), to });
  }

  /** From now on mail to this address bounces, including earlier unanswered mail. */
  async bounces(): Promise<void> {
    await this.#act('mail/bounce', {});
  }

  /** Puts one of their own files into the trash. */
  async deletes(fileId: string): Promise<void> {
    await this.#act('delete', { fileId });
  }

  /** The newest version of a file, as this user downloads it. */
  async downloads(fileId: string): Promise<Buffer> {
    const response = await this.#post('download', { fileId });
    return Buffer.from(await response.arrayBuffer());
  }

  async cancelsInBox(requestId: string, reason?: string): Promise<void> {
    await this.#act('cancel', { requestId, ...(reason === undefined ? {} : { reason }) });
  }

  /** Opens the page that an app sends people to and grants access, as this account. Returns where Box redirects. */
  async grants(authorizeUrl: string): Promise<string> {
    return this.#answers(authorizeUrl, 'grant');
  }

  /** Denies access on that page. Returns where Box redirects. */
  async denies(authorizeUrl: string): Promise<string> {
    return this.#answers(authorizeUrl, 'deny');
  }

  async #answers(authorizeUrl: string, answer: 'grant' | 'deny'): Promise<string> {
    const page = await fetch(authorizeUrl, { redirect: 'manual' });
    const isListed = (await page.text()).includes(`value="${this.address}"`);
    if (page.status !== 200) throw new NotPossible('no_page', `Box shows no such page (${page.status})`);
    if (!isListed) throw new NotPossible('no_account', `${this.address} has no Box account`);
    const sent = await fetch(authorizeUrl, {
      method: 'POST',
      body: new URLSearchParams({ login: this.address, answer }),
      redirect: 'manual',
    });
    const location = sent.headers.get('location');
    if (sent.status !== 302 || location === null) throw new NotPossible('refused', await sent.text());
    return location;
  }

  async #link(link: string | undefined): Promise<string> {
    return link ?? (await this.opensMail()).link;
  }

  async #act(path: string, body: Record<string, unknown>): Promise<unknown> {
    return (await this.#post(path, body)).json();
  }

  async #post(path: string, body: Record<string, unknown>): Promise<Response> {
    const response = await fetch(`${this.#url}/control/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: this.address, ...body }),
    });
    if (response.ok) return response;
    const refusal = (await response.json()) as { error: string; message: string };
    throw new NotPossible(refusal.error, refusal.message);
  }
}
