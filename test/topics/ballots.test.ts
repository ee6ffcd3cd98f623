import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { Conflict, InvalidInput } from '../../src/errors.ts';
import type { Services } from '../../src/services.ts';
import { findBallot, requireBallot } from '../../src/topics/ballots/ballot.ts';
import { keepBallots } from '../../src/topics/ballots/by-the-clock.ts';
import { castVote, ownVote } from '../../src/topics/ballots/cast-vote.ts';
import { closeBallot, voidBallot } from '../../src/topics/ballots/close-ballot.ts';
import { changeBallot } from '../../src/editions/change-ballot.ts';
import { openBallot } from '../../src/topics/ballots/open-ballot.ts';
import { resultsOf } from '../../src/topics/ballots/results.ts';
import { tallyBallot } from '../../src/topics/ballots/tally.ts';
import { addTopic } from '../../src/topics/suggest.ts';
import {
  addPatron,
  addReader,
  addSampleBallot,
  day,
  giveBack,
  openMembership,
  type Patron,
  setMembership,
  setPayment,
} from '../support/voters.ts';
import { hostileStrings } from '../support/blns.ts';
import { createTestServices } from '../support/services.ts';
import { isThorough } from '../support/thorough.ts';

describe('a ballot', async () => {
  const services = await createTestServices();
  const { db } = services;
  let tiers: Record<string, number | undefined>;
  let number = 0;
  const newSlug = (): string => `ballot-${(number += 1)}`;

  before(async () => {
    ({ tiers } = await openMembership(services));
  });

  const openOne = async (changes = {}) => {
    const slug = newSlug();
    await addSampleBallot(services, slug, changes);
    await keepBallots(services, day(10, 13));
    return requireBallot(db, slug);
  };
  const vote = (
    id: number,
    { subscriberId }: Pick<Patron, 'subscriberId'>,
    choices: number[],
    at = day(12),
  ) => castVote(services, id, subscriberId, choices, at);
  const countsOf = async (slug: string, at = day(13)) =>
    (await tallyBallot(services, await requireBallot(db, slug), at)).counts;
  const newPatron = (changes = {}, payment = {}) =>
    addPatron(services, `patron-${(number += 1)}`, changes, payment);

  const pay = async ({ membershipId, subscriberId }: Patron, settledAt: Date): Promise<Patron> => {
    const paid = { purpose: 'membership', rail: 'stripe', amount: 300, currency: 'eur' };
    const row = await db
      .insertInto('payments')
      .values({ ...paid, membershipId, subscriberId, settledAt })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { subscriberId, membershipId, paymentId: row.id };
  };

  it('opens and closes by the clock, at the times that were announced, however late the sweep', async () => {
    const slug = newSlug();
    await addSampleBallot(services, slug);
    await keepBallots(services, day(9, 23));
    assert.equal((await requireBallot(db, slug)).state, 'draft');
    await keepBallots(services, day(11));
    const open = await requireBallot(db, slug);
    assert.deepEqual([open.state, open.openedAt], ['open', day(10)]);
    const patron = await newPatron();
    assert.equal(await vote(open.id, patron, [2], day(19)), 'in');
    assert.equal(await vote(open.id, patron, [1], day(20)), 'over');
    // What was given back after the end changes nothing.
    await setMembership(services, patron, { voidedAt: day(21) });
    await keepBallots(services, day(22));
    const closed = await requireBallot(db, slug);
    assert.deepEqual([closed.state, closed.closedAt, closed.votes, closed.winner], ['closed', day(20), 1, 2]);
  });

  it('does not open once its end is over', async () => {
    const slug = newSlug();
    await addSampleBallot(services, slug);
    await keepBallots(services, day(25));
    assert.equal((await requireBallot(db, slug)).state, 'draft');
    await assert.rejects(openBallot(db, system, slug, day(25)), /is over/);
  });

  it('opens and closes by command, and then nothing of it can be changed', async () => {
    const slug = newSlug();
    await addSampleBallot(services, slug, { opensAt: null });
    await changeBallot(
      db,
      system,
      slug,
      { question: 'What now?', options: [{ title: 'A' }, { title: 'B' }] },
      day(9),
    );
    const open = await openBallot(db, system, slug, day(9, 18));
    assert.deepEqual([open.openedAt, open.options.length, open.question], [day(9, 18), 2, 'What now?']);
    await assert.rejects(
      changeBallot(db, system, slug, { question: 'Another?' }, day(10)),
      /is open; only one that is draft can be changed/,
    );
    const closed = await closeBallot(services, system, slug, day(11));
    assert.deepEqual(
      [closed.state, closed.closedAt, closed.votes, closed.winner],
      ['closed', day(11), 0, null],
    );
    await assert.rejects(closeBallot(services, system, slug, day(12)), Conflict);
    await assert.rejects(openBallot(db, system, slug, day(12)), Conflict);
  });

  it('has 2 to 20 options, each once, and an end after its beginning', async () => {
    const options = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ title: `Option ${index}` }));
    const wrong: Array<[object, RegExp]> = [
      [{ options: options(1) }, /1 options; 2 to 20/],
      [{ options: options(21) }, /21 options; 2 to 20/],
      [{ options: [{ title: 'Port' }, { title: 'PORT' }] }, /there twice/],
      [{ closesAt: day(8) }, /which is over/],
      [{ opensAt: day(21) }, /it closes after it opens/],
      [{ maxChoices: 4 }, /too many/],
      [{ tiers: ['gold'] }, /no tier "gold"; there are: coffee, breakfast, table/],
      [{ title: '' }, /1 to 120 characters/],
      [{ options: [{ topicId: 999_999 }, { title: 'B' }] }, /no topic 999999/],
    ];
    for (const [changes, message] of wrong)
      await assert.rejects(addSampleBallot(services, newSlug(), changes), message);
    await assert.rejects(addSampleBallot(services, 'Not A Slug'), InvalidInput);
    const twenty = await openOne({ options: options(20), maxChoices: 20 });
    const patron = await newPatron();
    const all = twenty.options.map(({ position }) => position);
    assert.equal(await vote(twenty.id, patron, all), 'in');
    assert.deepEqual(
      await countsOf(twenty.slug),
      all.map(() => 1),
    );
  });

  it('takes accepted topics as options, in their words of now', async () => {
    const topic = await addTopic(db, system, { title: 'The lamps', details: 'Who pays?' }, day(1));
    const { options } = await addSampleBallot(services, newSlug(), {
      options: [{ topicId: topic.id }, { title: 'The bridges' }],
    });
    assert.deepEqual(
      options.map(({ title, details, topicId }) => [title, details, topicId]),
      [
        ['The lamps', 'Who pays?', topic.id],
        ['The bridges', '', null],
      ],
    );
  });

  it('takes hostile words as they are, and their clean form', async () => {
    const hostile = hostileStrings().filter((text) => text.trim() !== '');
    let taken = 0;
    for (const title of hostile.slice(0, 200)) {
      try {
        const added = await addSampleBallot(services, newSlug(), { title, question: title });
        assert.doesNotMatch(added.title, /\p{Cc}|[\u202A-\u202E]/u);
        taken += 1;
      } catch (error) {
        assert.ok(error instanceof InvalidInput, String(error));
      }
    }
    assert.ok(taken > 100);
  });

  it('counts one vote of each patron, which can be changed until the end', async () => {
    const { id, slug } = await openOne();
    const [anna, borys] = [await newPatron(), await newPatron()];
    assert.equal(await vote(id, anna, [1]), 'in');
    assert.equal(await vote(id, borys, [1]), 'in');
    assert.equal(await vote(id, anna, [3]), 'in');
    assert.deepEqual(await countsOf(slug), [1, 0, 1]);
    assert.deepEqual(await ownVote(services, await requireBallot(db, slug), anna.subscriberId), [3]);
    assert.equal(await vote(id, anna, []), 'none');
    assert.equal(await vote(id, anna, [1, 2]), 'too-many');
    assert.equal(await vote(id, anna, [7]), 'none');
    assert.deepEqual(await countsOf(slug), [1, 0, 1]);
  });

  it('counts one vote where a patron votes many times at once', async () => {
    const { id, slug } = await openOne();
    const anna = await newPatron();
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, index) => vote(id, anna, [(index % 3) + 1])),
    );
    assert.deepEqual([...new Set(outcomes)], ['in']);
    const counts = await countsOf(slug);
    assert.equal(
      counts.reduce((sum, count) => sum + count, 0),
      1,
    );
  });

  it('takes no vote between its end and its tally, where both come at once', async () => {
    const { id, slug } = await openOne();
    const patrons = await Promise.all(Array.from({ length: 10 }, () => newPatron()));
    const votes = patrons.map((patron) => vote(id, patron, [1]));
    const [, ...outcomes] = await Promise.all([closeBallot(services, system, slug, day(13)), ...votes]);
    const taken = outcomes.filter((outcome) => outcome === 'in').length;
    assert.equal((await requireBallot(db, slug)).votes, taken);
  });

  it('lets several be chosen, and shows shares of those who voted', async () => {
    const { id, slug } = await openOne({ maxChoices: 2 });
    const [anna, borys] = [await newPatron(), await newPatron()];
    await vote(id, anna, [1, 2]);
    await vote(id, borys, [2, 3]);
    assert.equal(await vote(id, borys, [1, 2, 3]), 'too-many');
    const results = resultsOf(await closeBallot(services, system, slug, day(13)));
    assert.deepEqual(
      results?.rows.map(({ position, votes, share }) => [position, votes, share]),
      [
        [2, 2, 1],
        [1, 1, 0.5],
        [3, 1, 0.5],
      ],
    );
  });

  describe('counts the votes of', () => {
    const outcome = async (ballot: object, patron: Patron) => vote((await openOne(ballot)).id, patron, [1]);
    const recorded = { since: day(5), settledAt: day(5), createdAt: day(5) };

    it('those whose payment was settled before the opening, and of nobody else', async () => {
      assert.equal(await outcome({}, await newPatron({ since: day(9) })), 'in');
      assert.equal(await outcome({}, await newPatron({ since: day(10) })), 'not-yours');
      assert.equal(await outcome({}, await newPatron({ since: day(11) })), 'not-yours');
      assert.equal(await outcome({}, await newPatron({ settledAt: null }, { settledAt: null })), 'not-yours');
      assert.equal(
        await outcome({}, await newPatron({ state: 'incomplete', since: null, settledAt: null })),
        'not-yours',
      );
      assert.equal(await outcome({}, await newPatron({ state: 'past-due' })), 'in');
      const reader = { subscriberId: await addReader(services, newSlug()), membershipId: 0, paymentId: 0 };
      assert.equal(await outcome({}, reader), 'not-yours');
    });

    it('gifts, transfers and imports once they were written down before the opening', async () => {
      for (const rail of ['gift', 'transfer', 'import']) {
        assert.equal(await outcome({}, await newPatron({ ...recorded, rail })), 'in', rail);
        assert.equal(
          await outcome({}, await newPatron({ ...recorded, rail, createdAt: day(11) })),
          'not-yours',
          rail,
        );
      }
    });

    it('those who were given a membership, where the ballot says so', async () => {
      const given = await newPatron({ ...recorded, rail: 'complimentary', settledAt: null });
      assert.equal(await outcome({}, given), 'not-yours');
      assert.equal(await outcome({ complimentary: true }, given), 'in');
    });

    it('its tiers, where it names some', async () => {
      const [coffee, table] = [
        await newPatron({ tierId: tiers['coffee'] }),
        await newPatron({ tierId: tiers['table'] }),
      ];
      assert.equal(await outcome({ tiers: ['breakfast', 'table'] }, coffee), 'not-yours');
      assert.equal(await outcome({ tiers: ['breakfast', 'table'] }, table), 'in');
      assert.equal(await outcome({}, await newPatron({ tierId: null })), 'in');
    });

    it('nobody whose membership is not claimed, or ended before the opening', async () => {
      const unclaimed = await newPatron();
      await setMembership(services, unclaimed, { subscriberId: null });
      assert.equal(await outcome({}, unclaimed), 'not-yours');
      assert.equal(await outcome({}, await newPatron({ state: 'ended', until: day(9) })), 'not-yours');
    });
  });

  describe('judges how somebody stood at the opening', () => {
    const mayVote = async (patron: Patron) => (await vote((await openOne()).id, patron, [1])) === 'in';

    it('by pauses that are over', async () => {
      const rested = (from: number, until: number) =>
        newPatron({ restedFrom: day(from), restedUntil: day(until) });
      assert.equal(await mayVote(await rested(5, 11)), false);
      assert.equal(await mayVote(await rested(5, 9)), true);
      assert.equal(await mayVote(await rested(11, 12)), true);
    });

    it('by the grace time of a payment that failed before and arrived after', async () => {
      const behind = async (graceUntil: Date, paidAt: Date | null) => {
        const patron = await newPatron();
        const failed = { stripeInvoiceId: newSlug(), amount: 300, currency: 'eur', beganAt: day(2) };
        const ended = { outcome: 'recovered', endedAt: day(12) };
        await db
          .insertInto('dunnings')
          .values({ ...failed, ...ended, membershipId: patron.membershipId, graceUntil })
          .execute();
        if (paidAt !== null) await pay(patron, paidAt);
        return patron;
      };
      assert.equal(await mayVote(await behind(day(9), day(11))), false);
      assert.equal(await mayVote(await behind(day(11), day(11))), true);
      // Paid in time; we heard of it late.
      assert.equal(await mayVote(await behind(day(9), day(8))), true);
    });
  });

  describe('join, vote, and then', () => {
    const story = async (then: (patron: Patron) => Promise<unknown>, changes = {}) => {
      const { id, slug } = await openOne();
      await vote(id, await newPatron(), [2]);
      const first = await countsOf(slug);
      const anna = await newPatron(changes);
      await vote(id, anna, [1]);
      assert.deepEqual(await countsOf(slug), [1, 1, 0]);
      await then(anna);
      return { slug, anna, first, after: await countsOf(slug, day(15)) };
    };

    it('a refund of all leaves the tally as it was', async () => {
      const { first, after, slug, anna } = await story(async (patron) => {
        await setMembership(services, patron, { voidedAt: day(14) });
        await giveBack(services, patron, { amount: 300, at: day(14) });
      });
      assert.deepEqual(after, first);
      assert.equal(await vote((await requireBallot(db, slug)).id, anna, [1], day(15)), 'not-yours');
      const closed = await closeBallot(services, system, slug, day(16));
      assert.deepEqual(
        [closed.votes, closed.winner, closed.options.map(({ votes }) => votes)],
        [1, 2, first],
      );
    });

    it('a refund of the payment before the opening voids the vote, also where a later or an old one stands', async () => {
      const { first, after } = await story(async (patron) => {
        await pay(patron, day(13));
        await pay(patron, new Date(Date.UTC(2026, 8, 30)));
        await giveBack(services, patron, { amount: 300, at: day(14) });
      });
      assert.deepEqual(after, first);
    });

    it('a refund of a payment after the opening keeps the vote', async () => {
      const { after } = await story(async (patron) => {
        const later = await pay(patron, day(13));
        await giveBack(services, later, { amount: 300, at: day(14) });
        await setMembership(services, patron, { voidedAt: day(14), until: day(14) });
      });
      assert.deepEqual(after, [1, 1, 0]);
    });

    it('a refund of a part keeps the vote', async () => {
      const { after } = await story((patron) => giveBack(services, patron, { amount: 299, at: day(14) }));
      assert.deepEqual(after, [1, 1, 0]);
    });

    it('a refund that is on its way takes the vote away, and one that fails or is called off does not', async () => {
      for (const [state, voids] of [
        ['pending', true],
        ['requires_action', true],
        ['failed', false],
        ['canceled', false],
      ] as const) {
        const { first, after } = await story((patron) =>
          giveBack(services, patron, { amount: 300, at: day(14), state }),
        );
        assert.deepEqual(after, voids ? first : [1, 1, 0], state);
      }
    });

    it('refunds are told apart by when they were made, where the sweep closes late', async () => {
      const { slug, anna } = await story((patron) =>
        giveBack(services, patron, { amount: 150, at: day(14) }),
      );
      await giveBack(services, anna, { amount: 150, at: day(21) });
      assert.deepEqual(await countsOf(slug, day(20)), [1, 1, 0]);
      await giveBack(services, anna, { amount: 150, at: day(16) });
      await giveBack(services, anna, { amount: 300, at: day(22), state: 'failed' });
      assert.deepEqual(await countsOf(slug, day(20)), [0, 1, 0]);
    });

    it('a chargeback takes the vote away, and one that is won brings it back', async () => {
      const { first, after, slug, anna } = await story((patron) =>
        setPayment(services, patron, { dispute: 'open', disputedAt: day(14) }),
      );
      assert.deepEqual(after, first);
      await setPayment(services, anna, { dispute: 'lost' });
      assert.deepEqual(await countsOf(slug, day(15)), first);
      await setPayment(services, anna, { dispute: 'won' });
      assert.deepEqual(await countsOf(slug, day(15)), [1, 1, 0]);
    });

    it('a refund of a gift takes the vote of whom it was given to', async () => {
      const { first, after } = await story(
        async ({ membershipId, paymentId }) => {
          const purchase = { purpose: 'gift', browserHash: Buffer.alloc(32), amount: 3600, currency: 'eur' };
          const { id: checkoutId } = await db
            .insertInto('checkouts')
            .values({ ...purchase, expiresAt: day(2) })
            .returning('id')
            .executeTakeFirstOrThrow();
          const gift = { tierId: tiers['coffee'] ?? 0, months: 12, deliverOn: '2026-11-02' };
          await db
            .insertInto('gifts')
            .values({ ...gift, checkoutId, membershipId })
            .execute();
          const paid = { membershipId: null, checkoutId, amount: 3600 };
          await db.updateTable('payments').set(paid).where('id', '=', paymentId).execute();
          await giveBack(services, { paymentId }, { amount: 3600, at: day(14) });
        },
        { rail: 'gift' },
      );
      assert.deepEqual(after, first);
    });

    it('an end by cancellation keeps the vote', async () => {
      const { after } = await story((patron) =>
        setMembership(services, patron, {
          state: 'ended',
          until: day(14),
          cancelledAt: day(13),
          endedAt: day(14),
        }),
      );
      assert.deepEqual(after, [1, 1, 0]);
    });

    it('an erasure takes the vote away', async () => {
      const { first, after } = await story(({ subscriberId }) =>
        db.deleteFrom('subscribers').where('id', '=', subscriberId).execute(),
      );
      assert.deepEqual(after, first);
    });
  });

  it('is voided with a reason, and its votes are gone', async () => {
    const { id, slug } = await openOne();
    await vote(id, await newPatron(), [1]);
    await assert.rejects(voidBallot(db, system, slug, ' ', day(13)), /a reason is missing/);
    const voided = await voidBallot(db, system, slug, 'An option was wrong', day(13));
    assert.deepEqual([voided.state, voided.voidReason, voided.salt], ['voided', 'An option was wrong', null]);
    assert.equal(
      (await db.selectFrom('ballotVotes').selectAll().where('ballotId', '=', id).execute()).length,
      0,
    );
    assert.equal(await vote(id, await newPatron(), [1]), 'over');
    await assert.rejects(voidBallot(db, system, slug, 'Again', day(14)), Conflict);
    assert.equal(await findBallot(db, 'no-such-ballot'), null);
  });

  const many = isThorough ? 100_000 : 10_000;
  it(`tallies ${many} votes within seconds`, async (t) => {
    await crowd(services, many);
    const { id, slug } = await openOne();
    await voteAll(services, slug);
    const start = performance.now();
    const closed = await closeBallot(services, system, slug, day(13));
    assert.equal(closed.votes, many);
    const seconds = (performance.now() - start) / 1000;
    t.diagnostic(`${seconds.toFixed(1)} s`);
    assert.ok(seconds < 60, `${seconds} s`);
    assert.ok(id > 0);
  });
});

/** So many patrons, by card since the first. */
async function crowd({ pool }: Services, count: number): Promise<void> {
  await pool.query(`with p as (
    insert into subscribers (address, address_key, address_hash)
    select 'c' || n || '@crowd.example', 'c' || n || '@crowd.example', sha256(('c' || n)::bytea)
    from generate_series(1, ${count}) n returning id)
    insert into memberships (subscriber_id, rail, state, since, settled_at, note)
    select id, 'stripe', 'active', '2026-11-01', '2026-11-01', 'crowd' from p`);
  await pool.query(`insert into payments (purpose, rail, membership_id, amount, currency, settled_at)
    select 'membership', 'stripe', id, 300, 'eur', '2026-11-01' from memberships where note = 'crowd'`);
  await pool.query('analyze memberships, payments, gifts, subscribers');
}

/** Has all of the crowd vote, as the product writes it down. */
async function voteAll(services: Services, slug: string): Promise<void> {
  const { ballotKeys } = await import('../../src/topics/ballots/keys.ts');
  const ballot = await requireBallot(services.db, slug);
  const keys = ballotKeys(services.config, ballot);
  assert.ok(keys);
  const people = await services.db
    .selectFrom('memberships')
    .select('subscriberId')
    .where('note', '=', 'crowd')
    .execute();
  const rows = people.map(({ subscriberId }) => {
    const voter = keys.voterOf(subscriberId ?? 0);
    const choices = [((subscriberId ?? 0) % 3) + 1];
    return { ballotId: ballot.id, voter, choices, mark: keys.markOf(voter, choices) };
  });
  for (let from = 0; from < rows.length; from += 5_000)
    await services.db
      .insertInto('ballotVotes')
      .values(rows.slice(from, from + 5_000))
      .execute();
}
