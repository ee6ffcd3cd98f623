import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { owedAt, standAfter } from '../../../src/memberships/declarations/owed.ts';
import type { Bill } from '../../../src/memberships/stripe/fetch-bills.ts';

const start = Date.UTC(2026, 0, 1);
const on = (day: number): Date => new Date(start + day * 86_400_000);
let count = 0;
/** Of a time of thirty days, or what is left of it. */
function bill(from: number, until: number, amount: number, credited = 0): Bill {
  count += 1;
  const period = { from: on(from), until: on(until), amount };
  return {
    invoiceId: `in_${count}`,
    at: on(from),
    total: amount - credited,
    credited,
    period,
    isOpen: false,
  };
}
/** What is owed on a day, where so much was paid for each bill and not given back. */
function owed(bills: Bill[], paid: number[], day: number): number {
  const payments = new Map(bills.map(({ invoiceId }, index) => [invoiceId, paid[index] ?? 0]));
  return owedAt(standAfter(bills, payments), on(day));
}

describe('what is owed to who ends a membership', () => {
  it('is what is left of the time that was paid for', () => {
    assert.equal(owed([bill(0, 30, 800)], [800], 10), 534);
    assert.equal(owed([bill(0, 30, 800)], [800], 40), 0);
    assert.equal(owed([], [], 0), 0);
  });

  it('is the same where a pause has paid for the time', () => {
    assert.equal(owed([bill(0, 30, 800), bill(40, 70, 800, 800)], [800, 0], 50), 534);
    // Ten days were used before the pause, and twenty paid for.
    assert.equal(owed([bill(0, 30, 900), bill(40, 70, 900, 600)], [900, 300], 40), 900);
  });

  it('is the credit of a change to less beside what is left, and payments that the credit made', () => {
    const change = [bill(0, 30, 2500), bill(5, 30, 250, 2083)];
    assert.equal(owed(change, [2500, 0], 10), 1833 + 200);
    assert.equal(owed([...change, bill(30, 60, 300)], [2500, 0, 0], 40), 1533 + 200);
  });

  it('is nothing for what nobody paid: a credit that staff gave, and an invoice that is open', () => {
    assert.equal(owed([bill(0, 30, 800), bill(30, 60, 800)], [800, 0], 40), 0);
    assert.equal(owed([bill(0, 30, 800), bill(30, 60, 800), bill(60, 90, 800)], [800, 0, 800], 70), 534);
    // Of what a pause has left, €5.34, the open invoice of €8 has used up ten days.
    assert.equal(owed([bill(0, 30, 800), bill(40, 70, 800, 534)], [800, 0], 50), 534 - 266);
  });

  it('is less what was given back of that time, and not what was of one that is over', () => {
    assert.equal(owed([bill(0, 30, 800)], [500], 10), 234);
    assert.equal(owed([bill(0, 30, 800), bill(30, 60, 800)], [0, 800], 40), 534);
  });

  it('is nothing of a credit once it was paid back, however it came about', () => {
    const bills = [bill(0, 30, 800), bill(0, 30, 2500, 800), bill(0, 30, 300, 2500)];
    assert.equal(owed(bills, [800, 1700, 0], 0), 2500);
    // €22 went back, of the newest payment first.
    assert.equal(owed(bills, [300, 0, 0], 0), 300);
  });
});
