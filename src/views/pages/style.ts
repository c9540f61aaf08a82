/** How pages look, in light and dark, from a phone to a desktop. Holds no text. */

/** The style sheet of all pages. The server puts its hash into the content security policy. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1d1c1d; --soft: #5c5a5d; --paper: #fff; --ground: #f4f3f1; --line: #dcdad6; --act: #0b5cad; --on-act: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceaea; --soft: #b3b0b4; --paper: #222126; --ground: #161518; --line: #3d3b42; --act: #7db9f5; --on-act: #10151b; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 12vh auto 3rem; padding: 2rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; }
p { margin: 0 0 1rem; }
p:last-child { margin-bottom: 0; }
.small { color: var(--soft); font-size: 0.9375rem; }
.code { margin: 1.25rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--ground); font: 600 2.25rem/1.2 ui-monospace, "SF Mono", Menlo, Consolas, monospace; letter-spacing: 0.2em; text-indent: 0.2em; text-align: center; }
form { margin: 1.5rem 0; }
button { font: inherit; font-weight: 600; padding: 0.7rem 1.4rem; min-height: 2.75rem; border: 0; border-radius: 8px; background: var(--act); color: var(--on-act); cursor: pointer; }
button:focus-visible, a:focus-visible { outline: 3px solid var(--act); outline-offset: 3px; }
a { color: var(--act); }
@media (max-width: 36rem) { main { margin: 0; min-height: 100vh; border: 0; border-radius: 0; padding: 1.5rem 1.25rem; } button { width: 100%; } }
`;
