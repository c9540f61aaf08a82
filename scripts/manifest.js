/**
 * Prints `manifest.yml` for HTTP, with the address Slack shall call: `npm run --silent manifest --
 * https://sign.example.com`. The file itself is for Socket Mode and holds the lines that HTTP needs as
 * comments, so this is a replacement of text and needs no YAML.
 */
import { readFileSync } from 'node:fs';

const placeholder = 'https://HOST';
const marker = /# over HTTP: /g;

function overHttp(template, origin) {
  return template
    .replace(/^#.*\n/gm, '')
    .replace(marker, '')
    .replaceAll(placeholder, origin)
    .replace('socket_mode_enabled: true', 'socket_mode_enabled: false');
}

/** The origin Slack can call, or null: https, a public name, nothing but host and port. */
function readOrigin(text) {
  if (text === undefined || !URL.canParse(text)) return null;
  const { protocol, origin, pathname, search, hash, username, password } = new URL(text);
  const isBare = pathname === '/' && `${search}${hash}${username}${password}` === '';
  return protocol === 'https:' && isBare ? origin : null;
}

const origin = readOrigin(process.argv[2]);
if (origin === null || process.argv.length !== 3) {
  process.stderr.write(
    'Name the address at which Slack reaches this app, without a path:\n' +
      '  npm run --silent manifest -- https://sign.example.com\n',
  );
  process.exitCode = 1;
} else {
  const template = readFileSync(new URL('../manifest.yml', import.meta.url), 'utf8');
  process.stdout.write(overHttp(template, origin));
}
