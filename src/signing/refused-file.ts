/** Adds the name of the file to a refusal, when a request has several files. */

/**
 * The refusal, with the file's name if there are several files.
 * @param count number of files
 * @param file name of the refused one
 */
export function withFileName<R extends object>(
  refusal: R,
  count: number,
  file: string,
): R | (R & { readonly file: string }) {
  return count === 1 ? refusal : { ...refusal, file };
}
