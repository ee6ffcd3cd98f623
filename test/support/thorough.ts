/**
 * Whether to look as far as one can: `THOROUGH=1 npm test -- test/articles/hostile`. Every run of the tests looks at less
 * of the same, so that it stays under ten minutes; where a file scales by a number, the number is its own setting.
 */
export const isThorough = process.env['THOROUGH'] === '1';
