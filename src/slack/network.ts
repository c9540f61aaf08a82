/**
 * Reads Slack's answers up to a limit of unpacked bytes, since a megabyte of gzip can unpack to a gigabyte. Given to
 * every client of Slack's library, and called for response URLs.
 */
import { readAnswer } from '../bytes.ts';
import { AnswerTooLong } from '../classify.ts';

/** The largest answers asked for, pages of 200 messages with all their blocks, are well below. */
export const maxSlackAnswerBytes = 4 * 1024 * 1024;

/**
 * As `fetch`, with the answer already read. An error answer is cut at the limit: its status says enough.
 * @throws AnswerTooLong
 */
export async function fetchFromSlack(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init);
  const { status, statusText, headers, ok } = response;
  const { text, isWhole } = await readAnswer(response.body, maxSlackAnswerBytes);
  if (ok && !isWhole) throw new AnswerTooLong(status);
  // Some statuses allow no body.
  return new Response(text === '' ? null : text, { status, statusText, headers });
}
