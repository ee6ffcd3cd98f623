import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { applyChanges } from '../../../src/editions/compose/apply-changes.ts';
import { newKey } from '../../../src/editions/compose/contract.ts';
import { titleOf } from '../../../src/editions/compose/document.ts';
import { listChanges } from '../../../src/editions/compose/history.ts';
import { composeWords } from '../../../src/editions/compose/words.ts';
import { restoreTo } from '../../../src/editions/compose/restore-to.ts';
import { editEdition } from '../../../src/editions/edit.ts';
import { setSubjects } from '../../../src/editions/subjects/set-subjects.ts';
import { subjectsOf } from '../../../src/editions/subjects/subject-test.ts';
import { tellingOf, toEntry } from '../../../src/editions/compose/view.ts';
import { readStanding } from '../../../src/editions/compose/answer.ts';
import { documentAt } from '../../../src/editions/compose/document-at.ts';
import { applyEffects } from '../../../src/editions/compose/effects.ts';
import { toChange } from '../../../src/editions/compose/log.ts';
import { pruneChanges } from '../../../src/editions/compose/prune-changes.ts';
import { selectChangesSince } from '../../../src/editions/queries/changes.ts';
import { openComposer, olena, marek, once, set } from '../../support/compose/composer.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { db } = services;
const { open, read, change, outcomesOf, copy, undoBy, item, valueOf, write } = await openComposer(services);

describe('undo', () => {
  it('goes back over one’s own changes, typing as one, and forth again, also after others have changed other things', async () => {
    await copy();
    const at = new Date();
    const type = (value: string, was: string, ms: number) =>
      applyChanges(
        services,
        olena,
        { editionId: open.id, once: once(), changes: [set(null, 'intro', value, was)] },
        new Date(at.getTime() + ms),
      );
    const { subject } = (await read()).doc.head;
    await write(olena, null, 'subject', 'Ours', subject);
    await type('G', '', 0);
    await type('Good', 'G', 900);
    await type('Good morning', 'Good', 1_800);
    await write(marek, null, 'preheader', 'His', (await read()).doc.head.preheader);
    const head = async () => (await read()).doc.head;
    await undoBy(olena);
    assert.deepEqual([(await head()).intro, (await head()).subject], ['', 'Ours']);
    const { answer } = await undoBy(olena);
    assert.deepEqual([(await head()).subject, answer.canUndo, answer.canRedo], [subject, false, true]);
    assert.equal((await undoBy(olena)).undone.change, null);
    await undoBy(olena, 'redo');
    await undoBy(olena, 'redo');
    assert.deepEqual(await head(), {
      subject: 'Ours',
      intro: 'Good morning',
      preheader: 'His',
      subjectTest: null,
    });
    assert.equal((await undoBy(olena, 'redo')).undone.change, null);
  });

  it('leaves alone what another has changed since, says who, and goes on', async () => {
    await copy();
    const lead = await item('lead');
    const note = newKey();
    await write(olena, lead.key, 'title', 'Hers', titleOf(lead));
    await change(olena, {
      op: 'insert',
      key: note,
      kind: 'note',
      fields: { text: 'Hello' },
      place: { in: null, after: null },
    });
    await write(marek, note, 'text', 'Hello from me', 'Hello');
    const blocked = await undoBy(olena);
    assert.deepEqual(blocked.undone.blocked, { by: 'command-line:marek' });
    assert.equal(await valueOf(note, 'text'), 'Hello from me');
    assert.equal((await undoBy(olena)).undone.blocked, null);
    assert.equal(await valueOf(lead.key, 'title'), titleOf(lead));
  });
});

describe('the history', () => {
  it('says who changed what, before and after, in words; and leads back to any version', async () => {
    await copy();
    const lead = await item('lead');
    const was = titleOf(lead);
    await write(olena, lead.key, 'title', 'One', was);
    await change(marek, { op: 'remove', key: (await item('section')).key });
    await change(olena, {
      op: 'insert',
      key: newKey(),
      kind: 'divider',
      fields: {},
      place: { in: null, after: null },
    });
    const { version, doc } = await read();
    const { changes } = await listChanges(db, system, { editionId: open.id });
    const told = (language: string) =>
      changes.map((one) => `${one.actor} ${composeWords(language).change(one)}`);
    assert.deepEqual(told('en'), [
      'command-line:olena put in a divider',
      'command-line:marek took out “Energy”',
      'command-line:olena changed the headline of “One”',
    ]);
    assert.match(told('uk')[1] ?? '', /вилучено «Energy»/);
    const back = (base: number, to: number) =>
      restoreTo(services, marek, { editionId: open.id, base, version: to, once: once() });
    await assert.rejects(back(version - 1, 0), /has changed the edition since/);
    await back(version, 0);
    assert.equal(await valueOf(lead.key, 'title'), was);
    assert.deepEqual(
      (await read()).doc.removed.map(({ item: { kind } }) => kind),
      ['divider'],
    );
    await back(version + 1, version);
    assert.deepEqual((await read()).doc.items, doc.items);
    await undoBy(marek);
    assert.equal(await valueOf(lead.key, 'title'), was);
  });

  it('holds what is changed on the command line too', async () => {
    await copy();
    await editEdition(db, olena, open.id, {
      subject: 'From the command line',
      editBlocks: (blocks) => blocks.slice(1),
    });
    const { changes } = await listChanges(db, system, { editionId: open.id });
    assert.deepEqual(
      changes.map(({ operation }) => operation.op),
      ['rewrite', 'set'],
    );
    assert.deepEqual(
      (await read()).doc.removed.map(({ item: { kind } }) => kind),
      ['lead'],
    );
  });

  it('holds which subjects are tried, as one change that can be undone and gone back to', async () => {
    await copy();
    const { subject, preheader } = (await read()).doc.head;
    const tried = (other: string) => ({
      subjects: [
        { subject: 'One', preheader },
        { subject: other, preheader: '' },
      ],
      share: 20,
      waitMinutes: 60,
    });
    await setSubjects(db, olena, open.id, tried('Two'));
    await setSubjects(db, marek, open.id, tried('Three'));
    const { changes } = await listChanges(db, system, { editionId: open.id });
    const telling = await tellingOf(db, composeWords('en'));
    assert.deepEqual(
      changes
        .map((one) => toEntry(one, telling))
        .map(({ by, text, before, after }) => [by.actor, text, before, after]),
      [
        ['command-line:marek', 'changed the subjects', 'One / Two', 'One / Three'],
        ['command-line:olena', 'changed the subjects', subject, 'One / Two'],
      ],
    );
    const subjectsNow = async () => subjectsOf((await read()).edition).map((one) => one.subject);
    assert.deepEqual((await undoBy(olena)).undone.blocked, { by: 'command-line:marek' });
    await undoBy(marek);
    assert.deepEqual(await subjectsNow(), ['One', 'Two']);
    await undoBy(marek, 'redo');
    assert.deepEqual(await subjectsNow(), ['One', 'Three']);
    const { version } = await read();
    await restoreTo(services, marek, { editionId: open.id, base: version, version: 0, once: once() });
    assert.deepEqual(await subjectsNow(), [subject]);
    await undoBy(marek);
    assert.deepEqual(await subjectsNow(), ['One', 'Three']);
    // Nothing of it is changed by the composer's own forms.
    const other = { op: 'set', key: null, field: 'subjectTest', value: null, was: null } as const;
    assert.deepEqual(await outcomesOf(olena, other), ['no-field']);
    const last = await db.selectFrom('auditLog').select('action').orderBy('id', 'desc').executeTakeFirst();
    assert.equal(last?.action, 'edition.edit');
  });

  it('is kept for as long as is set, and what is kept still leads back and forth; no open text is lost', async () => {
    await copy();
    const days = (count: number) => new Date(Date.now() - count * 86_400_000);
    const keep = services.config.keepChangesDays;
    await db
      .updateTable('editions')
      .set({ createdAt: days(2 * keep) })
      .where('id', '=', open.id)
      .execute();
    await write(olena, null, 'intro', 'One', '');
    await write(marek, null, 'intro', 'Another', 'nothing of it');
    await write(olena, null, 'intro', 'Two', 'One');
    await write(olena, null, 'intro', 'Three', 'Two');
    const age = (version: number, at: Date) =>
      db
        .updateTable('editionChanges')
        .set({ at })
        .where('editionId', '=', open.id)
        .where('version', '=', version)
        .execute();
    for (const version of [1, 2, 3]) await age(version, days(keep + 1));
    const { signal } = new AbortController();
    assert.equal(await pruneChanges(services, AbortSignal.abort()), 0);
    const both = await Promise.all([1, 2].map(() => pruneChanges(services, signal)));
    assert.equal(
      both.reduce((sum, count) => sum + count, 0),
      2,
    );
    const composed = await read();
    assert.equal((await documentAt(db, composed, 3)).head.intro, 'Two');
    const kept = (await selectChangesSince(db, open.id, 3)).map(toChange);
    const again = kept.reduce(
      (doc, { effects }) => applyEffects(doc, effects),
      await documentAt(db, composed, 3),
    );
    assert.deepEqual(again, composed.doc);
    await assert.rejects(documentAt(db, composed, 2), /not kept any more/);
    const back = { editionId: open.id, base: composed.version, version: 0, once: once() };
    await assert.rejects(restoreTo(services, marek, back), /not kept any more/);
    const told = await listChanges(db, system, { editionId: open.id });
    assert.equal(told.isCut, true);
    // What was kept aside is open still; what is left is undone; and with the last of the log gone the edition is what it is.
    assert.equal((await readStanding(db, system, open.id)).conflicts.length, 1);
    await undoBy(olena);
    assert.equal((await read()).doc.head.intro, 'Two');
    for (const version of [4, 5]) await age(version, days(keep + 1));
    await pruneChanges(services, signal);
    const last = await read();
    assert.deepEqual(await documentAt(db, last, last.version), last.doc);
    await write(olena, null, 'intro', 'Four', 'Two');
    assert.equal((await documentAt(db, await read(), last.version)).head.intro, 'Two');
  });
});
