import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cleanLine } from '../../src/text/clean-line.ts';
import { startProcessorTime } from '../support/processor-time.ts';

describe('a line', () => {
  it('keeps every mark that a letter of a language has', () => {
    for (const text of ['Việt Nam', 'שָׁלוֹם', 'ไม่ใช่', 'क्षेत्र', 'ཧཱུྃ', 'Z̷a̷l̷g̷o̷'])
      assert.equal(cleanLine(text), text.normalize('NFC'));
  });

  it('has thirty marks on a letter at the most, and is made in no time of a hundred thousand', () => {
    const marks = '\u0301\u0327'.repeat(50_000);
    const took = startProcessorTime();
    const line = cleanLine(`a${marks}b${marks}\u200B${marks}c`);
    // It took three seconds and more.
    assert.ok(took() < 500, `${took()} ms`);
    assert.deepEqual(
      line
        .normalize('NFD')
        .match(/\P{M}\p{M}*/gu)
        ?.map(({ length }) => length),
      [31, 31, 1],
    );
  });
});
