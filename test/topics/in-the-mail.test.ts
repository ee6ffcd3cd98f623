import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { system } from '../../src/access/actor.ts';
import { MailCache } from '../../src/delivery/mails.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { insertBlock } from '../../src/editions/edit-blocks.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { insertEdition } from '../../src/editions/queries/editions.ts';
import { renderFor } from '../../src/editions/render-for.ts';
import { setRules } from '../../src/editions/rules.ts';
import { openBallotBlocks, showBallotIn } from '../../src/editions/show-ballot.ts';
import type { Newsletter } from '../../src/publication/newsletters.ts';
import { addBallot } from '../../src/topics/ballots/add-ballot.ts';
import { requireBallot } from '../../src/topics/ballots/ballot.ts';
import { changeBallot } from '../../src/editions/change-ballot.ts';
import { castVote } from '../../src/topics/ballots/cast-vote.ts';
import { closeBallot } from '../../src/topics/ballots/close-ballot.ts';
import { holdBack } from '../../src/editions/hold.ts';
import { openBallot } from '../../src/topics/ballots/open-ballot.ts';
import { keepPromise } from '../../src/topics/promises/keep-promise.ts';
import { makePromise } from '../../src/topics/promises/make-promise.ts';
import { loadVotedSegment } from '../../src/topics/promises/voted-for.ts';
import { lastLine } from '../support/audited.ts';
import { createTestServices } from '../support/services.ts';
import { addPatron, addReader, ballotOf, openMembership, type Patron } from '../support/voters.ts';
import { startWeb } from '../support/web.ts';

const daysAgo = (days: number): Date => new Date(Date.now() - days * 24 * 3_600_000);

describe('a ballot and a promise in an edition', async () => {
  const services = await createTestServices();
  const { db } = services;
  const web = await startWeb(services);
  let newsletter: Newsletter;
  let anna: Patron;
  let borys: Patron;
  let olha: Patron;
  let reader: number;
  let editionId: number;

  const confirm = async (subscriberId: number): Promise<void> => {
    const row = { subscriberId, newsletterId: newsletter.id, state: 'confirmed', confirmedAt: daysAgo(9) };
    await db
      .insertInto('subscriptions')
      .values(row)
      .onConflict((c) => c.doNothing())
      .execute();
  };
  const open = async (slug: string, changes = {}) => {
    await addBallot(db, system, slug, ballotOf({ opensAt: null, closesAt: daysAgo(-5), ...changes }));
    return openBallot(db, system, slug);
  };
  /** What one reader gets, from the ledger's own row. */
  const mailOf = async (subscriberId: number) => {
    const row = await db
      .selectFrom('deliveries')
      .selectAll()
      .where('editionId', '=', editionId)
      .where('subscriberId', '=', subscriberId)
      .executeTakeFirstOrThrow();
    const mails = new MailCache(services, (segment) => loadVotedSegment(services, segment));
    const { raw } = await mails.build(editionId, row);
    return { row, mail: await PostalMime.parse(raw) };
  };

  before(async () => {
    ({ newsletter } = await openMembership(services));
    anna = await addPatron(services, 'anna', { since: daysAgo(10) });
    borys = await addPatron(services, 'borys', { since: daysAgo(10) });
    reader = await addReader(services, 'reader');
    for (const id of [anna.subscriberId, borys.subscriberId, reader]) await confirm(id);
    const kept = await open('kept');
    await castVote(services, kept.id, anna.subscriberId, [2]);
    await closeBallot(services, system, 'kept');
    const url = 'https://courier.example/schools';
    await makePromise(db, system, 'kept', { reporter: 'Iryna Koval', dueOn: '2099-01-01' });
    await keepPromise(db, system, 'kept', url);
    await setRules(db, system, newsletter.id, { minArticles: 1 });
    await addStory(url);
    await open('next', { teaser: 'Patrons are choosing what we look into next.' });
    olha = await addPatron(services, 'olha', { since: new Date() });
    await confirm(olha.subscriberId);
    const assembly = await assemble(services, {
      newsletterId: newsletter.id,
      cause: 'person',
      actor: system,
    });
    editionId = assembly?.editionId ?? 0;
    await assert.rejects(showBallotIn(services, system, { editionId, slug: 'next' }), /already/);
    await open('third');
    await showBallotIn(services, system, { editionId, slug: 'third' });
    await assert.rejects(showBallotIn(services, system, { editionId, slug: 'kept' }), /is closed/);
    const button = { label: 'The schools', url: 'http://news.example/ballots/next#o2' };
    const block = { kind: 'patrons-only', v: 1, title: 'Choose with us', text: 'Until Friday.', button };
    await insertBlock(db, system, editionId, { block });
    await approve(services, { editionId, actor: system });
    await launchEdition(services, { editionId, actor: system });
  });

  async function addStory(url: string): Promise<void> {
    const now = new Date();
    await db
      .insertInto('articles')
      .values({
        canonicalUrl: url,
        title: 'A winter in the schools',
        standfirst: 'What cold does to learning',
        contentHash: Buffer.alloc(32),
        publishedAt: new Date(now.getTime() - 3_600_000),
        firstSeenAt: now,
      })
      .execute();
  }

  it('shows the ballot to those who may vote, with a link of their own that votes', async () => {
    const { mail } = await mailOf(anna.subscriberId);
    for (const part of [mail.html ?? '', mail.text ?? '']) {
      assert.match(part, /What should we look into next\?/);
      assert.doesNotMatch(part, /Patrons are choosing/);
    }
    const [, path = '', fragment] =
      /http:\/\/news\.example(\/ballots\/next\/vote\/[^\s#"]+)#(o\d)/.exec(mail.text ?? '') ?? [];
    assert.equal(fragment, 'o1');
    const voted = await web.post(path, { choice: '3' });
    assert.equal(voted.status, 200);
    assert.ok((mail.html ?? '').includes(path));
  });

  it('is in the log with the order of the edition before and after', async () => {
    const line = await lastLine(db, 'edition.show-ballot', `edition:${editionId}`);
    assert.deepEqual(line.detail, { ballot: 'third' });
    const [was, is] = [line.before, line.after] as Array<{ order: string }>;
    assert.deepEqual([Object.keys(was ?? {}), Object.keys(is ?? {})], [['order'], ['order']]);
    const third = (await requireBallot(db, 'third')).title;
    assert.equal(is?.order.split(' · ').length, (was?.order.split(' · ').length ?? 0) + 1);
    assert.equal(is?.order.split(third).length, (was?.order.split(third).length ?? 0) + 1);
  });

  it('counts no click on an option, and tells no server which one it was', async () => {
    const links = await db.selectFrom('links').select('url').execute();
    assert.deepEqual(
      links.filter(({ url }) => url.includes('/ballots/')),
      [],
    );
    const { mail } = await mailOf(anna.subscriberId);
    assert.match(mail.text ?? '', /The schools: http:\/\/news\.example\/ballots\/next\/vote\/[^\s#]+#o2\n/);
  });

  it('shows other readers the teaser, and patrons of after the opening neither', async () => {
    const free = (await mailOf(reader)).mail;
    assert.match(free.text ?? '', /Patrons are choosing what we look into next\./);
    assert.doesNotMatch(free.text ?? '', /ballots\/next/);
    const late = (await mailOf(olha.subscriberId)).mail;
    assert.doesNotMatch(late.text ?? '', /Patrons are choosing/);
    // The one of the letter to all patrons.
    assert.equal(late.text?.split('/ballots/next/').length, 2);
  });

  it('tells those who voted for it, and nobody else, and writes that down nowhere', async () => {
    const mine = await mailOf(anna.subscriberId);
    assert.match(mine.mail.text ?? '', /✓ You voted for this/);
    assert.match(mine.mail.html ?? '', /✓ You voted for this/);
    const other = await mailOf(borys.subscriberId);
    assert.doesNotMatch(`${other.mail.text}${other.mail.html}`, /You voted for this/);
    assert.equal(mine.row.variant, other.row.variant);
    const { segments } = await db
      .selectFrom('sends')
      .selectAll()
      .where('editionId', '=', editionId)
      .executeTakeFirstOrThrow();
    assert.ok(segments.every((name) => !name.startsWith('voted')));
  });

  it('shows it to no staff, in no preview', async () => {
    for (const as of ['html', 'text', 'eml'] as const) {
      const shown = await renderFor(services, { editionId, address: 'anna@readers.example', as });
      assert.doesNotMatch(shown, /You voted/);
      assert.doesNotMatch(shown, /vote\/k1/);
    }
    const { slug } = await db
      .selectFrom('editions')
      .select('slug')
      .where('id', '=', editionId)
      .executeTakeFirstOrThrow();
    const page = (await web.get(`/editions/${slug}`)).body;
    assert.doesNotMatch(page, /You voted|What should we look into next/);
  });

  it('that was kept after its article went out is told of in the next digest to who voted for it, and once', async () => {
    const late = await open('late');
    await castVote(services, late.id, borys.subscriberId, [1]);
    await closeBallot(services, system, 'late');
    await makePromise(db, system, 'late', { reporter: 'Iryna Koval', dueOn: '2099-01-01' });
    await keepPromise(db, system, 'late', 'https://courier.example/elsewhere');
    const told: boolean[] = [];
    for (const hours of [2, 1]) {
      await addStory(`https://courier.example/${hours}`);
      const assembly = await assemble(services, {
        newsletterId: newsletter.id,
        cause: 'person',
        actor: system,
      });
      editionId = assembly?.editionId ?? 0;
      await approve(services, { editionId, actor: system });
      await launchEdition(services, { editionId, actor: system });
      const { mail, row } = await mailOf(borys.subscriberId);
      const says = [mail.text ?? '', mail.html ?? ''].map((part) =>
        /You voted for this[\s\S]*Iryna Koval/.test(part),
      );
      assert.equal(says[0], says[1]);
      told.push(says[0] ?? false);
      const others = [await mailOf(anna.subscriberId), await mailOf(reader)];
      for (const other of others) assert.doesNotMatch(`${other.mail.text}${other.mail.html}`, /You voted/);
      assert.equal(row.variant, others[0]?.row.variant);
      const shown = await renderFor(services, { editionId, address: 'borys@readers.example', as: 'text' });
      assert.doesNotMatch(shown, /You voted|elsewhere/);
      if (says[0]) assert.match(mail.text ?? '', /\nhttps:\/\/courier\.example\/elsewhere\n/);
    }
    assert.deepEqual(told, [true, false]);
    const links = await db.selectFrom('links').select('url').execute();
    assert.ok(
      links.every(({ url }) => !url.includes('elsewhere')),
      'no click on it is counted',
    );
  });

  it('of many open ballots a digest shows the five that close first, and says so', async () => {
    for (const days of [3, 1, 4, 2, 6]) await open(`one-of-many-${days}`, { closesAt: daysAgo(-days) });
    const shown = { language: 'en', timeZone: 'UTC' };
    const { blocks, notes } = await openBallotBlocks(db, shown, 'http://news.example', new Date());
    assert.deepEqual(
      blocks.flatMap((block) => (block.kind === 'ballot' ? [block.url.split('/').at(-1)] : [])),
      ['one-of-many-1', 'one-of-many-2', 'one-of-many-3', 'one-of-many-4', 'next'],
    );
    assert.deepEqual(notes, [
      '7 ballots are open; the 5 that close first stand in it, not third, one-of-many-6',
    ]);
  });

  it('an edition is approved with its ballots in their words of then', async () => {
    const times = { opensAt: null, closesAt: daysAgo(-5) };
    await addBallot(db, system, 'redrafted', ballotOf(times));
    const words = { slug: 'redrafted', language: 'en', timeZone: 'UTC', subject: 'Choose' };
    const blocks = [{ kind: 'footer', v: 1, audience: null, text: '' }];
    const edition = await insertEdition(db, { newsletterId: newsletter.id, ...words, blocks });
    await showBallotIn(services, system, { editionId: edition.id, slug: 'redrafted' });
    await changeBallot(db, system, 'redrafted', { question: 'Which one, then?' });
    const { warnings } = await approve(services, { editionId: edition.id, actor: system });
    assert.match(warnings.join(), /the ballot "redrafted" is not open yet/);
    const change = (values: object) => changeBallot(db, system, 'redrafted', values);
    const other = { options: [{ title: 'Another' }, { title: 'And one more' }] };
    await assert.rejects(change(other), new RegExp(`stands in edition ${edition.id}, which is approved`));
    await assert.rejects(change({ closesAt: daysAgo(-6) }), /take that approval back first/);
    // Readers are not shown who may vote, nor when it opens.
    await change({ complimentary: true, opensAt: daysAgo(-1) });
    await holdBack(db, { editionId: edition.id, actor: system });
    await change({ question: 'Which of these, then?' });
    await approve(services, { editionId: edition.id, actor: system });
    await openBallot(db, system, 'redrafted');
    const text = await renderFor(services, {
      editionId: edition.id,
      address: 'anna@readers.example',
      as: 'text',
    });
    assert.match(text, /Which of these, then\?/);
    await addBallot(db, system, 'at-last', ballotOf(times));
    await showBallotIn(services, system, { editionId: edition.id, slug: 'at-last' });
    const line = await lastLine(db, 'edition.show-ballot', `edition:${edition.id}`);
    const [was, is] = [line.before, line.after] as Array<{ state: string }>;
    assert.deepEqual([was?.state, is?.state], ['approved', 'draft']);
  });

  it('no block can be for those who voted so: its links, or its size, would say who they are', async () => {
    const { id } = await requireBallot(db, 'kept');
    const voted = `voted:${id}.2`;
    const note = { kind: 'note', v: 1, title: 'To you', text: 'Read this', signature: '' };
    const thanks = { kind: 'thanks', v: 1, title: 'Thanks', text: 'Thank you' };
    for (const block of [
      { ...note, audience: voted },
      { ...note, audience: ['patron', voted] },
      { ...thanks, audience: 'patron', except: [voted] },
    ])
      await assert.rejects(insertBlock(db, system, editionId, { block }), /is no audience/);
  });
});
