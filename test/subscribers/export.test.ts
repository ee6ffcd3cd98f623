import assert from 'node:assert/strict';
import { access, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import { keptElsewhere } from '../../src/kept-elsewhere.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { exportSubscribers } from '../../src/subscribers/export.ts';
import { openNewsroom } from '../support/cast.ts';
import { createTestServices } from '../support/services.ts';
import { temporaryFolder } from '../support/start.ts';

const services = await createTestServices();
const { db } = services;
const newsletter = await openNewsroom(services);
const folder = await temporaryFolder();
after(folder.remove);
const olena = { kind: 'command-line' as const, name: 'olena' };
const addition = { actor: olena, newsletterIds: [newsletter.id], attestation: 'asked me in person' };

describe('adding somebody by hand', () => {
  it('keeps as the proof who vouched for it, and is in the audit log', async () => {
    await addSubscriber(services, { ...addition, address: '=a@readers.example', source: 'command-line' });
    const proof = await db.selectFrom('consents').selectAll().executeTakeFirstOrThrow();
    assert.deepEqual(proof.evidence, { attestedBy: 'command-line:olena' });
    const audit = await db
      .selectFrom('auditLog')
      .select(['actor', 'subject', 'detail'])
      .where('action', '=', 'subscriber.add')
      .execute();
    const detail = { newsletterIds: [newsletter.id] };
    assert.deepEqual(audit, [
      { actor: 'command-line:olena', subject: `subscriber:${proof.subscriberId}`, detail },
    ]);
  });

  it('takes a language that exists, in its usual spelling, and refuses any other', async () => {
    const add = (address: string, language: string) =>
      addSubscriber(services, { ...addition, address, language, source: 'command-line' });
    await add('brazil@readers.example', 'PT-br');
    const person = await db
      .selectFrom('subscribers')
      .select('language')
      .where('address', '=', 'brazil@readers.example')
      .executeTakeFirstOrThrow();
    assert.equal(person.language, 'pt-BR');
    for (const wrong of ['=cmd|calc', 'not a language', 'en\u202E', '1'])
      await assert.rejects(add('wrong@readers.example', wrong), /the language .* is not a language tag/);
  });
});

describe('the export', () => {
  it('makes a file of its own that only its owner reads, in which no cell is a formula', async () => {
    await db
      .updateTable('subscribers')
      .set({ name: '@name', language: '=1+1', timeZone: '+cmd' })
      .where('address', '=', '=a@readers.example')
      .execute();
    const path = join(folder.path, 'people.csv');
    assert.equal(await exportSubscribers(db, olena, path), 2);
    const rows = parse(await readFile(path, 'utf8'));
    assert.equal(rows.length, 3);
    assert.deepEqual(rows[1]?.slice(0, 4), ["'=a@readers.example", "'@name", "'=1+1", "'+cmd"]);
    assert.ok(rows.flat().every((cell) => !/^[=+\-@\t\r]/.test(cell)));
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    const audit = await db
      .selectFrom('auditLog')
      .select(['actor', 'detail'])
      .where('action', '=', 'subscriber.exported')
      .execute();
    assert.deepEqual(audit, [{ actor: 'command-line:olena', detail: { count: 2, whole: true } }]);
  });

  it('has what each person is a patron of', async () => {
    const [one, other] = await db.selectFrom('subscribers').select('id').orderBy('id').execute();
    const tier = await db
      .insertInto('tiers')
      .values({ slug: 'coffee', name: 'A coffee' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const given = { subscriberId: one?.id ?? 0, rail: 'complimentary', tierId: tier.id, since: new Date(0) };
    await db
      .insertInto('memberships')
      .values([
        { ...given, state: 'active', until: new Date(Date.UTC(2999, 0, 1)) },
        { ...given, state: 'ended', until: new Date(1) },
        { ...given, subscriberId: other?.id ?? 0, state: 'incomplete', rail: 'stripe', since: null },
      ])
      .execute();
    const path = join(folder.path, 'patrons.csv');
    await exportSubscribers(db, olena, path, keptElsewhere);
    const [head, ...rows] = parse(await readFile(path, 'utf8'));
    assert.deepEqual(head?.slice(7), [
      'membership_tier',
      'membership_rail',
      'membership_state',
      'membership_since',
      'membership_until',
    ]);
    assert.deepEqual(
      rows.map((row) => row.slice(7)),
      [
        ['coffee', 'complimentary', 'active', '1970-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'],
        ['coffee', 'stripe', 'incomplete', '', ''],
      ],
    );
  });

  it('overwrites nothing, and says which file is in the way', async () => {
    const path = join(folder.path, 'there.csv');
    await writeFile(path, 'dear to somebody');
    await assert.rejects(exportSubscribers(db, olena, path), {
      code: 'invalid_input',
      message: `${path} exists; it is not overwritten, so name a new file`,
    });
    assert.equal(await readFile(path, 'utf8'), 'dear to somebody');
    const nowhere = join(folder.path, 'no-folder', 'people.csv');
    await assert.rejects(exportSubscribers(db, olena, nowhere), /cannot be written: ENOENT/);
  });

  it('leaves no part of a file behind where it breaks off', async () => {
    const path = join(folder.path, 'broken.csv');
    await assert.rejects(exportSubscribers(db.withSchema('nowhere'), olena, path), /does not exist/);
    await assert.rejects(access(path));
  });
});
