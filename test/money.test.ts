import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatMoney, minorDigits, parseAmount, parseCurrency } from '../src/money.ts';

const spaced = (text: string): string => text.replaceAll(/\s/g, ' ');

describe('an amount', () => {
  it('is read as people write it, with either decimal sign and with groups', () => {
    const cases: Array<[string, string, number]> = [
      ['3', 'eur', 300],
      ['3.5', 'eur', 350],
      ['3,50', 'uah', 350],
      ['1 200', 'uah', 120_000],
      ['1,200.50', 'usd', 120_050],
      ['1.200,50', 'eur', 120_050],
      ['12.500', 'eur', 1_250_000],
      ['300', 'jpy', 300],
      ['1,500', 'jpy', 1500],
      ['3.500', 'huf', 350_000],
      ['1.250', 'kwd', 1250],
    ];
    for (const [text, currency, amount] of cases) assert.equal(parseAmount(text, currency), amount, text);
  });

  it('that is none is refused, with what was seen and what is allowed', () => {
    const cases: Array<[string, string, RegExp]> = [
      ['three', 'eur', /"three" is not an amount of EUR; write it as 3\.50/],
      ['3.555', 'kwd', /its last digit must be 0/],
      ['3.55', 'jpy', /it has 0 digits after the point/],
      ['0', 'eur', /that can be paid: 0\.01 to 999999\.99/],
      ['1000000', 'eur', /that can be paid/],
      ['-3', 'eur', /is not an amount/],
      ['1,20,000', 'eur', /is not an amount/],
    ];
    for (const [text, currency, message] of cases)
      assert.throws(() => parseAmount(text, currency), { name: 'InvalidInput', message }, text);
  });

  it('is shown in the reader’s language, whole ones without cents', () => {
    assert.equal(formatMoney(300, 'eur', 'en'), '€3');
    assert.equal(spaced(formatMoney(350, 'eur', 'de')), '3,50 €');
    assert.equal(spaced(formatMoney(120_000, 'uah', 'uk')), '1 200 ₴');
    assert.equal(formatMoney(300, 'jpy', 'en'), '¥300');
    assert.equal(spaced(formatMoney(350_000, 'huf', 'de')), '3.500 HUF');
  });

  it('has the digits that Stripe counts', () => {
    assert.deepEqual(['eur', 'jpy', 'huf', 'ugx', 'kwd'].map(minorDigits), [2, 0, 2, 2, 3]);
    assert.equal(parseCurrency(' EUR '), 'eur');
    assert.throws(() => parseCurrency('euro'), /"euro" is not a currency such as eur/);
  });
});
