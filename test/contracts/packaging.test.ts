/**
 * The files that package and start the app agree with it: the image, the compose files, the systemd unit, the npm
 * package.
 */
// runs: ci
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { variableNames } from '../../src/config/config.ts';
import { secretNames } from '../../src/config/secret-files.ts';
import { readImage } from '../builders/image.ts';
import { projectRoot } from '../shape/tree.ts';

interface Service {
  readonly build?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly env_file?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly secrets?: readonly string[];
  readonly network_mode?: string;
  readonly read_only?: boolean;
  readonly tmpfs?: readonly string[];
  readonly init?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
}

const read = (path: string): string => readFileSync(join(projectRoot, path), 'utf8');
const compose = (path: string): Compose => parse(read(path), { merge: true }) as Compose;
const { files, scripts, bin } = JSON.parse(read('package.json')) as {
  files: string[];
  scripts: Record<string, string>;
  bin: Record<string, string>;
};
const program = bin['box-sign-for-slack'] ?? '';
const image = readImage();

/** Whether a packed path is only for the operator to read: documentation, or an example. */
const isForReading = (path: string): boolean => /^(docs\/|packaging$|\.env\.example$)/.test(path);

/** The settings that the app reads, directly or from a file. */
const known = new Set([...variableNames, ...secretNames.map((name) => `${name}_FILE`)]);
const unknownIn = (names: readonly string[]): string[] => names.filter((name) => !known.has(name));

describe.each(['compose.yaml', 'compose.postgres.yaml'])('%s', (path) => {
  const { services, volumes, secrets = {} } = compose(path);
  const apps = Object.entries(services).filter(([, { build }]) => build !== undefined);

  test('the app is a service, with settings that it reads', () => {
    expect(apps.length).toBeGreaterThan(0);
    for (const [name, app] of apps) {
      expect(unknownIn(Object.keys(app.environment ?? {})), name).toEqual([]);
      expect(app.env_file, name).toBe('.env');
    }
    const inserted = [...read(path).matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? '');
    expect(unknownIn(inserted)).toEqual([]);
  });

  test('no container has more rights than it needs', () => {
    for (const [name, service] of Object.entries(services)) {
      expect(service, name).toMatchObject({
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
      });
    }
    for (const [name, app] of apps) {
      expect(app, name).toMatchObject({ read_only: true, tmpfs: ['/tmp'], init: true });
    }
  });

  test('mounted secrets, volumes and files exist', () => {
    for (const [name, { environment = {}, secrets: given = [], volumes: mounts = [] }] of Object.entries(
      services,
    )) {
      const asked = Object.entries(environment).filter(([variable]) => variable.endsWith('_FILE'));
      expect(asked.map(([, file]) => file.replace('/run/secrets/', '')).sort(), name).toEqual(
        [...given].sort(),
      );
      for (const secret of given) expect(secrets, name).toHaveProperty(secret);
      for (const [source = ''] of mounts.map((mount) => mount.split(':'))) {
        expect(source.startsWith('./') ? existsSync(join(projectRoot, source)) : source in volumes).toBe(
          true,
        );
      }
    }
  });
});

test('only the app is published on this machine; beside PostgreSQL, only Caddy is', () => {
  const published = (path: string) =>
    Object.entries(compose(path).services).flatMap(([name, { ports = [] }]) =>
      ports.map((port) => `${name} ${port}`),
    );
  expect(published('compose.yaml')).toEqual(['app 127.0.0.1:3000:3000']);
  expect(published('compose.postgres.yaml')).toEqual(['caddy 80:80', 'caddy 443:443']);
});

test('Caddy, metrics and Prometheus reach every copy of the app', () => {
  const { services } = compose('compose.postgres.yaml');
  const copies = Object.keys(services).filter((name) => services[name]?.build !== undefined);
  expect(copies).toEqual(['app-1', 'app-2']);
  const upstreams = /reverse_proxy (.*) \{/.exec(read('packaging/Caddyfile'))?.[1]?.split(' ');
  expect(upstreams).toEqual(copies.map((name) => `${name}:${services[name]?.environment?.['PORT']}`));
  const besides = Object.values(services).flatMap(
    ({ network_mode: mode }) => mode?.replace('service:', '') ?? [],
  );
  expect(besides).toEqual(copies);
  const metricsPort = services['app-1']?.environment?.['METRICS_PORT'];
  expect(read('packaging/metrics.Caddyfile')).toMatch(
    new RegExp(`^:9465 \\{\n\treverse_proxy 127\\.0\\.0\\.1:${metricsPort}\n`, 'm'),
  );
  const {
    scrape_configs: [scraped],
  } = parse(read('packaging/prometheus.yml')) as {
    scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
  };
  expect(scraped?.static_configs[0]?.targets).toEqual(copies.map((name) => `${name}:9465`));
  expect(read('docs/alerts.yml')).toContain(`up{job="${scraped?.job_name}"}`);
});

test('docs/operation.md shows Prometheus the ports of docs/hosting.md, under the name of the alert', () => {
  const shown = parse(/```yaml\n(.*?)```/s.exec(read('docs/operation.md'))?.[1] ?? '');
  const ports = [...read('docs/hosting.md').matchAll(/^PORT=\d+ METRICS_PORT=(\d+)/gm)].map(
    ([, port]) => port,
  );
  expect(ports).toHaveLength(2);
  expect(shown).toMatchObject({
    rule_files: ['alerts.yml'],
    scrape_configs: [{ static_configs: [{ targets: ports.map((port) => `127.0.0.1:${port}`) }] }],
  });
  expect(read('docs/alerts.yml')).toContain(`up{job="${shown.scrape_configs[0].job_name}"}`);
});

describe('the container image', () => {
  test('the image holds the production dependencies and the package without its pages', () => {
    const copied = image.copied.map(({ from }) => from).sort();
    const packed = ['node_modules', 'package.json', ...files.filter((path) => !isForReading(path))];
    expect(copied).toEqual(packed.sort());
  });

  test('the image starts what npm start starts, as a user without rights, with settings that the app reads', () => {
    expect(image.entrypoint).toEqual(['node', '--max-semi-space-size=8', program]);
    expect(scripts['start']).toBe('node --max-semi-space-size=8 dist/main.js');
    expect(read(program).split('\n')[0]).toContain('node --max-semi-space-size=8');
    expect(image.user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(unknownIn(Object.keys(image.env).filter((name) => name !== 'NODE_ENV'))).toEqual([]);
  });

  test('the image is built only from what .dockerignore names', () => {
    const [first, ...rules] = read('.dockerignore')
      .replace(/^#.*\n/gm, '')
      .trim()
      .split('\n');
    expect(first).toBe('*');
    const sources = readdirSync(projectRoot).filter((name) => /^tsconfig.*\.json$/.test(name));
    expect(sources.length).toBeGreaterThan(0);
    expect(rules.sort()).toEqual(
      ['.npmrc', 'package.json', 'package-lock.json', 'tsconfig*.json', 'manifest.yml']
        .concat('bin', 'scripts', 'src', 'sandbox', 'bench', 'test')
        .map((path) => `!${path}`)
        .sort(),
    );
  });
});

test('the systemd unit starts the same program, with settings that the app reads', () => {
  const unit = read('packaging/box-sign-for-slack.service');
  expect(unit).toMatch(new RegExp(`^ExecStart=/usr/bin/env ${image.entrypoint.join(' ')}$`, 'm'));
  const set = [...unit.matchAll(/^Environment=(.*)$/gm)].flatMap(([, pairs]) => pairs?.split(' ') ?? []);
  const names = set.map((pair) => pair.split('=')[0] ?? '');
  expect(unknownIn(names.filter((name) => name !== 'NODE_ENV'))).toEqual([]);
  expect(names).toContain('DATA_DIR');
});

describe('the npm package', () => {
  test('the package holds the programs and the operator’s pages, and nothing else', () => {
    const said = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
      cwd: projectRoot,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [pack] = JSON.parse(said) as { size: number; files: { path: string }[] }[];
    const paths = pack?.files.map(({ path }) => path) ?? [];
    for (const path of ['dist/main.js', 'dist/app/main.js', program, 'manifest.yml', 'docs/hosting.md']) {
      expect(paths).toContain(path);
    }
    const allowed = /^(bin|dist\/app|docs|docs\/images|packaging)\/[^/]+$|^dist\/[^/]+\.js$|^[^/]+$/;
    expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
    process.stdout.write(`The package has ${((pack?.size ?? 0) / 1e6).toFixed(1)} MB\n`);
  });

  test('the package has one command for every program that is built', () => {
    const run = (...words: string[]) =>
      spawnSync(process.execPath, [join(projectRoot, program), ...words], { encoding: 'utf8' });
    const refused = run('sandbox');
    expect(refused.status).toBe(1);
    const named = /box-sign-for-slack ([\w|]+) /.exec(refused.stderr)?.[1]?.split('|') ?? [];
    const built = readdirSync(join(projectRoot, 'dist')).filter((name) => name.endsWith('.js'));
    expect([...named, 'main'].map((name) => `${name}.js`).sort()).toEqual(built.sort());
    const helped = run('doctor', '--help');
    expect(helped).toMatchObject({ status: 0, stdout: expect.stringContaining('--offline') });
  });
});

describe('a checkout without packages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'checkout-'));
  for (const name of ['bin', 'scripts'])
    cpSync(join(projectRoot, name), join(folder, name), { recursive: true });
  cpSync(join(projectRoot, 'package.json'), join(folder, 'package.json'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const run = (command: string, ...words: string[]) =>
    spawnSync(command, words, { cwd: folder, encoding: 'utf8', env: { PATH: process.env['PATH'] } });
  const npm = (...words: string[]) => run('npm', '--silent', ...words);

  test('a command says that npm install comes first, and shows no stack', () => {
    for (const { status, stderr } of [
      run(process.execPath, program),
      npm('start'),
      npm('run', 'data'),
      npm('run', 'sandbox'),
    ]) {
      expect(status).toBe(1);
      expect(stderr).toContain('Run npm install first');
      expect(stderr).not.toMatch(/^ +at /m);
    }
    // npm install --omit=dev must not fail.
    expect(npm('run', 'prepare').status).toBe(0);
  });

  test('without development packages, a compiled app starts, and the sandbox does not', () => {
    mkdirSync(join(folder, 'dist'));
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'dist/main.js'), '');
    expect(npm('start')).toMatchObject({ status: 0, stderr: '' });
    expect(npm('run', 'sandbox')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Run npm install first'),
    });
  });
});

describe('the bundle', () => {
  const modules = (path: string): string => read(`dist/app/${path}`);

  /** The files that are loaded with this file, without those that it may load later. */
  function loadedWith(path: string, known = new Set<string>()): ReadonlySet<string> {
    if (known.has(path)) return known;
    known.add(path);
    const imported = modules(path).matchAll(/^(?:import|export)\b[^;]*?"\.\/([^"]+\.js)";$/gm);
    for (const [, next = ''] of imported) loadedWith(next, known);
    return known;
  }

  test.each(['main.js', 'doctor.js', 'data.js'])('%s starts without OpenTelemetry and metrics', (path) => {
    const loaded = [...loadedWith(path)];
    expect(loaded.some((one) => modules(one).includes('node_modules/zod'))).toBe(true);
    const ofTraces = (one: string) => /@opentelemetry|prom-client/.test(modules(one));
    expect(loaded.filter(ofTraces)).toEqual([]);
    expect([...loadedWith('traces.js')].some(ofTraces)).toBe(true);
  });
});

describe('docs/hosting.md', () => {
  const page = read('docs/hosting.md');

  // test/shape/files.test.ts checks that the scripts on the page exist.
  test('the page names only files and secrets that exist', () => {
    const { secrets = {} } = compose('compose.postgres.yaml');
    const made = Object.values(secrets).map(({ file }) => file.replace('./', ''));
    for (const file of made) expect(page, file).toContain(`> ${file}\n`);
    const named = page.match(
      /(?<![\w./-])(?:(?:docs|packaging|scripts|secrets|bin|dist)\/|compose)[\w./-]*\w/g,
    );
    expect(named?.length).toBeGreaterThan(5);
    const missing = named?.filter((path) => !made.includes(path) && !existsSync(join(projectRoot, path)));
    expect(missing).toEqual([]);
  });

  test('its proxy for two processes does what the one of the containers does', () => {
    const directives = (text: string, first: string) =>
      text
        .slice(text.indexOf(first))
        .split('\n}')[0]
        ?.replace(/^\s*#.*\n/gm, '')
        .replace(/reverse_proxy .* \{/, 'reverse_proxy {')
        .split('\n')
        .slice(1);
    const own = directives(page, 'sign.example.com {');
    expect(own?.length).toBeGreaterThan(5);
    expect(own).toEqual(directives(read('packaging/Caddyfile'), '{$PUBLIC_URL} {'));
    expect(page).toContain('HOST=127.0.0.1\n');
  });

  test('the page names only services and settings that exist', () => {
    const services = ['compose.yaml', 'compose.postgres.yaml'].flatMap((path) =>
      Object.keys(compose(path).services),
    );
    const asked = [...page.matchAll(/ (?:run --rm(?: --build)?|exec|--no-deps) ([\w-]+)/g)].map(
      ([, name]) => name ?? '',
    );
    expect(asked.length).toBeGreaterThan(3);
    expect(asked.filter((name) => !services.includes(name))).toEqual([]);
    const settings = [...page.matchAll(/`([A-Z]+_[A-Z_]+)(?:=[^`]*)?`/g)].map(([, name]) => name ?? '');
    expect(unknownIn(settings)).toEqual([]);
  });
});
