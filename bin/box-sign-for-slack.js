#!/usr/bin/env -S node --max-semi-space-size=8
/** The app as one command: it starts the app, or runs one of the operator's programs. */
const programs = ['doctor', 'backup', 'restore', 'data'];
const usage = `box-sign-for-slack: starts the app.
box-sign-for-slack ${programs.join('|')} [ARGUMENTS]: what npm run does with these names; docs/operation.md describes them.
`;

/** Runs a compiled program. Without its packages, says what to do instead of where Node looked for them. */
async function run(name) {
  try {
    await import(`../dist/${name}.js`);
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    process.stderr.write(`${error.message}\nRun npm install first.\n`);
    process.exitCode = 1;
  }
}

const [word] = process.argv.splice(2, 1);
if (word === undefined) {
  await run('main');
} else if (programs.includes(word)) {
  await run(word);
} else {
  process.stderr.write(usage);
  process.exitCode = word === '--help' ? 0 : 1;
}
