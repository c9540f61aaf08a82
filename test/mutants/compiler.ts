/** The compiler's view of `src`: its files and types, and whether it still compiles with one file changed. */
import ts from 'typescript';

/** Compiles `src` with one file changed. */
export interface Compiler {
  /** The files of `src`, by their path from the project's root. */
  readonly files: ReadonlyMap<string, ts.SourceFile>;
  readonly checker: ts.TypeChecker;
  readonly compiles: (path: string, text: string) => boolean;
}

/** Reads the project. @param root its folder, as an absolute path */
export function compilerOf(root: string): Compiler {
  const { config } = ts.readConfigFile(`${root}/tsconfig.app.json`, ts.sys.readFile);
  const { tsBuildInfoFile: _, ...read } = ts.parseJsonConfigFileContent(config, ts.sys, root).options;
  const options = { ...read, incremental: false };
  const names = ts.sys.readDirectory(`${root}/src`, ['.ts']);
  const host = ts.createIncrementalCompilerHost(options);
  const { readFile, getSourceFile } = host;
  const unchanged = new Map<string, ts.SourceFile | undefined>();
  let changed: { readonly name: string; readonly text: string } | null = null;
  host.readFile = (name) => (name === changed?.name ? changed.text : readFile(name));
  host.getSourceFile = (name, ...rest) => {
    if (name === changed?.name) return getSourceFile(name, ...rest);
    if (!unchanged.has(name)) unchanged.set(name, getSourceFile(name, ...rest));
    return unchanged.get(name);
  };
  const build = (old?: ts.SemanticDiagnosticsBuilderProgram) => {
    const next = ts.createSemanticDiagnosticsBuilderProgram(names, options, host, old);
    // The compiler checks types only if the syntax is valid, so it must be asked for both kinds of errors.
    return {
      next,
      isRight: [...next.getSyntacticDiagnostics(), ...next.getSemanticDiagnostics()].length === 0,
    };
  };
  const whole = build().next;
  const program = whole.getProgram();
  const files = names.flatMap((name) => {
    const file = program.getSourceFile(name);
    return file ? [[name.slice(root.length + 1), file] as const] : [];
  });
  return {
    files: new Map(files),
    checker: program.getTypeChecker(),
    compiles: (path, text) => {
      changed = { name: `${root}/${path}`, text };
      // Only the files that depend on the changed one are checked.
      return build(whole).isRight;
    },
  };
}
