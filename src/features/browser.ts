/** What a browser asks of our pages and what it gets, reduced to what features read. Everything here comes from outside. */

export interface BrowserRequest {
  readonly query: URLSearchParams;
  /** What a form of ours holds; empty for what is only looked at. */
  readonly form: URLSearchParams;
  /** The secret of this browser, which it got with an earlier page; null: it has none. */
  readonly browser: string | null;
  /** The browser says that another site's page sent this form. */
  readonly isForeign: boolean;
}

export interface BrowserAnswer {
  readonly status: number;
  /** A whole page. */
  readonly page: string;
  /** The secret that this browser keeps from now on. Absent: as it is. */
  readonly browser?: string;
}
