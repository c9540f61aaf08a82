/** Box's page on which a person lets an app act for them. Plain HTML; works without scripts. */

/** What the consent page shows. */
export interface ConsentPage {
  readonly appName: string;
  readonly accounts: readonly { readonly login: string; readonly name: string }[];
  /** The query of the page's own address, sent back with the answer. */
  readonly query: string;
  /** What was wrong with the previous answer; null at first. */
  readonly problem: string | null;
}

const style = `
:root { color-scheme: light dark; --ink: #222; --soft: #5a5f66; --paper: #fff; --ground: #f4f5f7; --line: #d8dade;
  --act: #0061d5; --on-act: #fff; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e9eaed; --soft: #a7adb8; --paper: #23262b; --ground: #16181b;
  --line: #3a3f47; --act: #7db9f5; --on-act: #10151b; --bad: #ffb4ab; } }
body { box-sizing: border-box; margin: 0; padding: 1rem; min-height: 100vh; display: grid; place-items: center;
  background: var(--ground); font: 16px/1.5 system-ui, sans-serif; color: var(--ink); overflow-wrap: anywhere; }
main { box-sizing: border-box; width: min(28rem, 100%); padding: 2rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 .5rem; font-size: 1.35rem; }
p, fieldset { margin: 0 0 1.25rem; }
fieldset { border: 1px solid var(--line); border-radius: 8px; padding: .5rem 1rem; }
label { display: block; padding: .4rem 0; }
small { color: var(--soft); }
#problem { margin: .25rem 0; color: var(--bad); }
button { font: inherit; padding: .55rem 1.1rem; border-radius: 8px; border: 1px solid var(--act); cursor: pointer; }
button[value=grant] { background: var(--act); color: var(--on-act); }
form:invalid button[value=grant] { background: var(--ground); color: var(--soft); border-color: var(--line); }
button[value=deny] { background: var(--paper); color: var(--act); }
button:focus-visible, input:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }`;

/** The page with Grant and Deny. */
export function consentPage({ appName, accounts, query, problem }: ConsentPage): string {
  const describedBy = problem === null ? '' : ' aria-describedby="problem"';
  // No account is preselected: anyone may open this page, and the wrong account is easily connected.
  const choices = accounts.map(
    ({ login, name }) =>
      `<label><input type="radio" name="login" value="${escaped(login)}" required>
       ${escaped(name)} <small>${escaped(login)}</small></label>`,
  );
  const error = problem === null ? '' : `<p id="problem" role="alert">${escaped(problem)}</p>`;
  return page(
    'Grant access to Box',
    `<h1>Grant access to Box</h1>
    <p><strong>${escaped(appName)}</strong> would read and write all files and folders stored in Box, and manage
    signature requests, as the account that you choose.</p>
    <form method="post" action="?${escaped(query)}">
    <fieldset${describedBy}><legend>Account</legend>${choices.join('')}${error}</fieldset>
    <button name="answer" value="grant">Grant access to Box</button>
    <button name="answer" value="deny" formnovalidate>Deny</button>
    </form>`,
  );
}

/** The error page that Box shows where it does not redirect to the app. */
export function refusalPage(code: string, what: string): string {
  return page(
    'Box',
    `<h1>Something went wrong</h1><p>${escaped(what)}</p><p><small>${escaped(code)}</small></p>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${title}</title>
<style>${style}</style></head>
<body><main>${body}</main></body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
