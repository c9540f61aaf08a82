/** Hashes drawn content, so that unchanged content is not sent to Slack again. */
import { createHash } from 'node:crypto';

/** A hash of a message or a view, to be stored with it. */
export function drawnHash(drawn: object): string {
  return createHash('sha256').update(JSON.stringify(drawn)).digest('hex');
}
