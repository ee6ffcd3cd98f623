import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { before, describe, it } from 'node:test';
import pg from 'pg';
import { pino } from 'pino';
import { system } from '../../src/access/actor.ts';
import { exportSubscribers } from '../../src/subscribers/export.ts';
import { addBallot } from '../../src/topics/ballots/add-ballot.ts';
import { signVote } from '../../src/delivery/links.ts';
import { requireBallot } from '../../src/topics/ballots/ballot.ts';
import { forgetVoters, keepBallots } from '../../src/topics/ballots/by-the-clock.ts';
import { splitByTier } from '../../src/topics/ballots/by-tier.ts';
import { castVote, ownVote } from '../../src/topics/ballots/cast-vote.ts';
import { closeBallot } from '../../src/topics/ballots/close-ballot.ts';
import { voterAudience } from '../../src/topics/ballots/electorate.ts';
import { showBallot } from '../../src/topics/ballots/list-ballots.ts';
import { openBallot } from '../../src/topics/ballots/open-ballot.ts';
import { recountBallot } from '../../src/topics/ballots/recount.ts';
import { resultsOf } from '../../src/topics/ballots/results.ts';
import { keepPromise } from '../../src/topics/promises/keep-promise.ts';
import { makePromise } from '../../src/topics/promises/make-promise.ts';
import { loadVotedSegment, votedSegments } from '../../src/topics/promises/voted-for.ts';
import { commandFor } from '../support/command.ts';
import { addPatron, addSampleBallot, ballotOf, day, openMembership, type Patron } from '../support/voters.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

describe('a vote is secret', async () => {
  const services = await createTestServices();
  const { db, pool, tokens } = services;
  const logged: string[] = [];
  const sink = new Writable({ write: (chunk, _encoding, done) => done(void logged.push(String(chunk))) });
  const web = await startWeb({ ...services, log: pino({ level: 'trace' }, sink) });
  const patrons: Patron[] = [];

  before(async () => {
    await openMembership(services);
    for (let index = 0; index < 14; index += 1) patrons.push(await addPatron(services, `patron${index}`));
  });

  const open = async (slug: string, changes = {}) => {
    await addSampleBallot(services, slug, changes);
    await keepBallots(services, day(10, 13));
    return requireBallot(db, slug);
  };
  const vote = (ballotId: number, index: number, choice: number, at = day(12)) =>
    castVote(services, ballotId, patrons[index]?.subscriberId ?? 0, [choice], at);
  const layOf = async (id: number) => {
    const { rows } = await pool.query(
      'select ctid::text as lies, xmin::text as written, voter from ballot_votes where ballot_id = $1 order by ctid',
      [id],
    );
    return rows as Array<{ lies: string; written: string; voter: Buffer }>;
  };

  it('no table, log, export or command joins a person and an option, once all have voted over the web', async () => {
    const options = [{ title: 'ZEBRACROSSING' }, { title: 'YELLOWHARBOUR' }];
    const closesAt = new Date(Date.now() + 86_400_000);
    await addBallot(db, system, 'dump', ballotOf({ options, opensAt: null, closesAt }));
    const ballot = await openBallot(db, system, 'dump');
    for (const { subscriberId } of patrons.slice(0, 7)) {
      const path = `/ballots/dump/vote/${signVote(tokens, ballot.id, subscriberId)}`;
      assert.equal((await web.post(path, { choice: String((subscriberId % 2) + 1) })).status, 200);
    }
    const { rows: columns } = await pool.query(
      "select column_name from information_schema.columns where table_name = 'ballot_votes' order by 1",
    );
    assert.deepEqual(
      columns.map(({ column_name: name }: { column_name: string }) => name),
      ['ballot_id', 'choices', 'mark', 'voter'],
    );
    const lines = (await dump(services.config.databaseUrl ?? '')).split('\n');
    const cast = lines.filter((line) => /^\(\d+,"\\\\x[0-9a-f]{64}",\{/.test(line));
    assert.equal(cast.length, 7);
    for (const { subscriberId } of patrons) {
      const naming = new RegExp(`patron\\d+@|(^|\\D)subscriber:${subscriberId}(\\D|$)`);
      assert.deepEqual(
        cast.filter((line) => naming.test(line)),
        [],
      );
    }
    assert.deepEqual(
      lines.filter((line) => /patron\d+@/.test(line) && /ZEBRACROSSING|YELLOWHARBOUR|\{[12]\}/.test(line)),
      [],
    );
    const audit = await db.selectFrom('auditLog').selectAll().execute();
    assert.deepEqual(
      audit.filter(({ action, actor }) => /vote/.test(action) || /subscriber/.test(actor)),
      [],
    );
    assert.deepEqual(await db.selectFrom('events').selectAll().where('kind', 'like', '%vote%').execute(), []);
    assert.ok(logged.length > 0);
    assert.doesNotMatch(logged.join(''), /choice|ZEBRA|YELLOW|\/vote\/|patron\d+@/);
    const folder = await mkdtemp(join(tmpdir(), 'votes-'));
    await exportSubscribers(db, system, join(folder, 'people.csv'));
    assert.doesNotMatch(await readFile(join(folder, 'people.csv'), 'utf8'), /ZEBRA|YELLOW|ballot/);
    await rm(folder, { recursive: true });
    const run = commandFor(services);
    for (const args of [
      ['ballots', 'show', 'dump'],
      ['ballots', 'recount', 'dump'],
      ['subscribers', 'show', 'patron1@readers.example'],
    ]) {
      const { stdout, code } = await run(...args, '--json');
      assert.equal(code, 0, args.join(' '));
      const hasPerson = /patron\d+@/.test(stdout);
      assert.ok(!(hasPerson && /ZEBRA|YELLOW/.test(stdout)), args.join(' '));
      assert.doesNotMatch(stdout, /"(counted|votes)":\s*[1-6]\b/);
    }
  });

  it('neither where a vote lies nor which transaction wrote it says who came when', async () => {
    const { id } = await open('order');
    for (const index of [9, 2, 5, 0, 7, 3]) await vote(id, index, (index % 3) + 1);
    await vote(id, 2, 1);
    assert.ok(new Set((await layOf(id)).map(({ written }) => written)).size > 1);
    await keepBallots(services, day(12, 14));
    const lay = await layOf(id);
    assert.equal(lay.length, 6);
    assert.equal(new Set(lay.map(({ written }) => written)).size, 1);
    const voters = lay.map(({ voter }) => voter.toString('hex'));
    assert.deepEqual(voters, voters.toSorted());
    await vote(id, 11, 2);
    await closeBallot(services, system, 'order', day(13));
    const closed = await layOf(id);
    assert.equal(new Set(closed.map(({ written }) => written)).size, 1);
    assert.equal(closed.length, 7);
  });

  it('the same person is another voter in another ballot', async () => {
    const [one, other] = [await open('one'), await open('other')];
    await vote(one.id, 1, 1);
    await vote(other.id, 1, 1);
    const voters = [...(await layOf(one.id)), ...(await layOf(other.id))].map(({ voter }) =>
      voter.toString('hex'),
    );
    assert.equal(new Set(voters).size, 2);
  });

  it('while it is open, staff see how many votes are in, and for nothing what', async () => {
    const { id } = await open('staff');
    await vote(id, 1, 2);
    const shown = await showBallot(db, 'staff');
    assert.equal(shown.votes, 1);
    assert.deepEqual([...new Set(shown.options.map(({ votes }) => votes))], [null]);
    const recount = await recountBallot(services, system, 'staff');
    assert.deepEqual([recount.options, recount.votes, recount.sound], [null, 1, true]);
    assert.equal(resultsOf(await requireBallot(db, 'staff')), null);
  });

  it('live totals are told anew after every five votes only, and no closer to the result', async () => {
    const { id } = await open('live', { live: true });
    const told = async () => resultsOf(await requireBallot(db, 'live'))?.votes ?? null;
    for (const [index, at] of [0, 1, 2, 3].entries()) await vote(id, at, (index % 3) + 1);
    await keepBallots(services, day(12, 14));
    assert.equal(await told(), null);
    await vote(id, 4, 1);
    await keepBallots(services, day(12, 15));
    assert.equal(await told(), null);
    for (const at of [5, 6, 7, 8]) await vote(id, at, 2);
    await keepBallots(services, day(12, 16));
    assert.equal(await told(), null);
    await vote(id, 9, 2);
    await keepBallots(services, day(12, 17));
    assert.equal(await told(), 5);
    await closeBallot(services, system, 'live', day(12, 18));
    assert.equal(await told(), 10);
  });

  it('a result is split by tier only where that hides everybody', () => {
    const votes = (tier: string, choice: number, count: number) =>
      Array.from({ length: count }, () => ({ tier, choices: [choice] }));
    const wide = [
      ...votes('coffee', 1, 6),
      ...votes('coffee', 2, 7),
      ...votes('table', 1, 5),
      ...votes('table', 2, 9),
    ];
    assert.deepEqual(splitByTier(wide, 3), {
      tiers: ['coffee', 'table'],
      options: [
        [6, 5],
        [7, 9],
        [0, 0],
      ],
    });
    assert.deepEqual(splitByTier([...wide, ...votes('table', 3, 4)], 3)?.options[2], null);
    assert.equal(splitByTier([...votes('coffee', 1, 9), ...votes('table', 2, 9)], 2), null);
    assert.equal(
      splitByTier([...votes('coffee', 1, 3), ...votes('table', 1, 4), ...votes('table', 2, 2)], 2),
      null,
    );
    assert.equal(splitByTier(votes('coffee', 1, 50), 2), null);
  });

  it('a recount finds a vote that was changed, added or taken away', async () => {
    const tampering = [
      "update ballot_votes set choices = '{2}' where ballot_id = $1 and choices = '{1}'",
      "insert into ballot_votes values ($1, sha256('x'), '{2}', sha256('y'))",
      'delete from ballot_votes where ballot_id = $1 and voter = (select min(voter) from ballot_votes where ballot_id = $1)',
    ];
    for (const [index, statement] of tampering.entries()) {
      const slug = `tamper-${index}`;
      const { id } = await open(slug);
      for (const at of [0, 1, 2]) await vote(id, at, at === 0 ? 1 : 3);
      if (index < 2) {
        // While it is open, a vote that was not written by the product is told, and does not count.
        await pool.query(statement, [id]);
        assert.equal((await recountBallot(services, system, slug)).forged, 1);
        const early = await closeBallot(services, system, slug, day(13));
        assert.equal(early.options[1]?.votes, 0);
        assert.equal((await recountBallot(services, system, slug)).sound, true);
        await pool.query(statement.replace("choices = '{1}'", "choices = '{3}'").replace("'x'", "'z'"), [id]);
      } else {
        await closeBallot(services, system, slug, day(13));
        assert.equal((await recountBallot(services, system, slug)).sound, true);
        await pool.query(statement, [id]);
      }
      const { sound, sealed } = await recountBallot(services, system, slug);
      assert.deepEqual([sound, sealed], [false, false], statement);
    }
    await pool.query(
      "update ballot_options set votes = votes + 1 where ballot_id = (select id from ballots where slug = 'order') and position = 1",
    );
    assert.equal((await recountBallot(services, system, 'order')).sound, false);
  });

  it('who voted for what was kept is told in memory, by an article’s address, and to nobody else', async () => {
    const { id } = await open('kept');
    await vote(id, 1, 2);
    await vote(id, 2, 2);
    await vote(id, 3, 3);
    await closeBallot(services, system, 'kept', day(13));
    await makePromise(db, system, 'kept', { reporter: 'Iryna', dueOn: '2026-11-30' }, day(14));
    await keepPromise(db, system, 'kept', 'https://courier.example/schools', day(20));
    const segments = await votedSegments(db, [
      'https://courier.example/schools',
      'https://courier.example/other',
    ]);
    assert.deepEqual([...segments], [['https://courier.example/schools', `voted:${id}.2`]]);
    const isShown = await loadVotedSegment(services, `voted:${id}.2`);
    assert.ok(isShown);
    assert.deepEqual(
      patrons.slice(0, 5).map(({ subscriberId }) => isShown(subscriberId)),
      [false, true, true, false, false],
    );
    assert.equal(await loadVotedSegment(services, 'patron'), null);
    const ofAnother = await loadVotedSegment(services, `voted:${id}.3`);
    assert.equal(ofAnother?.(patrons[3]?.subscriberId ?? 0), false);
  });

  it('while it is open, and of what was not kept, no mail can ask who voted for what', async () => {
    const { id } = await open('asked');
    await vote(id, 1, 2);
    const isShown = await loadVotedSegment(services, `voted:${id}.2`);
    assert.equal(isShown?.(patrons[1]?.subscriberId ?? 0), false);
  });

  it('those who may vote are a set that says nothing of who did', async () => {
    const ballot = await open('audience');
    await vote(ballot.id, 1, 1);
    const rows = await voterAudience(db, ballot.id, day(12)).execute();
    assert.deepEqual(
      rows.map(({ subscriberId }) => subscriberId).toSorted((a, b) => a - b),
      patrons.map(({ subscriberId }) => subscriberId),
    );
    await closeBallot(services, system, 'audience', day(13));
    const after = await requireBallot(db, 'audience');
    assert.deepEqual(await voterAudience(db, after.id, day(14)).execute(), []);
  });

  it('half a year after all is said, nobody can tell any more, and the count stays', async () => {
    const { id } = await open('forget');
    await vote(id, 1, 2);
    await closeBallot(services, system, 'forget', day(13));
    await forgetVoters(services, day(60));
    assert.deepEqual(
      await ownVote(services, await requireBallot(db, 'forget'), patrons[1]?.subscriberId ?? 0),
      [2],
    );
    assert.ok((await forgetVoters(services, day(250))) > 0);
    const forgotten = await requireBallot(db, 'forget');
    assert.equal(forgotten.salt, null);
    assert.equal(await ownVote(services, forgotten, patrons[1]?.subscriberId ?? 0), null);
    const { sound, forged, sealed, options } = await recountBallot(services, system, 'forget');
    assert.deepEqual([sound, forged, sealed, options?.[1]?.counted], [true, null, null, 1]);
  });
});

/** Every row of every table, as text. */
async function dump(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows: tables } = await client.query(
    "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  let text = '';
  for (const { name } of tables as Array<{ name: string }>) {
    const { rows } = await client.query(`select t::text as line from ${name} t`);
    text += (rows as Array<{ line: string }>).map(({ line }) => `${line}\n`).join('');
  }
  await client.end();
  return text;
}
