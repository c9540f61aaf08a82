/** Rules about the text of files. Each takes files and returns a line for each breach. */
import ts from 'typescript';
import type { SourceFile } from './tree.ts';

const maxLines = 250;

/** One message for each file longer than 250 lines: it does too many things and should be split. */
export function longFiles(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > maxLines)
    .map(
      ({ path, lines }) =>
        `${path} has ${lines} lines; find the two things it is and split it at ${maxLines}`,
    );
}

/** The programs: they alone may read the environment, and pass it to `config/config.ts`. */
const programs: readonly string[] = [
  'src/main.ts',
  'src/operate/doctor.ts',
  'src/operate/data.ts',
  'src/operate/backup.ts',
  'src/operate/restore.ts',
];

/** A line for each file of `src`, except the programs, that reads the environment. */
export function environmentReaders(files: readonly SourceFile[]): string[] {
  return files
    .filter(
      ({ path, text }) => path.startsWith('src/') && /\bprocess\s*(\??\.\s*env\b|\[\s*['"`]env)/.test(text),
    )
    .map(({ path }) => path)
    .filter((path) => !programs.includes(path))
    .map((path) => `${path} reads the environment; take the value from Config, handed in by src/main.ts`);
}

/** A line for each field of a log line of `src` that `src/app/log.ts` would not print. */
export function hiddenLogFields(files: readonly SourceFile[], printed: ReadonlySet<string>): string[] {
  return files
    .filter(({ path, text }) => path.startsWith('src/') && /\blog\??\.\w+\(/.test(text))
    .flatMap(({ path, text }) =>
      loggedFields(ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true))
        .filter((name) => !printed.has(name))
        .map((name) => `${path} logs ${name}, which is printed as [hidden]; see printedFields`),
    );
}

function loggedFields(source: ts.SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)log\??\.\w+$/.test(node.expression.getText())) {
      const [fields] = node.arguments;
      if (fields && ts.isObjectLiteralExpression(fields)) {
        names.push(...fields.properties.flatMap(({ name }) => name?.getText() ?? []));
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

const sdkEntries = /^box-typescript-sdk-gen(\/(box\/errors|managers|schemas))?$/;

/** A line for each import of the Box SDK's deeper paths, which are not part of its interface. */
export function deepSdkImports(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(/(?:from|import\()\s*['"]((?:box-typescript-sdk-gen|box-node-sdk)[^'"]*)['"]/g)]
      .map(([, specifier]) => specifier ?? '')
      .filter((specifier) => !sdkEntries.test(specifier))
      .map((specifier) => `${path} imports ${specifier}; use the root, /box/errors, /managers or /schemas`),
  );
}

// The patterns are put together from parts, so that this file does not contain what it searches for.
const traces: readonly (readonly [RegExp, string])[] = [
  [
    new RegExp(`${'/ho'}me/[a-z]|${'/Us'}ers/[A-Za-z]|${'/ro'}ot/|${'/wo'}rk/|[A-Z]:${'\\\\Us'}ers`),
    'a path of a machine',
  ],
  [new RegExp(`${'/t'}mp/[A-Za-z]`), 'a fixed temporary folder (use tmpdir() or mktemp)'],
  [
    new RegExp(
      `https?://[^\\s"'/]*(${'regis'}try|${'arti'}factory|${'ne'}xus)[^\\s"']*|"${'resol'}ved"\\s*:\\s*"http`,
    ),
    'the address of a registry',
  ],
];

/** A line for each machine-specific path or trace; the checkout must be the same on every machine. */
export function machineTraces(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        traces
          .filter(([pattern]) => pattern.test(line))
          .map(([, what]) => `${path}:${index + 1} holds ${what}: ${line.trim().slice(0, 100)}`),
      ),
  );
}

/** A line for each command or file that a page names and that does not exist. `exists` gets relative paths. */
export function brokenInstructions(
  page: SourceFile,
  scripts: Readonly<Record<string, string>>,
  exists: (path: string) => boolean,
): string[] {
  const scriptNames = [...page.text.matchAll(/npm run (?:--?[\w-]+ )*([\w:-]+)/g)].map(
    ([, name]) => name ?? '',
  );
  const linkedPaths = [/\]\((?!https?:|#|mailto:)([^)#\s]+)/g, /\bsrc(?:set)?="([^"]+)"/g].flatMap((link) =>
    [...page.text.matchAll(link)].map(([, path]) => path ?? ''),
  );
  const folder = page.path.includes('/') ? page.path.replace(/[^/]*$/, '') : '';
  return [
    ...scriptNames
      .filter((name) => !(name in scripts))
      .map((name) => `${page.path}: there is no script "${name}"`),
    ...linkedPaths
      .filter((path) => !exists(folder + path))
      .map((path) => `${page.path}: there is no file ${path}`),
  ];
}
