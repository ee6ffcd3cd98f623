import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sql } from 'kysely';
import type { Block } from '../../emails/index.ts';
import { type Actor, system } from '../../src/access/actor.ts';
import { json } from '../../src/db.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { applyDeadlines } from '../../src/editions/deadline.ts';
import { editEdition } from '../../src/editions/edit.ts';
import { requireEdition } from '../../src/editions/edition.ts';
import { holdBack } from '../../src/editions/hold.ts';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import { setRules } from '../../src/editions/rules.ts';
import { writeArticles } from '../support/articles.ts';
import { openNewsroom } from '../support/cast.ts';
import { addStaff } from '../support/desk.ts';
import { sendAndRead } from '../support/mails.ts';
import { startRelay } from '../support/relay.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';

const services = await createTestServices();
const { db } = services;
const daily = await openNewsroom(services);
const olena = await addStaff(services, 'editor', 'Olena');
const owner = await addStaff(services, 'owner', 'Taras');
await addStaff(services, 'reporter', 'Petro');
const relay = await startRelay();
const editor: Actor = { kind: 'command-line', name: 'editor' };
let round = 0;

/** A draft of the schedule whose deadline has passed. */
async function lateDraft(
  atDeadline: 'send' | 'hold' | 'hold-and-alert',
  newsletterId: number = daily.id,
): Promise<number> {
  await setRules(db, system, newsletterId, { enabled: true, minArticles: 1, deadlineMinutes: 0, atDeadline });
  await db.deleteFrom('assemblies').where('newsletterId', '=', newsletterId).execute();
  await writeArticles(db, 1, `round-${(round += 1)}`);
  const request = { newsletterId, cause: 'schedule', actor: system, evenIfNotDue: true } as const;
  return (await assemble(services, request))?.editionId ?? 0;
}

const waiters = async (): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
  return rows[0]?.count ?? 0;
};

/** Has a person act on a draft after the deadline has listed it and before it holds it. */
async function between(editionId: number, act: () => Promise<unknown>): Promise<void> {
  const gate = Promise.withResolvers<void>();
  const held = Promise.withResolvers<void>();
  const guard = db.transaction().execute(async (trx) => {
    await sql`select from editions where id = ${editionId} for update`.execute(trx);
    held.resolve();
    await gate.promise;
  });
  await held.promise;
  // Whoever asks first has it first: the person, and behind them the rule, which has read that it is a draft.
  const person = act();
  await until(async () => (await waiters()) === 1, 'the person waits');
  const rule = applyDeadlines(services, new Date(Date.now() + 60_000));
  await until(async () => (await waiters()) === 2, 'the rule waits');
  gate.resolve();
  await Promise.all([guard, person, rule]);
}

const eventsOf = (editionId: number) =>
  db
    .selectFrom('events')
    .select('data')
    .where('editionId', '=', editionId)
    .where('kind', '=', 'deadline-passed')
    .execute();

describe('a draft that is approved between the list of a deadline and its hold', () => {
  for (const atDeadline of ['send', 'hold', 'hold-and-alert'] as const)
    it(`stays as its person approved it, with no alert, where the rule is ${atDeadline}`, async () => {
      const id = await lateDraft(atDeadline);
      const sendAt = new Date(Date.now() + 3_600_000);
      await between(id, () => approve(services, { editionId: id, actor: editor, sendAt }));
      const edition = await requireEdition(db, id);
      assert.deepEqual([edition.state, edition.sendAt], ['scheduled', sendAt]);
      const approvals = await db
        .selectFrom('approvals as p')
        .innerJoin('editionRevisions as r', 'r.id', 'p.revisionId')
        .select(['p.approvedBy', 'p.byRule'])
        .where('r.editionId', '=', id)
        .execute();
      assert.deepEqual(approvals, [{ approvedBy: 'command-line:editor', byRule: false }]);
      assert.deepEqual(await eventsOf(id), []);
    });

  it('is not sent by the rule where its person holds it instead', async () => {
    const id = await lateDraft('send');
    await between(id, () => holdBack(db, { editionId: id, actor: editor }));
    const { state, heldAt } = await requireEdition(db, id);
    assert.deepEqual([state, heldAt === null], ['draft', false]);
    assert.deepEqual(await eventsOf(id), []);
    await applyDeadlines(services, new Date(Date.now() + 120_000));
    assert.equal((await requireEdition(db, id)).state, 'draft');
  });

  it('is told as before where nobody is there', async () => {
    const id = await lateDraft('hold-and-alert');
    await Promise.all([1, 2].map(() => applyDeadlines(services, new Date(Date.now() + 60_000))));
    assert.equal((await eventsOf(id)).length, 1);
  });
});

const longNote: Block = {
  kind: 'note',
  v: 1,
  audience: null,
  title: 'Long',
  text: 'word '.repeat(30_000),
  signature: '',
};

describe('a rule that sends', () => {
  it('holds a mail that is too large, and its alert says why', async () => {
    const id = await lateDraft('send');
    await editEdition(db, system, id, { editBlocks: (blocks) => [longNote, ...blocks] });
    await applyDeadlines(services, new Date(Date.now() + 60_000));
    assert.equal((await requireEdition(db, id)).state, 'draft');
    const [event] = await eventsOf(id);
    assert.match(JSON.stringify(event?.data), /cut it off/);
  });

  it('keeps no other edition back where one cannot be read', async () => {
    const weekly = await addNewsletter(db, system, { slug: 'weekly', name: 'The Weekly' });
    const torn = await lateDraft('send');
    const sound = await lateDraft('send', weekly.id);
    const blocks = json([{ kind: 'of no kind' }]);
    await db.updateTable('editions').set({ blocks }).where('id', '=', torn).execute();
    await assert.rejects(applyDeadlines(services, new Date(Date.now() + 60_000)), /kind/);
    assert.equal((await requireEdition(db, sound)).state, 'scheduled');
  });
});

describe('a draft that is held at its deadline', () => {
  const mailsOf = (editionId: number) =>
    db
      .selectFrom('serviceMails')
      .select(['address', 'kind', 'props', 'language'])
      .where('idempotencyKey', 'like', `edition-held:${editionId}:%`)
      .orderBy('address')
      .execute();

  it('is told by mail, once, to all who may approve it, where the rule is to hold and alert', async () => {
    const id = await lateDraft('hold-and-alert');
    for (let times = 0; times < 2; times += 1) await applyDeadlines(services, new Date(Date.now() + 60_000));
    const told = (await mailsOf(id)).map(({ address }) => address);
    assert.deepEqual(told, [olena, owner].map(({ address }) => address).toSorted());
    const received = await sendAndRead(services, relay);
    const { subject, text } = received.find(({ to }) => to?.[0]?.address === olena.address) ?? assert.fail();
    assert.equal(subject, 'The Courier: an edition of The Daily Courier is held');
    assert.match(text ?? '', new RegExp(`/desk/editions/${id}`));
  });

  it('is told in the language of whom it is told, with what kept the rule from sending it', async () => {
    await db.updateTable('staff').set({ language: 'uk' }).where('id', '=', olena.id).execute();
    const id = await lateDraft('send');
    await editEdition(db, system, id, { editBlocks: (blocks) => [longNote, ...blocks] });
    await applyDeadlines(services, new Date(Date.now() + 60_000));
    assert.equal((await mailsOf(id)).length, 2);
    const received = await sendAndRead(services, relay);
    const { subject, text } =
      received.findLast(({ to }) => to?.[0]?.address === olena.address) ?? assert.fail();
    assert.match(subject ?? '', /притримано/);
    assert.match(text ?? '', /Чому правило його не надсилає[\s\S]*байт/);
  });

  it('is told to nobody where the rule is to hold', async () => {
    const id = await lateDraft('hold');
    await applyDeadlines(services, new Date(Date.now() + 60_000));
    assert.equal((await eventsOf(id)).length, 1);
    assert.deepEqual(await mailsOf(id), []);
  });
});
