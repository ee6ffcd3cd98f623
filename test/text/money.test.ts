import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formatMoney, parseCurrency, parseMoney, plainAmount } from '../../src/text/money.ts';

describe('amounts of money', () => {
  it('are written as each language does, without empty cents', () => {
    assert.equal(formatMoney(800, 'eur', 'en'), '€8');
    assert.equal(formatMoney(850, 'eur', 'en'), '€8.50');
    assert.equal(formatMoney(850, 'eur', 'de').replace('\u00A0', ' '), '8,50 €');
    assert.equal(formatMoney(35_000, 'uah', 'uk').replace('\u00A0', ' '), '350 ₴');
    assert.equal(formatMoney(500, 'jpy', 'en'), '¥500');
  });
  it('are read as people type them', () => {
    for (const [typed, amount] of [
      ['8', 800],
      ['8.5', 850],
      ['8,50 €', 850],
      ['€ 12', 1_200],
      ['1 000', 100_000],
      ["1'000.05", 100_005],
    ] as const)
      assert.equal(parseMoney(typed, 'eur'), amount, typed);
    assert.equal(parseMoney('500', 'jpy'), 500);
  });
  it('are read with their thousands grouped', () => {
    for (const [typed, currency, amount] of [
      ['1,200.50', 'usd', 120_050],
      ['1.200,50', 'eur', 120_050],
      ['1.250.000', 'eur', 125_000_000],
      ['1,500', 'jpy', 1_500],
    ] as const)
      assert.equal(parseMoney(typed, currency), amount, typed);
    for (const typed of ['1,20,000', '0.500', '1,2000.5'])
      assert.equal(parseMoney(typed, 'eur'), null, typed);
  });
  it('have the digits that Stripe counts, not those of cash', () => {
    assert.equal(parseMoney('3500', 'huf'), 350_000);
    assert.equal(parseMoney('3', 'ugx'), 300);
    assert.equal(parseMoney('1.250', 'kwd'), 1_250);
    assert.equal(parseMoney('1.255', 'kwd'), null);
    assert.deepEqual([' EUR ', 'euro', ''].map(parseCurrency), ['eur', null, null]);
  });
  it('are refused where they are none', () => {
    for (const typed of ['', '-5', '1.2.3', '8.505', '0x10', '∞', '1e9', '99999999999', '<b>'])
      assert.equal(parseMoney(typed, 'eur') ?? 'none', 'none', typed);
    assert.equal(parseMoney('5.5', 'jpy'), null);
  });
  it('go into a field and come back the same', () => {
    for (const amount of [1, 5, 10, 99, 100, 850, 123_456])
      for (const currency of ['eur', 'jpy'])
        assert.equal(parseMoney(plainAmount(amount, currency), currency), amount);
  });
});
