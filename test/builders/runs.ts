/** Whether every case of a test is tried, however long it takes. */
export const everyCase = Boolean(process.env['EVERY_CASE']);

/**
 * How many cases a property test tries: all of them where `EVERY_CASE` is set, as in CI; otherwise a fifth, so that
 * `npm test` stays short.
 */
export const runs = (most: number): number => (everyCase ? most : Math.ceil(most / 5));
