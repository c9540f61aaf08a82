/**
 * Reads Slack's answers up to a limit of unpacked bytes, since a megabyte of gzip can unpack to a gigabyte. All clients
 * of Slack's library use `fetchFromSlack`, and so do calls of response URLs.
 */
import { readAnswer } from '../bytes.ts';
import { AnswerTooLong } from '../classify.ts';

/**
 * Limit for an answer of Slack (bytes). The largest ones, pages of 200 messages with all their blocks, are
 * smaller.
 */
export const maxSlackAnswerBytes = 4 * 1024 * 1024;

/**
 * As `fetch`, but the answer's body has already been read. An error answer is cut at the limit: its status is enough.
 * @throws AnswerTooLong
 */
export async function fetchFromSlack(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const { status, statusText, headers, ok } = response;
  const { text, isWhole } = await readAnswer(response.body, maxSlackAnswerBytes);
  if (ok && !isWhole) throw new AnswerTooLong(status);
  // `Response` throws for a body with some statuses, such as 204.
  return new Response(text === '' ? null : text, { status, statusText, headers });
}
