/** Whether every case of a test is tried, however long it takes. */
export const everyCase = Boolean(process.env['EVERY_CASE']);

/**
 * How many cases a property test tries: all of them where `EVERY_CASE` is set, as in CI; otherwise a fifth, so that
 * `npm test` stays short.
 */
export const runs = (most: number): number => (everyCase ? most : Math.ceil(most / 5));

/** The rows of a table of cases that cost a second or more each: all where `EVERY_CASE` is set, otherwise the first. */
export const rows = <Row>(all: readonly Row[]): readonly Row[] => (everyCase ? all : all.slice(0, 1));
