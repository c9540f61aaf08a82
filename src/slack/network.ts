/**
 * How answers of Slack are read: to a limit, however little of them was sent, since a megabyte of gzip can unpack to a
 * gigabyte. Given to every client of Slack's library, and called for response addresses.
 */
import { readAnswer } from '../bytes.ts';
import { AnswerTooLong } from '../classify.ts';

/** Pages of 200 messages with all their blocks, the most that is asked for, are well below. */
export const mostSlackAnswerBytes = 4 * 1024 * 1024;

/**
 * As `fetch`, with the answer read. Of one that is no success as much as fits is kept: its status says enough.
 * @throws AnswerTooLong
 */
export async function fetchFromSlack(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const { status, statusText, headers, ok } = response;
  const { text, isWhole } = await readAnswer(response.body, mostSlackAnswerBytes);
  if (ok && !isWhole) throw new AnswerTooLong(status);
  // Some statuses allow no body at all.
  return new Response(text === '' ? null : text, { status, statusText, headers });
}
