import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Actor } from '../../../src/access/actor.ts';
import { applyChanges } from '../../../src/editions/compose/apply-changes.ts';
import { newKey, type Operation } from '../../../src/editions/compose/contract.ts';
import { allItems } from '../../../src/editions/compose/document.ts';
import { readComposed } from '../../../src/editions/compose/hold.ts';
import { undo } from '../../../src/editions/compose/undo.ts';
import { openNewsroom } from '../../support/cast.ts';
import { assembleDigest } from '../../support/digest.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices();
const { db } = services;
await openNewsroom(services);
const id = await assembleDigest(services);
const olena: Actor = { kind: 'command-line', name: 'olena' };
const marek: Actor = { kind: 'command-line', name: 'marek' };

const change = async (actor: Actor, ...changes: Operation[]) => {
  const { version } = await readComposed(db, id);
  return applyChanges(services, actor, { editionId: id, base: version, changes, once: crypto.randomUUID() });
};
const titles = async () =>
  allItems((await readComposed(db, id)).doc).map(
    ({ kind, fields }) => `${kind}: ${String(fields['title'] ?? '')}`,
  );

describe('composing', () => {
  it('smokes', async () => {
    const { doc } = await readComposed(db, id);
    const [lead, second] = doc.items;
    assert.ok(lead && second);
    console.log(await titles());
    const note = newKey();
    const a = await change(
      olena,
      { op: 'lead', key: second.key },
      { op: 'set', key: second.key, field: 'title', value: 'Ours', was: second.fields['title'] ?? '' },
      {
        op: 'insert',
        key: note,
        kind: 'note',
        fields: { text: 'Hello **you**' },
        place: { in: null, after: second.key },
      },
    );
    console.log(JSON.stringify(a.outcomes), await titles());
    const b = await applyChanges(services, marek, {
      editionId: id,
      base: 0,
      once: 'abcdefgh',
      changes: [
        { op: 'set', key: second.key, field: 'title', value: 'Mine', was: second.fields['title'] ?? '' },
      ],
    });
    console.log(JSON.stringify(b.outcomes), b.conflicts);
    for (let i = 0; i < 4; i += 1) {
      const u = await undo(services, olena, {
        editionId: id,
        base: 0,
        once: crypto.randomUUID(),
        which: 'undo',
      });
      console.log(u.undone, await titles());
    }
    const r = await undo(services, olena, {
      editionId: id,
      base: 0,
      once: crypto.randomUUID(),
      which: 'redo',
    });
    console.log(r.undone, await titles());
  });
});
