/** A refusal that is about one of several files names it. */

/** @param count of how many files @param file what this one is called */
export function ofFile<R extends object>(
  refusal: R,
  count: number,
  file: string,
): R | (R & { readonly file: string }) {
  return count === 1 ? refusal : { ...refusal, file };
}
