#!/usr/bin/env -S node --max-semi-space-size=8
/** The app as one command: it starts the app, or runs one of the operator's programs. */
const programs = ['doctor', 'backup', 'restore', 'data'];
const usage = `box-sign-for-slack: starts the app.
box-sign-for-slack ${programs.join('|')} [ARGUMENTS]: what npm run does with these names; docs/operation.md describes them.
`;

const [word] = process.argv.splice(2, 1);
if (word === undefined) {
  await import('../dist/main.js');
} else if (programs.includes(word)) {
  await import(`../dist/${word}.js`);
} else {
  process.stderr.write(usage);
  process.exitCode = word === '--help' ? 0 : 1;
}
