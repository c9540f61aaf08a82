/**
 * Runs `child.ts` as a separate process. Compiles it into a temporary folder first, because the oldest supported Node
 * cannot read TypeScript.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { temporaryFolder } from './stores.ts';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
const sources = ['src', 'test/builders', 'test/units/store'];

/** The compiled child program; `remove` when done. */
export interface Program {
  readonly path: string;
  remove(): void;
}

export function compileChild(): Program {
  const folder = temporaryFolder();
  for (const source of sources) cpSync(join(project, source), join(folder, source), { recursive: true });
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const compilerOptions = {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2023,
    rewriteRelativeImportExtensions: true,
    verbatimModuleSyntax: true,
  };
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts') || name.startsWith('node_modules')) continue;
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), { compilerOptions });
    writeFileSync(path.replace(/\.ts$/, '.js'), outputText);
  }
  return {
    path: join(folder, 'test/units/store/child.js'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** A running child and its output so far. */
export interface Child {
  readonly process: ChildProcess;
  lines(): readonly string[];
  /** Resolves when the child has ended, in whatever way, and all its output was read. */
  readonly ended: Promise<void>;
}

export function start(command: string, args: readonly string[]): Child {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return {
    process: child,
    // The text after the last line break may be incomplete.
    lines: () => said.split('\n').slice(0, -1),
    ended: new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', () => resolve());
    }),
  };
}
