import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findMixedScripts } from '../../src/text/mixed-scripts.ts';

describe('a word of letters that are drawn alike', () => {
  for (const [text, found] of [
    ['The C\u043Eurier', '"C\u043Eurier" mixes Latin with Cyrillic \u043E (U+043E)'],
    ['\u0410pple', '"\u0410pple" mixes Latin with Cyrillic \u0410 (U+0410)'],
    ['\u041A\u0438\u0457v', '"\u041A\u0438\u0457v" mixes Cyrillic with Latin v (U+0076)'],
    ['C\u03BFurier', '"C\u03BFurier" mixes Latin with Greek \u03BF (U+03BF)'],
  ] as const) {
    it(`is found in ${text}`, () => assert.deepEqual(findMixedScripts(text), [found]));
  }

  for (const text of [
    'The Courier',
    'Київ Post',
    'Українська правда',
    'Kyiv-Київ',
    'Ελλάδα today',
    'Ünïcödé Łódź 24',
    '日本 Times',
    '',
  ])
    it(`is not found in ${JSON.stringify(text)}`, () => assert.deepEqual(findMixedScripts(text), []));

  it('is found once for each word, with each odd letter once', () => {
    assert.equal(findMixedScripts('C\u043Eurier D\u0430ily News').length, 2);
    assert.match(findMixedScripts('C\u043E\u043Eurier')[0] ?? '', /Cyrillic \u043E \(U\+043E\)$/);
  });
});
