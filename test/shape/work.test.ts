/** The types of the table of work reject wrong rows: a wrong row does not compile. */
// runs: ci
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { projectRoot } from './tree.ts';

const timeout = 120_000;
const tablePath = 'src/features/work.ts';
const table = readFileSync(join(projectRoot, tablePath), 'utf8');

const { config } = ts.readConfigFile(join(projectRoot, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.parseJsonConfigFileContent({ ...config, include: ['src'] }, ts.sys, projectRoot);
const host = ts.createCompilerHost(options);
/** Parsed files, cached so that every program but the first takes a second less. */
const read = new Map<string, ts.SourceFile | undefined>();

/** The compiler's errors in a file of ours, or a new one, if it had this text. */
function errorsIn(path: string, text: string): string[] {
  const file = join(projectRoot, path);
  const planted = ts.createSourceFile(file, text, { languageVersion: ts.ScriptTarget.ESNext });
  const getSourceFile: typeof host.getSourceFile = (name, ...how) => {
    if (name === file) return planted;
    if (!read.has(name)) read.set(name, host.getSourceFile(name, ...how));
    return read.get(name);
  };
  const fileExists = (name: string) => name === file || host.fileExists(name);
  const program = ts.createProgram([file], options, { ...host, getSourceFile, fileExists });
  return [...program.getSyntacticDiagnostics(planted), ...program.getSemanticDiagnostics(planted)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '),
  );
}

/** The compiler's errors in a file that makes a job with this expression. */
const errorsInJob = (expression: string) =>
  errorsIn(
    'src/signing/planted.ts',
    `import { work } from './work.ts';\nexport const made = ${expression};\n`,
  );

/** The source of the table with one line changed; fails when there is no such line. */
function changed(line: string, to: string): string {
  expect(table.split(line), line).toHaveLength(2);
  return table.replace(line, to);
}

const resendRow =
  "  resend: { lane: ofRequest, key: ofRequest, run: withInstallation(resend), givenUp: endAction('resend') },\n";

test('the table and a job of it compile', { timeout }, () => {
  expect(errorsIn(tablePath, table)).toEqual([]);
  expect(errorsInJob("work.redraw({ requestId: 'r1', due: 'card' }, 5)")).toEqual([]);
});

test.each([
  ['a misspelt step', "work.redrew({ requestId: 'r1' })", /'redrew' does not exist/],
  ['a wrong argument', "work.redraw({ user: 'U1' })", /'user' does not exist/],
  [
    'an argument of a wrong kind',
    'work.redraw({ requestId: 1 })',
    /'number' is not assignable to type 'string'/,
  ],
  ['a missing argument', 'work.redraw({})', /'requestId' is missing/],
])('%s is noticed', { timeout }, (_what, expression, said) => {
  expect(errorsInJob(expression)).toEqual([expect.stringMatching(said)]);
});

test('a missing row is a compiler error', { timeout }, () => {
  expect(errorsIn(tablePath, changed(resendRow, ''))).toContainEqual(
    expect.stringMatching(/'resend' is missing/),
  );
});

test('a row of an unknown step, or with another step’s arguments, is a compiler error', { timeout }, () => {
  const misspelt = changed(resendRow, `${resendRow}${resendRow.replace('resend:', 'resent:')}`);
  expect(errorsIn(tablePath, misspelt)).toContainEqual(expect.stringMatching(/'resent' does not exist/));
  const foreign = changed(
    resendRow,
    resendRow.replace('withInstallation(resend)', 'withInstallation(readListAtBox)'),
  );
  expect(errorsIn(tablePath, foreign)).toContainEqual(expect.stringMatching(/'user' is missing/));
});
