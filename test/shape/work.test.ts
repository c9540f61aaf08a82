/** The types of the table of work do their job: wrong rows do not compile. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, onTestFinished, test } from 'vitest';
import { plantTree, projectRoot, typescriptFiles } from './tree.ts';

const timeout = 120_000;
const tablePath = 'src/features/work.ts';
const sources = Object.fromEntries(typescriptFiles(projectRoot, 'src').map(({ path, text }) => [path, text]));
const table = sources[tablePath] ?? '';

/** The compiler's errors in one file, in our sources with the given version of that file. */
function errorsIn(path: string, text: string): string[] {
  const { root, remove } = plantTree({ ...sources, 'package.json': '{"type":"module"}', [path]: text });
  onTestFinished(remove);
  symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
  const { config } = ts.readConfigFile(join(projectRoot, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: ['src'] }, ts.sys, root);
  const program = ts.createProgram([join(root, path)], options);
  const planted = program.getSourceFile(join(root, path));
  if (!planted) throw new Error(`${path} is not in the program`);
  return [...program.getSyntacticDiagnostics(planted), ...program.getSemanticDiagnostics(planted)].map(
    ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '),
  );
}

/** The source of a file that makes a job. */
const making = (expression: string) =>
  errorsIn(
    'src/signing/planted.ts',
    `import { work } from './work.ts';\nexport const made = ${expression};\n`,
  );

/** The table with one line of it changed; fails when there is no such line. */
function changed(line: string, to: string): string {
  expect(table.split(line), line).toHaveLength(2);
  return table.replace(line, to);
}

const resendRow =
  "  resend: { lane: ofRequest, key: ofRequest, run: withInstallation(resend), givenUp: endAction('resend') },\n";

test('the table and work that fits compile', { timeout }, () => {
  expect(errorsIn(tablePath, table)).toEqual([]);
  expect(making("work.redraw({ requestId: 'r1', due: 'card' }, 5)")).toEqual([]);
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
  expect(making(expression)).toEqual([expect.stringMatching(said)]);
});

test('a missing row is noticed', { timeout }, () => {
  expect(errorsIn(tablePath, changed(resendRow, ''))).toContainEqual(
    expect.stringMatching(/'resend' is missing/),
  );
});

test("a row of a step that does not exist, or with another step's arguments, is noticed", { timeout }, () => {
  const misspelt = changed(resendRow, `${resendRow}${resendRow.replace('resend:', 'resent:')}`);
  expect(errorsIn(tablePath, misspelt)).toContainEqual(expect.stringMatching(/'resent' does not exist/));
  const foreign = changed(
    resendRow,
    resendRow.replace('withInstallation(resend)', 'withInstallation(readListAtBox)'),
  );
  expect(errorsIn(tablePath, foreign)).toContainEqual(expect.stringMatching(/'user' is missing/));
});
