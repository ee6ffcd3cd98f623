import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { randomToken, hashToken } from '../../src/tokens.ts';
import { signVote } from '../../src/delivery/links.ts';
import { type Ballot, requireBallot } from '../../src/topics/ballots/ballot.ts';
import { ownVote } from '../../src/topics/ballots/cast-vote.ts';
import { closeBallot, voidBallot } from '../../src/topics/ballots/close-ballot.ts';
import { openBallot } from '../../src/topics/ballots/open-ballot.ts';
import { keepPromise } from '../../src/topics/promises/keep-promise.ts';
import { makePromise } from '../../src/topics/promises/make-promise.ts';
import { acceptTopic } from '../../src/topics/vet.ts';
import { hostileStrings } from '../support/blns.ts';
import { addPatron, addReader, ballotOf, giveBack, openMembership, type Patron } from '../support/voters.ts';
import { addBallot } from '../../src/topics/ballots/add-ballot.ts';
import { createTestServices } from '../support/services.ts';
import { startWeb } from '../support/web.ts';

const daysAgo = (days: number): Date => new Date(Date.now() - days * 24 * 3_600_000);

describe('the pages of ballots and topics', async () => {
  const services = await createTestServices();
  const { db, tokens } = services;
  const web = await startWeb(services);
  let anna: Patron;
  let borys: Patron;
  let number = 0;

  before(async () => {
    await openMembership(services);
    anna = await addPatron(services, 'anna', { since: daysAgo(10) });
    borys = await addPatron(services, 'borys', { since: daysAgo(10) });
  });

  const openOne = async (changes = {}): Promise<Ballot> => {
    number += 1;
    const times = { opensAt: null, closesAt: daysAgo(-5) };
    await addBallot(db, system, `vote-${number}`, ballotOf({ ...times, ...changes }));
    return openBallot(db, system, `vote-${number}`);
  };
  const linkFor = ({ id, slug }: Ballot, { subscriberId }: Pick<Patron, 'subscriberId'>): string =>
    `/ballots/${slug}/vote/${signVote(tokens, id, subscriberId)}`;
  const signIn = async (subscriberId: number): Promise<Record<string, string>> => {
    const token = randomToken();
    const session = {
      tokenHash: hashToken(token),
      subject: `subscriber:${subscriberId}`,
      expiresAt: daysAgo(-1),
    };
    await db.insertInto('sessions').values(session).execute();
    return { cookie: `broadsheet=${token}` };
  };
  const voteOf = async ({ slug }: Ballot, { subscriberId }: Patron) =>
    ownVote(services, await requireBallot(db, slug), subscriberId);

  it('a link of a mail shows its ballot, votes by a POST alone, and changes the vote', async () => {
    const ballot = await openOne();
    const link = linkFor(ballot, anna);
    const shown = await web.get(`${link}#o2`);
    assert.equal(shown.status, 200);
    assert.equal(shown.headers.get('cache-control'), 'no-store');
    assert.match(shown.body, /What should we look into next\?/);
    assert.match(shown.body, /a…@r….example/);
    assert.doesNotMatch(shown.body, /anna@readers/);
    assert.doesNotMatch(shown.headers.get('set-cookie') ?? '', /broadsheet/);
    await fetch(`${web.origin}${link}?choice=2`, { method: 'HEAD' });
    await web.get(`${link}?choice=2`);
    assert.equal(await voteOf(ballot, anna), null);
    const voted = await web.post(link, { choice: '2' });
    assert.equal(voted.status, 200);
    assert.match(voted.body, /Your vote is in[\s\S]*You chose: The schools\./);
    assert.deepEqual(await voteOf(ballot, anna), [2]);
    await web.post(link, { choice: '3' });
    assert.deepEqual(await voteOf(ballot, anna), [3]);
  });

  it('a link does not show what was voted for before: mails are forwarded', async () => {
    const ballot = await openOne();
    const link = linkFor(ballot, anna);
    await web.post(link, { choice: '2' });
    const { body } = await web.get(link);
    assert.match(body, /You have voted\./);
    assert.doesNotMatch(body, /checked/);
  });

  it('a link that is forged, of another ballot, or of another purpose opens nothing', async () => {
    const [one, other] = [await openOne(), await openOne()];
    const good = signVote(tokens, one.id, anna.subscriberId);
    const wrong = [
      `/ballots/${other.slug}/vote/${good}`,
      `/ballots/${one.slug}/vote/${good.slice(0, -2)}`,
      `/ballots/${one.slug}/vote/${tokens.sign('support', `${one.id}.${anna.subscriberId}`)}`,
      `/ballots/${one.slug}/vote/${tokens.sign('ballot', `${anna.subscriberId}`)}`,
      `/ballots/${one.slug}/vote/${signVote(tokens, one.id, 999_999)}`,
      `/ballots/${one.slug}/vote/x`,
    ];
    for (const path of wrong) {
      assert.equal((await web.get(path)).status, 404, path);
      assert.equal((await web.post(path, { choice: '1' })).status, 404, path);
    }
    assert.equal(await voteOf(one, anna), null);
    assert.equal(await voteOf(other, anna), null);
  });

  it('says what is wrong with a vote, and keeps what was ticked', async () => {
    const ballot = await openOne({ maxChoices: 2 });
    const link = linkFor(ballot, anna);
    const none = await web.post(link, {});
    assert.equal(none.status, 400);
    assert.match(none.body, /Choose something first/);
    const many = await web.post(link, { choice: ['1', '2', '3'] });
    assert.equal(many.status, 400);
    assert.match(many.body, /more than 2/);
    assert.equal(many.body.split(' checked').length, 4);
    assert.equal(await voteOf(ballot, anna), null);
    for (const choice of ['-1', '0', '99', '1e9', 'x', '1.5', '\u0000'])
      assert.equal((await web.post(link, { choice })).status, 400, choice);
    assert.equal((await web.post(link, { choice: ['1', '1', '1'] })).status, 200);
    assert.deepEqual(await voteOf(ballot, anna), [1]);
  });

  it('a reader who is no patron is told so, and no vote is taken', async () => {
    const ballot = await openOne();
    const subscriberId = await addReader(services, 'reader');
    const answer = await web.post(linkFor(ballot, { subscriberId }), { choice: '1' });
    assert.equal(answer.status, 403);
    assert.match(answer.body, /You cannot vote in this one/);
  });

  it('whoever got their money back is told that their vote does not count, and sees no form', async () => {
    const ballot = await openOne();
    const dana = await addPatron(services, 'dana', { since: daysAgo(10) });
    const headers = await signIn(dana.subscriberId);
    const link = linkFor(ballot, dana);
    await web.post(link, { choice: '1' });
    await giveBack(services, dana, { amount: 300, at: daysAgo(0) });
    for (const { body } of [await web.get(link), await web.get(`/ballots/${ballot.slug}`, headers)]) {
      assert.match(body, /does not count any more/);
      assert.doesNotMatch(body, /<form[^>]*class="vote"|You have voted\.|can change/);
    }
    const refused = await web.post(link, { choice: '2' });
    assert.equal(refused.status, 403);
    assert.match(refused.body, /does not count any more/);
  });

  it('in the account one votes without a link, and sees what one chose', async () => {
    const ballot = await openOne();
    const path = `/ballots/${ballot.slug}`;
    const foreign = await web.get(path);
    assert.match(foreign.body, /<footer[^]*href="\/ballots">Ballots</);
    assert.match(foreign.body, /Sign in to vote/);
    assert.doesNotMatch(foreign.body, /<input/);
    assert.equal((await web.post(path, { choice: '1' })).headers.get('location'), '/account');
    const cookie = await signIn(anna.subscriberId);
    const voted = await web.post(path, { choice: '1' }, cookie);
    assert.equal(voted.headers.get('location'), `${path}?voted`);
    const after = await web.get(`${path}?voted`, cookie);
    assert.match(after.body, /Your vote is in/);
    assert.match(after.body, /value="1" checked/);
    const account = await web.get('/account', cookie);
    assert.match(account.body, /Your say[\s\S]*You have voted, and can change it/);
    const other = await web.get(path, await signIn(borys.subscriberId));
    assert.doesNotMatch(other.body, /checked/);
    const attack = await web.post(path, { choice: '2' }, { ...cookie, 'sec-fetch-site': 'cross-site' });
    assert.equal(attack.status, 403);
    assert.deepEqual(await voteOf(ballot, anna), [1]);
  });

  it('a ballot that is over leads to its result, from its link too', async () => {
    const ballot = await openOne();
    const link = linkFor(ballot, anna);
    await web.post(link, { choice: '2' });
    await web.post(linkFor(ballot, borys), { choice: '2' });
    const path = `/ballots/${ballot.slug}`;
    assert.doesNotMatch((await web.get(path)).body, /<h2>The result/);
    await closeBallot(services, system, ballot.slug);
    assert.equal((await web.get(link)).headers.get('location'), path);
    assert.equal((await web.post(link, { choice: '1' })).headers.get('location'), path);
    const { body } = await web.get(path);
    assert.match(body, /The result[\s\S]*2 votes, of 2 patrons/);
    assert.match(body, /The schools<\/strong> <span class="tag">Won/);
    assert.match(body, /100\s?%/);
    assert.match(body, /width="100\.00"/);
  });

  it('a tie is said openly, and so is whom the newsroom chose among the tied', async () => {
    const ballot = await openOne();
    await web.post(linkFor(ballot, anna), { choice: '1' });
    await web.post(linkFor(ballot, borys), { choice: '3' });
    await closeBallot(services, system, ballot.slug);
    const path = `/ballots/${ballot.slug}`;
    assert.match((await web.get(path)).body, /It is a tie between “The port” and “The river”/);
    const promise = { reporter: 'Iryna Koval', dueOn: '2099-12-24' };
    await assert.rejects(
      makePromise(db, system, ballot.slug, promise),
      /options 1, 3 .* are tied; choose one/,
    );
    await assert.rejects(makePromise(db, system, ballot.slug, { ...promise, option: 2 }), /are tied/);
    await makePromise(db, system, ballot.slug, { ...promise, option: 3 });
    const { body } = await web.get(path);
    assert.match(body, /Among these the newsroom chose “The river”/);
    assert.match(body, /Iryna Koval reports it by 24 December 2099/);
  });

  it('a promise shows to everybody, when it is overdue and when it is kept', async () => {
    const ballot = await openOne();
    await web.post(linkFor(ballot, anna), { choice: '1' });
    await closeBallot(services, system, ballot.slug);
    const yesterday = daysAgo(1);
    const today = new Date().toISOString().slice(0, 10);
    await makePromise(
      db,
      system,
      ballot.slug,
      { reporter: 'Iryna', dueOn: '2026-01-02' },
      new Date('2026-01-01'),
    );
    assert.ok(today > '2026-01-02');
    assert.match((await web.get('/ballots')).body, /Overdue[\s\S]*It is late/);
    const cookie = await signIn(anna.subscriberId);
    assert.match(
      (await web.get('/account', cookie)).body,
      /Overdue<\/span> <span class="tag voted">You voted for this/,
    );
    const other = (await web.get('/account', await signIn(borys.subscriberId))).body;
    assert.match(other, /Overdue/);
    assert.doesNotMatch(other, /Overdue<\/span> <span class="tag voted">/);
    await keepPromise(db, system, ballot.slug, 'https://courier.example/port', yesterday);
    const kept = await web.get(`/ballots/${ballot.slug}`);
    assert.match(kept.body, /Kept[\s\S]*href="https:\/\/courier\.example\/port"/);
  });

  it('a void ballot says why, and a draft is not there', async () => {
    const ballot = await openOne();
    await voidBallot(db, system, ballot.slug, 'An option was missing');
    assert.match((await web.get(`/ballots/${ballot.slug}`)).body, /is void[\s\S]*An option was missing/);
    await addBallot(db, system, 'draft', ballotOf({ opensAt: null, closesAt: daysAgo(-5) }));
    assert.equal((await web.get('/ballots/draft')).status, 404);
    assert.doesNotMatch((await web.get('/ballots')).body, /ballots\/draft/);
  });

  it('a draft that was voided is nobody’s business either', async () => {
    await addBallot(
      db,
      system,
      'never',
      ballotOf({ title: 'NEVEROPENED', opensAt: null, closesAt: daysAgo(-5) }),
    );
    await voidBallot(db, system, 'never', 'We thought better of it.');
    assert.equal((await web.get('/ballots/never')).status, 404);
    assert.doesNotMatch((await web.get('/ballots')).body, /NEVEROPENED/);
  });

  it('the size of an answer does not say what was voted for: others may write it down', async () => {
    const options = [{ title: 'Ice' }, { title: 'The long “story” & of the port' }, { title: 'Річка' }];
    const ballot = await openOne({ options });
    const sizes = new Set<number>();
    for (const choice of ['1', '2', '3', '2']) {
      const { body } = await web.post(linkFor(ballot, anna), { choice });
      sizes.add(Buffer.byteLength(body));
    }
    // The first vote and a change of it differ by the button.
    const { body } = await web.post(linkFor(ballot, borys), { choice: '2' });
    sizes.add(Buffer.byteLength(body));
    assert.equal(sizes.size, 1, [...sizes].join());
  });

  it('patrons suggest topics, and others are told that patrons do', async () => {
    assert.match((await web.get('/topics')).body, /Suggestions come from patrons/);
    assert.equal((await web.post('/topics', { title: 'The lamps' })).headers.get('location'), '/account');
    const reader = await signIn(await addReader(services, 'reader2'));
    assert.equal((await web.post('/topics', { title: 'The lamps' }, reader)).status, 403);
    const cookie = await signIn(anna.subscriberId);
    const sent = await web.post(
      '/topics',
      { title: 'Who pays for the lamps?', details: 'They are dark.' },
      cookie,
    );
    assert.equal(sent.headers.get('location'), '/topics?sent');
    assert.match(
      (await web.get('/topics?sent', cookie)).body,
      /it has arrived[\s\S]*Who pays for the lamps\?/,
    );
    const topic = await db
      .selectFrom('topics')
      .selectAll()
      .where('title', 'like', '%lamps%')
      .executeTakeFirstOrThrow();
    assert.equal(topic.state, 'new');
    await acceptTopic(db, system, topic.id);
    assert.match((await web.get('/topics')).body, /On the list[\s\S]*Who pays for the lamps\?/);
  });

  it('a suggestion that is too short or too long is refused with its words kept; five a day are taken', async () => {
    const cookie = await signIn(borys.subscriberId);
    const short = await web.post('/topics', { title: 'No', details: 'kept' }, cookie);
    assert.equal(short.status, 400);
    assert.match(short.body, /5 to 120 characters\.[\s\S]*value="No"[\s\S]*kept<\/textarea>/);
    const long = await web.post('/topics', { title: 'Something', details: 'x'.repeat(1_001) }, cookie);
    assert.match(long.body, /1000 characters fit/);
    const post = (title: string) => web.post('/topics', { title, details: '' }, cookie);
    const statuses = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((one) => post(`A topic of number ${one}`)));
    const sorted = statuses.map(({ status }) => status).toSorted((one, other) => one - other);
    assert.deepEqual(sorted, [303, 303, 303, 303, 303, 429, 429]);
    const again = await db
      .selectFrom('suggestions')
      .select('title')
      .where('subscriberId', '=', borys.subscriberId)
      .execute();
    assert.equal((await post(again[0]?.title ?? '')).status, 303);
    assert.equal(
      (
        await db
          .selectFrom('suggestions')
          .select('id')
          .where('subscriberId', '=', borys.subscriberId)
          .execute()
      ).length,
      5,
    );
  });

  it('shows hostile words literally, in titles, options and suggestions', async () => {
    const hostile = hostileStrings().filter((text) => /[<>"'&]/.test(text));
    const options = [...new Set(hostile.map((text) => text.slice(0, 100)))]
      .slice(0, 19)
      .map((title) => ({ title }));
    const ballot = await openOne({
      options: [{ title: '<b>one</b>' }, ...options.filter(({ title }) => title.trim() !== '')],
    });
    for (const path of [`/ballots/${ballot.slug}`, '/ballots', linkFor(ballot, anna)]) {
      const { status, body } = await web.get(path);
      assert.equal(status, 200);
      assert.doesNotMatch(body, /<script|<img|<b>|onerror=alert\(1\)>/);
    }
  });

  it('speaks the language of whom it speaks to', async () => {
    const ballot = await openOne();
    await db.updateTable('subscribers').set({ language: 'uk' }).where('id', '=', anna.subscriberId).execute();
    assert.match((await web.get(linkFor(ballot, anna))).body, /Проголосувати/);
    assert.match(
      (await web.get('/ballots', { 'accept-language': 'de' })).body,
      /Worüber Mitglieder entscheiden/,
    );
    await db.updateTable('subscribers').set({ language: null }).where('id', '=', anna.subscriberId).execute();
  });
});
