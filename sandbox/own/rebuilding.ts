/**
 * Compiles when TypeScript of the app or of the page is saved, so that a developer sees the change in the running
 * sandbox. Code that does not compile never reaches the app, which keeps running as it was.
 */
import { spawn } from 'node:child_process';
import { type FSWatcher, watch } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../project-root.ts';

/** A running watcher that compiles when a file is saved. */
export interface RebuildWatcher {
  /** The compiler's last errors; empty while everything compiles. */
  readonly compileErrors: readonly string[];
  stop(): void;
}

export interface RebuildWatcherOptions {
  /** Called after a change of the app was compiled without errors; not after a change of the page alone. */
  readonly onRebuilt: () => void;
  /** Called with the compiler's errors after each compilation that failed, and with none once it succeeds again. */
  readonly onCompileErrors: (errors: readonly string[]) => void;
}

const root = fileURLToPath(projectRoot);

/** How long (ms) after the last save compiling starts: editors save in several steps, people save several files. */
const quietMs = 250;
const maxLines = 20;

/**
 * Watches the source of the app and of the page, and compiles after each save. @throws when this machine cannot watch
 * folders
 */
export function rebuildOnSave(options: RebuildWatcherOptions): RebuildWatcher {
  let errors: readonly string[] = [];
  let saved: 'nothing' | 'page' | 'app' = 'nothing';
  let isBusy = false;
  // Whether the app was saved and has not compiled without errors since.
  let isStale = false;
  let timer: NodeJS.Timeout | undefined;
  const build = async (): Promise<void> => {
    if (isBusy || saved === 'nothing') return;
    isBusy = true;
    const isApp = saved === 'app' || isStale;
    saved = 'nothing';
    const said = await compile();
    isBusy = false;
    if (said.length > 0 || errors.length > 0) {
      errors = said;
      options.onCompileErrors(said);
    }
    if (said.length === 0 && isApp) options.onRebuilt();
    isStale = said.length > 0 && isApp;
    void build();
  };
  const hear = (what: 'page' | 'app') => (_event: string, name: string | null) => {
    if (name === null || !/\.tsx?$/.test(name)) return;
    if (saved !== 'app') saved = what;
    clearTimeout(timer);
    timer = setTimeout(() => void build(), quietMs);
  };
  const watchers: FSWatcher[] = [
    watch(`${root}src`, { recursive: true }, hear('app')),
    watch(`${root}sandbox/page/client`, { recursive: true }, hear('page')),
  ];
  return {
    get compileErrors() {
      return errors;
    },
    stop: () => {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}

/** Compiles the whole project. Resolves with the first lines of the compiler's errors; empty: it compiled. */
function compile(): Promise<readonly string[]> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['scripts/build.js'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.once('close', (status) => {
      const lines = output.trim() === '' ? ['The compiler failed'] : output.trim().split('\n');
      resolve(status === 0 ? [] : lines.slice(0, maxLines));
    });
  });
}
