import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { titleOf } from '../../../src/editions/compose/document.ts';
import { takeOver } from '../../../src/editions/compose/take-over.ts';
import { openComposer, olena, marek, once, set } from '../../support/compose/composer.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { open, read, change, copy, undoBy, item, valueOf, write, standing } = await openComposer(services);

describe('two texts for one field', () => {
  it('are joined where they are long and differ in other places', async () => {
    await copy();
    const base = 'The power held through the night. The port is open. Write back.';
    await write(olena, null, 'intro', base, '');
    await write(olena, null, 'intro', base.replace('night', 'long night'), base);
    assert.equal(await write(marek, null, 'intro', base.replace('open', 'shut'), base), 'merged');
    const { intro } = (await read()).doc.head;
    assert.equal(intro, 'The power held through the long night. The port is shut. Write back.');
  });

  it('are both kept where they differ in one place: the first stays, the second can be taken over', async () => {
    await copy();
    const { key, fields } = await item('lead');
    const was = titleOf({ fields });
    await write(olena, key, 'title', 'Hers', was);
    const { outcomes, conflicts } = await change(marek, set(key, 'title', 'His', was));
    const conflict = outcomes[0]?.conflict ?? 0;
    assert.deepEqual(outcomes, [{ outcome: 'conflict', conflict }]);
    assert.deepEqual([conflicts[0]?.current, conflicts[0]?.currentBy], ['Hers', 'command-line:olena']);
    // What he goes on to write takes the place of what he wrote first.
    const further = await change(marek, set(key, 'title', 'His own', 'His'));
    assert.deepEqual(
      further.conflicts.map(({ change: { operation } }) => 'value' in operation && operation.value),
      ['His own'],
    );
    const request = {
      editionId: open.id,
      conflict: further.outcomes[0]?.conflict ?? 0,
      act: 'take' as const,
    };
    await assert.rejects(
      takeOver(services, olena, { ...request, was: 'Something else', once: once() }),
      /changed meanwhile/,
    );
    const taken = await takeOver(services, olena, { ...request, was: 'Hers', once: once() });
    assert.equal(await valueOf(key, 'title'), 'His own');
    assert.deepEqual(taken.conflicts, []);
    await assert.rejects(
      takeOver(services, marek, { ...request, was: 'His own', once: once() }),
      /taken over or dropped/,
    );
    await undoBy(olena);
    assert.equal(await valueOf(key, 'title'), 'Hers');
    assert.equal((await undoBy(olena, 'redo')).answer.conflicts.length, 0);
    assert.equal(await valueOf(key, 'title'), 'His own');
  });

  it('can be dropped, or made into one by hand', async () => {
    await copy();
    await write(olena, null, 'subject', 'Hers', (await read()).doc.head.subject);
    const conflictOf = async (text: string) =>
      (await change(marek, set(null, 'subject', text, 'x'))).outcomes[0]?.conflict ?? 0;
    const drop = { editionId: open.id, conflict: await conflictOf('His'), act: 'drop' as const };
    await takeOver(services, olena, { ...drop, was: 'Hers', once: once() });
    assert.equal((await read()).doc.head.subject, 'Hers');
    const both = {
      editionId: open.id,
      conflict: await conflictOf('His'),
      act: 'take' as const,
      value: 'Theirs',
    };
    await takeOver(services, olena, { ...both, was: 'Hers', once: once() });
    assert.equal((await read()).doc.head.subject, 'Theirs');
  });

  it('given to a removed item are in it when it is brought back', async () => {
    await copy();
    const { key, fields } = await item('section');
    await change(olena, { op: 'remove', key });
    const story = (await read()).doc.removed[0]?.item.children[0] ?? assert.fail();
    assert.equal(await write(marek, story.key, 'title', 'Still here', titleOf(story)), 'in-removed');
    assert.equal((await read()).doc.removed[0]?.isChangedSince, true);
    assert.ok(!(await standing()).includes(Number(story.fields['articleId'])));
    await change(marek, { op: 'restore', key });
    assert.equal(await valueOf(story.key, 'title'), 'Still here');
    assert.equal(await valueOf(key, 'title'), fields['title']);
    assert.ok((await standing()).includes(Number(story.fields['articleId'])));
  });
});
