/**
 * How many cases a property test tries: all of them where `EVERY_CASE` is set, as in CI; otherwise a fifth, so that
 * `npm test` stays short.
 */
export const runs = (most: number): number => (process.env['EVERY_CASE'] ? most : Math.ceil(most / 5));
