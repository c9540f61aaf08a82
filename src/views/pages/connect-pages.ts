/**
 * The pages that a person sees in the browser while connecting a Box account. Another person may have sent them the
 * link, so the page with the button and those about the granted account name the Slack user for whom they connect it.
 */
import { shownAddress } from '../address.ts';
import { nameOr } from '../blocks.ts';
import type { Texts } from '../texts/index.ts';
import { html } from './html.ts';
import { page, paragraphs } from './page.ts';

/** The Slack user for whom the account would be connected. Both fields are text that people chose. */
export interface WhoConnects {
  readonly name: string;
  readonly workspace: string;
}

/** The page before the redirect to Box: shows whom the connection is for, and a button to continue. */
export function startPage(who: WhoConnects, link: string, t: Texts): string {
  const says = t.pages.start(cleanNames(who, t));
  return page(
    {
      title: says.title,
      body: [
        ...paragraphs(says.paragraphs),
        html`<form method="post" action="/box/connect">
<input type="hidden" name="state" value="${link}">
<button type="submit">${says.button}</button>
</form>
<p class="small">${says.notYou}</p>`,
      ],
    },
    t,
  );
}

/**
 * A page that redirects the browser to Box. An HTTP redirect after a form would be blocked by the content security
 * policy, unless that allowed the address of every company's own sign-in page.
 */
export function leavingPage(boxUrl: string, t: Texts): string {
  const says = t.pages.leaving;
  return page(
    {
      title: says.title,
      body: [html`<p><a href="${boxUrl}" rel="noreferrer">${says.link}</a></p>`],
      redirectTo: boxUrl,
    },
    t,
  );
}

/** Says that the account is connected without a code, because the Slack user's own address proves that it is theirs. */
export function connectedPage(who: WhoConnects, login: string, t: Texts): string {
  const says = t.pages.connected(cleanNames(who, t), shownAddress(login, 254));
  return page({ title: says.title, body: paragraphs(says.paragraphs) }, t);
}

/** The Box account that the person has granted access to. */
export interface GrantedAccount {
  readonly login: string;
  /** Whether the login equals the Slack user's address. Where this page is shown, that proves nothing. */
  readonly isOwnAddress: boolean;
}

/** Shows the code that the Slack user has to type, because nothing else proves that the account is theirs. */
export function codePage(
  who: WhoConnects,
  { login, isOwnAddress }: GrantedAccount,
  code: string,
  t: Texts,
): string {
  const says = t.pages.code(cleanNames(who, t), shownAddress(login, 254), isOwnAddress);
  return page(
    {
      title: says.title,
      body: [...paragraphs(says.before), html`<p class="code">${code}</p>\n`, ...paragraphs(says.after)],
    },
    t,
  );
}

/** Says what went wrong, and what the person can do. */
export function problemPage(problem: keyof Texts['pages']['problem'], t: Texts): string {
  const says = t.pages.problem[problem];
  return page({ title: says.title, body: paragraphs(says.paragraphs) }, t);
}

function cleanNames(who: WhoConnects, t: Texts): WhoConnects {
  return {
    name: nameOr(who.name, t.pages.somebody),
    workspace: nameOr(who.workspace, t.pages.someWorkspace),
  };
}
