/**
 * A browser's request to our pages, reduced to what features read, and the response. Everything in a request comes from
 * outside and is untrusted.
 */

/** A browser's request. */
export interface BrowserRequest {
  readonly query: URLSearchParams;
  /** The fields of a submitted form; empty for a GET. */
  readonly form: URLSearchParams;
  /** The secret in this browser's cookie, which an earlier page has set; null: there is none. */
  readonly browser: string | null;
  /** Whether the browser says that a page of another site sent this form. */
  readonly isForeign: boolean;
}

/** The response to a browser. */
export interface BrowserAnswer {
  readonly status: number;
  /** A whole page of HTML. */
  readonly page: string;
  /** The secret that this browser keeps from now on. Absent: unchanged. */
  readonly browser?: string;
}
