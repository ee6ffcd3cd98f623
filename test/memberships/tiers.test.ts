import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { currentMembership, membershipsOf, requireMembership } from '../../src/memberships/membership.ts';
import { addTier, listTiers, type PriceOffer, requireTier, setTier } from '../../src/memberships/tiers.ts';
import { createTestServices } from '../support/services.ts';

const services = await createTestServices();
const { db } = services;

const eur = (
  amount: number,
  interval: 'month' | 'year' = 'month',
  minimum: number | null = null,
): PriceOffer => ({
  currency: 'eur',
  interval,
  amount,
  minimum,
});

describe('a tier', () => {
  it('is added with its prices, and offered in its order', async () => {
    await addTier(db, system, {
      slug: 'breakfast',
      name: 'Breakfast',
      prices: [eur(800), eur(8000, 'year')],
    });
    await addTier(db, system, {
      slug: 'coffee',
      name: 'A coffee a month',
      position: 0,
      prices: [eur(300, 'month', 200)],
    });
    assert.deepEqual(
      (await listTiers(db)).map(({ slug, prices }) => [
        slug,
        prices.map(({ amount, minimum }) => [amount, minimum]),
      ]),
      [
        ['coffee', [[300, 200]]],
        [
          'breakfast',
          [
            [800, null],
            [8000, null],
          ],
        ],
      ],
    );
  });

  it('keeps the old price for its members when another takes its place', async () => {
    const before = await requireTier(db, 'coffee');
    const after = await setTier(db, system, 'coffee', { prices: [eur(400)] });
    assert.deepEqual(
      after.prices.map(({ amount }) => amount),
      [400],
    );
    const old = await db
      .selectFrom('tierPrices')
      .selectAll()
      .where('id', '=', before.prices[0]?.id ?? 0)
      .executeTakeFirstOrThrow();
    assert.equal(old.amount, 300);
    assert.notEqual(old.retiredAt, null);
    const same = await setTier(db, system, 'coffee', { prices: [eur(400, 'month', 250)] });
    assert.deepEqual([same.prices[0]?.id, same.prices[0]?.minimum], [after.prices[0]?.id, 250]);
  });

  it('is not offered while it is hidden or archived, and is offered again once it is neither', async () => {
    await setTier(db, system, 'coffee', { hidden: true });
    await setTier(db, system, 'breakfast', { archived: true });
    assert.deepEqual(await listTiers(db), []);
    assert.equal((await listTiers(db, { all: true })).length, 2);
    await setTier(db, system, 'coffee', { hidden: false });
    await setTier(db, system, 'breakfast', { archived: false });
    assert.equal((await listTiers(db)).length, 2);
  });

  it('that is wrong is refused, saying what and why', async () => {
    const wrong = addTier(db, system, { slug: 'No Good', name: '', prices: [] });
    await assert.rejects(wrong, /name: "" is empty; slug: "No Good" is not a short name/);
    await assert.rejects(
      addTier(db, system, { slug: 'coffee', name: 'Other', prices: [] }),
      /already a tier "coffee"/,
    );
    await assert.rejects(
      setTier(db, system, 'coffee', { prices: [eur(300, 'month', 500)] }),
      /€5, is above the price of €3/,
    );
    await assert.rejects(
      setTier(db, system, 'coffee', { prices: [eur(300), eur(400)] }),
      /eur\/month is priced twice/,
    );
    await assert.rejects(
      setTier(db, system, 'coffee', { retire: [{ currency: 'usd', interval: 'year' }] }),
      /"coffee" has no price usd\/year; it has: eur\/month/,
    );
    await assert.rejects(requireTier(db, 'tea'), /there is no tier "tea"; there are: coffee, breakfast/);
  });
});

describe('a subscriber’s memberships', () => {
  it('are none before there is one', async () => {
    assert.deepEqual(await membershipsOf(db, 1), []);
    assert.equal(await currentMembership(db, 1, new Date()), null);
    await assert.rejects(requireMembership(db, 1), /there is no membership 1/);
  });
});
