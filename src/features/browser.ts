/**
 * A browser's request to our pages and the response, reduced to what features read. Everything here comes from
 * outside.
 */

/** A browser's request. */
export interface BrowserRequest {
  readonly query: URLSearchParams;
  /** The fields of a submitted form; empty for a GET. */
  readonly form: URLSearchParams;
  /** The secret of this browser, set by an earlier page; null: it has none. */
  readonly browser: string | null;
  /** The browser says that another site's page sent this form. */
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
