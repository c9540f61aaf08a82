/**
 * Slack's page on which a person lets the app into a workspace. Plain HTML; works without scripts. What is asked for,
 * and who may allow it, is decided elsewhere.
 */
import { createHash } from 'node:crypto';

export interface WorkspaceLink {
  readonly name: string;
  /** Name of the person who is signed in to that workspace. */
  readonly person: string;
  /** The address of the same page for this workspace. */
  readonly href: string;
}

export interface RequestedScope {
  readonly scope: string;
  /** Whether the person who installs the app may leave the scope out. */
  readonly isOptional: boolean;
  /** Whether the scope is granted unless the person unticks it. */
  readonly isGranted: boolean;
}

/** What Slack's page for installing the app shows. */
export interface ConsentPage {
  readonly appName: string;
  readonly here: WorkspaceLink;
  /** Links to other workspaces where the app could be installed instead. */
  readonly elsewhere: readonly WorkspaceLink[];
  readonly scopes: readonly RequestedScope[];
  /** Name of the Enterprise Grid organisation if the app can be installed for all of its workspaces, else null. */
  readonly organisation: string | null;
  /** Id of the workspace, which is sent back with the answer. */
  readonly teamId: string;
  readonly userId: string;
  /** The people who could decide instead of this person; null: this person may decide. */
  readonly deciders: readonly string[] | null;
  /** The address to which the form is sent. */
  readonly action: string;
}

const style = `
:root { color-scheme: light dark; --ink: #1d1c1d; --soft: #5c5a5d; --paper: #fff; --ground: #f8f8f8; --line: #d9d7da;
  --edge: #85838a; --act: #0b6b50; --on-act: #fff; --link: #1264a3; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e8; --soft: #b5b3b8; --paper: #222529; --ground: #1a1d21;
  --line: #43464c; --edge: #7c7f86; --act: #4ecb99; --on-act: #06251a; --link: #7db9f5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere; }
header { display: flex; gap: 1rem; align-items: center; justify-content: space-between; padding: .6rem 1.25rem;
  border-bottom: 1px solid var(--line); background: var(--paper); }
details { position: relative; min-width: 0; }
summary, details a { display: block; min-height: 36px; padding: .4rem .6rem; border-radius: 6px; cursor: pointer; }
details div { position: absolute; z-index: 1; right: 0; width: max-content; max-width: calc(100vw - 2.5rem);
  padding: .4rem; border: 1px solid var(--line); border-radius: 8px; background: var(--paper);
  box-shadow: 0 8px 30px rgb(0 0 0 / .22); }
main { width: min(34rem, 100%); margin: 4vh auto; padding: 2rem; border: 1px solid var(--line); border-radius: 12px;
  background: var(--paper); }
h1 { margin: 0 0 .75rem; font-size: 1.6rem; line-height: 1.25; text-align: center; text-wrap: balance; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.05rem; }
p { margin: 0 0 1rem; }
main > p { text-align: center; }
ul { margin: 0 0 1.75rem; padding: 0; border: 1px solid var(--line); border-radius: 8px; list-style: none; }
li { padding: .6rem .9rem; }
li + li { border-top: 1px solid var(--line); }
small { color: var(--soft); }
a { color: var(--link); }
label { display: flex; gap: .6rem; align-items: center; min-height: 36px; margin-bottom: 1rem; }
form div { display: flex; flex-wrap: wrap; gap: .75rem; justify-content: flex-end; }
button { min-width: 8rem; min-height: 44px; padding: .5rem 1.2rem; border: 1px solid var(--edge); border-radius: 8px;
  background: var(--paper); color: var(--ink); font: inherit; font-weight: 700; cursor: pointer; }
button[value=allow] { border-color: var(--act); background: var(--act); color: var(--on-act); }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
@media (max-width: 36rem) { body { background: var(--paper); } main { margin: 0; border: 0; border-radius: 0; padding: 1.5rem 1.25rem; }
  button { flex: 1; } }`;

/** The page's content security policy: its own style sheet and `data:` images, no scripts, not in a frame. */
export const consentPolicy = `default-src 'none'; img-src data:; frame-ancestors 'none'; base-uri 'none'; style-src 'sha256-${createHash(
  'sha256',
)
  .update(style)
  .digest('base64')}'`;

/** What each scope means in words, in the order of display. A scope that is missing here comes last, under its name. */
const meanings: readonly (readonly [scope: string, meaning: string])[] = [
  ['commands', 'Add commands that people can type'],
  ['chat:write', 'Write messages under its own name'],
  ['im:write', 'Begin direct messages with people'],
  ['im:history', 'Read the direct messages that people have with it'],
  ['files:read', 'See the files in conversations that it is in'],
  ['files:write', 'Put files into conversations that it is in'],
  ['channels:read', 'See the public channels, and who is in them'],
  ['groups:read', 'See the private channels that it is in, and who else is'],
  ['users:read', 'See who is in the workspace'],
  ['users:read.email', 'See the email addresses of people in the workspace'],
  ['usergroups:read', 'See the user groups, and who is in them'],
];

const orList = new Intl.ListFormat('en', { type: 'disjunction' });

/** The page with Cancel and Allow. People who may not decide get only Cancel. */
export function consentPage(about: ConsentPage): string {
  const { appName, here, deciders } = about;
  const title = `${appName} wants to be added to the ${here.name} workspace`;
  return pageHtml(
    title,
    `${headerHtml(about)}<main><h1>${escaped(title)}</h1>
    ${deciders === null ? questionHtml(about) : refusalHtml(about, deciders)}</main>`,
  );
}

/** The page for an install URL that Slack refuses. Slack then redirects nowhere. */
export function errorPage(code: string): string {
  return pageHtml('Slack', `<main><h1>Something went wrong</h1><p>Error: ${escaped(code)}</p></main>`);
}

function headerHtml({ here, elsewhere }: ConsentPage): string {
  const links = elsewhere.map(
    ({ name, person, href }) =>
      `<a href="${escaped(href)}">${escaped(name)} <small>${escaped(person)}</small></a>`,
  );
  const summary = `${escaped(here.name)} <small>as ${escaped(here.person)}</small>`;
  const other =
    links.length === 0
      ? `<p>${summary}</p>`
      : `<details><summary>${summary} <span aria-hidden="true">▾</span></summary><div>${links.join('')}</div></details>`;
  return `<header><strong>Slack</strong>${other}</header>`;
}

function questionHtml({ appName, scopes, organisation, teamId, userId, action }: ConsentPage): string {
  // The unsigned shift turns -1 (not found) into the largest place.
  const place = ({ scope }: RequestedScope) => meanings.findIndex(([one]) => one === scope) >>> 0;
  const inOrder = [...scopes].sort((one, other) => place(one) - place(other));
  const items = inOrder.filter((one) => !one.isOptional).map(({ scope }) => `<li>${meaningOf(scope)}</li>`);
  const boxes = inOrder.filter((one) => one.isOptional).map(optionalBox);
  return `<h2>What will ${escaped(appName)} be able to do?</h2><ul>${items.join('')}</ul>
    <form method="post" action="${escaped(action)}">${hiddenFields(teamId, userId)}
    ${boxes.length === 0 ? '' : `<h2>Optional</h2><input type="hidden" name="chooses" value="yes">${boxes.join('')}`}
    ${organisation === null ? '' : `<label><input type="checkbox" name="organisation" value="yes"> For all of ${escaped(organisation)}</label>`}
    <div><button name="answer" value="cancel">Cancel</button><button name="answer" value="allow">Allow</button></div></form>`;
}

function meaningOf(scope: string): string {
  return escaped(meanings.find(([one]) => one === scope)?.[1] ?? scope);
}

function optionalBox({ scope, isGranted }: RequestedScope): string {
  const checked = isGranted ? ' checked' : '';
  return `<label><input type="checkbox" name="optional" value="${escaped(scope)}"${checked}> ${meaningOf(scope)}</label>`;
}

function refusalHtml(
  { appName, here, teamId, userId, action }: ConsentPage,
  deciders: readonly string[],
): string {
  const who = deciders.length === 0 ? '' : ` Ask ${orList.format(deciders)}.`;
  return `<p>${escaped(here.name)} approves apps first: only an admin can add ${escaped(appName)}.${escaped(who)}</p>
    <form method="post" action="${escaped(action)}">${hiddenFields(teamId, userId)}
    <div><button name="answer" value="cancel">Cancel</button></div></form>`;
}

function hiddenFields(teamId: string, userId: string): string {
  return `<input type="hidden" name="team" value="${escaped(teamId)}"><input type="hidden" name="user" value="${escaped(userId)}">`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.codePointAt(0)};`);
}

function pageHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${escaped(title)} · Slack</title>
<style>${style}</style></head>
<body>${body}</body>
</html>
`;
}
