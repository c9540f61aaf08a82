/**
 * Sums up test reports (vitest's JSON) and the steps that failed: `node .ci/sum.js REPORT… -- STEP…`. A test that was
 * skipped counts as failed, because everything it needs is present here. So does a report that is missing or holds no
 * test.
 * The last line is "N passed, N failed"; the status is 1 when anything failed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const args = process.argv.slice(2);
const separator = args.indexOf('--');
const reports = args.slice(0, separator);
const failedSteps = args.slice(separator + 1);

let passed = 0;
const failures = [];

/**
 * The first lines of an error, indented, without those of the test runner. All lines would be too many where only the
 * end of a log is kept.
 */
function beginningOf(message) {
  const lines = message.split('\n').filter((line) => !/^\s+at .*\/node_modules\//.test(line));
  return lines
    .slice(0, 12)
    .map((line) => `\n    ${line.slice(0, 1_000)}`)
    .join('');
}

function addReport(path) {
  const name = relative('', path);
  const files = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).testResults : [];
  const tests = files.flatMap((file) => file.assertionResults);
  if (tests.length === 0) failures.push(`${name}: no test ran`);
  for (const file of files) {
    const where = relative('', file.name);
    const bad = file.assertionResults.filter(({ status }) => status !== 'passed');
    passed += file.assertionResults.length - bad.length;
    for (const { status, fullName, failureMessages } of bad) {
      const end = status === 'failed' ? 'failed' : `not run (${status})`;
      failures.push(`${end}: ${where}: ${fullName}${(failureMessages ?? []).map(beginningOf).join('')}`);
    }
    // A file that could not be loaded, or failed after its tests, has failed without a test that says so.
    if (file.status === 'failed' && !bad.some(({ status }) => status === 'failed'))
      failures.push(`failed: ${where}${beginningOf(file.message ?? '')}`);
  }
}

for (const path of reports) addReport(path);
for (const step of failedSteps) failures.push(`failed: ${step}`);

process.stdout.write(
  `${failures.map((line) => `${line}\n`).join('')}${passed} passed, ${failures.length} failed\n`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
