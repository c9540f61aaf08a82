/**
 * Prints `manifest.yml` for HTTP, with the address that Slack should call: `npm run --silent manifest --
 * https://sign.example.com`; with `--link`, the address of the page on which Slack makes the app, without an address
 * for Socket Mode. The file itself is for Socket Mode and has the lines that HTTP needs as comments, so replacing text
 * is enough, and no YAML parser is needed.
 */
import { readFileSync } from 'node:fs';

const placeholder = 'https://HOST';
const marker = /# over HTTP: /g;

/** The manifest for an app that Slack reaches over HTTP at this address. */
function overHttp(template, origin) {
  return template
    .replace(/^#.*\n/gm, '')
    .replace(marker, '')
    .replaceAll(placeholder, origin)
    .replace('socket_mode_enabled: true', 'socket_mode_enabled: false');
}

/** The origin of an https address that has nothing but host and port. Null for any other text. */
function readOrigin(text) {
  if (text === undefined || !URL.canParse(text)) return null;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(text);
  const isBare = pathname === '/' && `${search}${hash}${username}${password}` === '';
  return protocol === 'https:' && isBare ? origin : null;
}

/** The address of the page on which Slack makes an app from this manifest. */
function linkOf(manifest) {
  return `https://api.slack.com/apps?new_app=1&manifest_yaml=${encodeURIComponent(manifest)}\n`;
}

const words = process.argv.slice(2);
const isLink = words.includes('--link');
const [address, ...others] = words.filter((word) => word !== '--link');
const origin = readOrigin(address);
const isForSocketMode = isLink && address === undefined;
if (others.length > 0 || (origin === null && !isForSocketMode)) {
  process.stderr.write(
    'Name the address at which Slack reaches this app, without a path:\n' +
      '  npm run --silent manifest -- https://sign.example.com\n' +
      'With --link it prints the page on which Slack makes the app; without an address, for Socket Mode:\n' +
      '  npm run --silent manifest -- --link\n',
  );
  process.exitCode = 1;
} else {
  const template = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8');
  const manifest = isForSocketMode ? template.replace(/^ *#.*\n/gm, '') : overHttp(template, origin);
  process.stdout.write(isLink ? linkOf(manifest) : manifest);
}
