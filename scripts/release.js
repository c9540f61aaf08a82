/**
 * Makes the files of a release in `release/`: the package, its software bill of materials (CycloneDX), and their
 * SHA-256 checksums. Publishes nothing. Refuses when changes are not committed, or when CHANGELOG.md does not say
 * what the version brings. docs/release.md says how the files are checked.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}/release`;
const { name, version } = JSON.parse(readFileSync(`${root}/package.json`, 'utf8'));

/** Runs a program and returns what it printed. */
const output = (program, ...words) =>
  execFileSync(program, words, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

/** The reason why no release can be made now; null: one can be made. */
function obstacle() {
  if (output('git', 'status', '--porcelain') !== '') return 'There are changes that are not committed.';
  const headings = readFileSync(`${root}/CHANGELOG.md`, 'utf8').match(/^## .*$/gm) ?? [];
  const heading = headings.find((line) => line.split(' ')[1] === version);
  if (heading === undefined) return `CHANGELOG.md has no part for ${version}.`;
  if (heading.includes('not released')) return `CHANGELOG.md says that ${version} is not released.`;
  return null;
}

/** Writes the files of the release. Returns their names; that of the checksums is the last. */
function makeRelease() {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  // `npm pack` builds first, because `prepare` runs before a package is made.
  output('npm', 'pack', '--pack-destination', folder);
  const bill = JSON.parse(output('npm', 'sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'));
  // npm uses the folder's name as the project's name, which is corrected here.
  bill.metadata.component.name = name;
  writeFileSync(`${folder}/${name}-${version}.cdx.json`, `${JSON.stringify(bill, null, 2)}\n`);
  const files = readdirSync(folder).sort();
  const hash = (file) =>
    createHash('sha256')
      .update(readFileSync(`${folder}/${file}`))
      .digest('hex');
  writeFileSync(`${folder}/SHA256SUMS`, files.map((file) => `${hash(file)}  ${file}\n`).join(''));
  return [...files, 'SHA256SUMS'];
}

const why = obstacle();
if (why === null) {
  process.stdout.write(
    makeRelease()
      .map((file) => `release/${file}\n`)
      .join(''),
  );
} else {
  process.stderr.write(`No release of ${version}: ${why}\n`);
  process.exitCode = 1;
}
