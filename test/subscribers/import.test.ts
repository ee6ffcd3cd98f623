import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import pg from 'pg';
import { system } from '../../src/access/actor.ts';
import { hashAddress } from '../../src/address-hash.ts';
import { suppress } from '../../src/delivery/suppress.ts';
import { InvalidInput } from '../../src/errors.ts';
import { addNewsletter } from '../../src/publication/newsletters.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { protectCell } from '../../src/subscribers/csv-cells.ts';
import { importSubscribers, type ImportResult } from '../../src/subscribers/import.ts';
import { readCsv } from '../../src/subscribers/import-file.ts';
import { insertPending } from '../../src/subscribers/queries/subscriptions.ts';
import { subscribe } from '../../src/subscribers/subscribe.ts';
import { cleanLine } from '../../src/text/clean-line.ts';
import { hostileStrings } from '../support/blns.ts';
import { openNewsroom } from '../support/cast.ts';
import { dataFolder, skipWithoutData } from '../support/needs.ts';
import { createTestServices } from '../support/services.ts';
import { temporaryFolder } from '../support/start.ts';
import { until } from '../support/until.ts';

const services = await createTestServices();
const { db, config } = services;
const daily = await openNewsroom(services);
const weekly = await addNewsletter(db, system, { slug: 'weekly', name: 'The Weekly Courier' });
const folder = await temporaryFolder();
after(() => folder.remove());
const attestation = 'sign-up form of our old site';

let files = 0;
async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(folder.path, `${(files += 1)}.csv`);
  await writeFile(path, content);
  return path;
}

function importFile(
  path: string,
  newsletters = ['daily'],
  onProgress: (bytes: number) => void = () => {},
): Promise<ImportResult> {
  return importSubscribers(services, { actor: system, path, newsletters, attestation, onProgress });
}

const importText = async (content: string | Buffer, newsletters = ['daily']): Promise<ImportResult> =>
  importFile(await fileOf(content), newsletters);

/** What must not be half done: everything that an import writes. */
async function counts(): Promise<unknown> {
  const { rows } = await sql`select (select count(*) from subscribers) as people,
    (select count(*) from subscriptions) as subscriptions, (select count(*) from consents) as proofs`.execute(
    db,
  );
  return rows[0];
}

/** A person's subscriptions as `daily:confirmed`, or null where nobody has the address. */
async function statesOf(address: string): Promise<string[] | null> {
  const person = await personOf(address);
  if (person === undefined) return null;
  const rows = await db
    .selectFrom('subscriptions')
    .innerJoin('newsletters', 'newsletters.id', 'newsletterId')
    .select(['slug', 'state'])
    .where('subscriberId', '=', person.id)
    .orderBy('slug')
    .execute();
  return rows.map(({ slug, state }) => `${slug}:${state}`);
}

const personOf = (address: string) =>
  db.selectFrom('subscribers').selectAll().where('address', '=', address).executeTakeFirst();

const proofsOf = (subscriberId: number) =>
  db.selectFrom('consents').selectAll().where('subscriberId', '=', subscriberId).orderBy('id').execute();

function hashOf(address: string): Buffer {
  return hashAddress(config.suppressionKey, address);
}

async function refusal(work: () => Promise<unknown>): Promise<string> {
  const before = await counts();
  const error = await work().then(
    () => assert.fail('it was taken'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof InvalidInput, String(error));
  assert.deepEqual(await counts(), before, 'nothing is half written');
  return error.message;
}

describe('importing subscribers', () => {
  it('takes twenty thousand rows, each with its proof, and changes nothing when it is done again', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, index) => `crowd${index}@readers.example,Reader ${index}\n`,
    );
    const path = await fileOf(`email,name\n${rows.join('')}`);
    const { size } = await stat(path);
    const seen: number[] = [];
    const first = await importSubscribers(services, {
      actor: system,
      path,
      newsletters: ['daily', 'weekly'],
      attestation,
      onProgress: (bytes, total) => void (assert.equal(total, size), seen.push(bytes)),
    });
    const none = { extended: 0, refused: 0, wrong: 0, problems: [] };
    assert.deepEqual(first, { rows: 20_000, added: 20_000, unchanged: 0, ...none });
    assert.deepEqual(
      seen,
      seen.toSorted((one, other) => one - other),
    );
    assert.equal(seen.at(-1), size);
    const once = await counts();
    assert.deepEqual(once, { people: 20_000, subscriptions: 40_000, proofs: 40_000 });
    const again = await importFile(path, ['daily', 'weekly']);
    assert.deepEqual(again, { rows: 20_000, added: 0, unchanged: 20_000, ...none });
    assert.deepEqual(await counts(), once);
    const audit = db.selectFrom('auditLog').select('detail').where('action', '=', 'subscriber.import');
    assert.deepEqual(
      (await audit.orderBy('id').execute()).map(({ detail }) => (detail as { added: number }).added),
      [20_000, 0],
    );
  });

  it('keeps the attestation as the proof, and the person as one that was added by hand', async () => {
    const now = new Date('2026-11-20T10:00:00Z');
    const path = await fileOf('email,name,language\nProof@mailinator.com,"  Olena\u202E  Petrenko ",UK\n');
    await importSubscribers(
      services,
      { actor: system, path, newsletters: ['daily'], attestation, onProgress: () => {} },
      now,
    );
    await addSubscriber(
      services,
      {
        actor: system,
        address: 'Hand@mailinator.com',
        name: ' Olena Petrenko',
        language: 'uk',
        newsletterIds: [daily.id],
        attestation,
        source: 'import',
      },
      now,
    );
    const [imported, added] = await Promise.all(
      ['Proof@mailinator.com', 'Hand@mailinator.com'].map(async (address) => {
        const { id, addressHash, addressKey, ...person } = (await personOf(address)) ?? assert.fail();
        assert.deepEqual([addressKey, addressHash], [address.toLowerCase(), hashOf(address.toLowerCase())]);
        const [proof, ...others] = await proofsOf(id);
        assert.equal(others.length, 0);
        const own = { address: '', createdAt: null, updatedAt: null };
        return { ...person, ...own, proof: { ...proof, id: 0, subscriberId: 0 } };
      }),
    );
    assert.deepEqual(imported, added);
    assert.deepEqual(
      [imported?.name, imported?.language, imported?.disposable],
      ['Olena Petrenko', 'uk', true],
    );
    assert.deepEqual(
      [imported?.proof.wording, imported?.proof.source, imported?.proof.at],
      [attestation, 'import', now],
    );
  });

  it('ends for everybody as adding them one by one does: whatever was left, pending, suppressed or lifted', async () => {
    const states = ['none', 'pending', 'confirmed', 'ended'];
    const suppressions = ['none', 'everything', 'daily', 'both', 'lifted'];
    const cases = ['unknown', ...states.flatMap((one) => states.map((other) => `${one}.${other}`))].flatMap(
      (known) => suppressions.map((suppressed) => `${known}.${suppressed}`),
    );
    for (const name of cases)
      for (const side of ['hand', 'file']) await prepare(`${side}.${name}@cases.example`, name);
    const tally = { added: 0, extended: 0, unchanged: 0, refused: 0 };
    const newsletterIds = [daily.id, weekly.id];
    for (const name of [...cases, ...cases]) {
      const address = `hand.${name}@cases.example`;
      const addition = { actor: system, address, newsletterIds, attestation, source: 'import' as const };
      tally[await addSubscriber(services, addition)] += 1;
    }
    const addresses = cases.map((name) => `file.${name}@cases.example\n`).join('');
    const { added, extended, unchanged, refused } = await importText(
      `email\n${addresses}${addresses.toUpperCase()}`,
      ['daily', 'weekly'],
    );
    assert.deepEqual({ added, extended, unchanged, refused }, tally);
    assert.ok(Object.values(tally).every((count) => count > 0));
    for (const name of cases) {
      const [hand, file] = await Promise.all(
        ['hand', 'file'].map((side) => resultOf(`${side}.${name}@cases.example`)),
      );
      assert.deepEqual(file, hand, name);
    }
  });

  it('takes an address that comes twice as one person, as it was first written', async () => {
    const result = await importText(
      'email,name\nTwice@readers.example,First\ntwice@READERS.example,Second\nTWICE@readers.example,\n',
    );
    assert.deepEqual([result.rows, result.added, result.unchanged], [3, 1, 2]);
    assert.equal((await personOf('Twice@readers.example'))?.name, 'First');
    assert.equal(await personOf('twice@readers.example'), undefined);
  });

  it('overwrites neither name nor language of who is known', async () => {
    await importText('email,name,language\nkept@readers.example,Own Name,uk\n');
    const again = await importText('email,name,language\nKEPT@readers.example,Other,de\n', ['weekly']);
    assert.equal(again.extended, 1);
    const { name, language } = (await personOf('kept@readers.example')) ?? {};
    assert.deepEqual([name, language], ['Own Name', 'uk']);
  });

  it('keeps every name as it is cleaned, also one that COPY would read as something else', async () => {
    const names = [
      ...hostileStrings(),
      '\\N',
      '\\.',
      'a\\tb',
      '\\\\x41',
      'tab\there',
      'x'.repeat(300),
      "'=2+5",
      '\0nul',
    ];
    const cell = (text: string): string => `"${protectCell(text).replaceAll('"', '""')}"`;
    const rows = names.map((name, index) => `"name${index}@hostile.example",${cell(name)}\n`);
    const result = await importText(`\uFEFFE-Mail,Full Name\r\n${rows.join('')}`);
    assert.deepEqual([result.added, result.wrong], [names.length, 0]);
    for (const [index, name] of names.entries()) {
      const kept = name.isWellFormed() ? cleanLine(name, 100) : '';
      assert.equal((await personOf(`name${index}@hostile.example`))?.name, kept);
    }
    assert.match(result.problems[0]?.problem ?? '', /the name .* is not in UTF-8; it was left out/);
  });

  it('leaves out a language that does not exist, and says so; the person is taken', async () => {
    const result = await importText(
      'email,language\ntongue@readers.example,no such\ntongue2@readers.example,PT-br\n',
    );
    assert.deepEqual([result.added, result.wrong, result.problems.map(({ line }) => line)], [2, 0, [2]]);
    assert.match(result.problems[0]?.problem ?? '', /"no such" is not a language tag.*left out/);
    assert.equal((await personOf('tongue@readers.example'))?.language, null);
    assert.equal((await personOf('tongue2@readers.example'))?.language, 'pt-BR');
  });

  it('tells the first hundred faulty rows with their lines, counts all, and takes the others', async () => {
    const faulty = Array.from({ length: 150 }, () => 'nobody\n').join('');
    const wide = `wide@readers.example${','.repeat(1_000)}\n`;
    const latin = Buffer.from('m\xFCller@readers.example\n', 'latin1');
    const result = await importText(
      Buffer.concat([
        Buffer.from(`email\n\n"good1@readers.example"\n${wide}`),
        latin,
        Buffer.from(`${faulty}good2@readers.example`),
      ]),
    );
    assert.deepEqual([result.rows, result.added, result.wrong], [154, 2, 152]);
    assert.equal(result.problems.length, 100);
    assert.match(result.problems[0]?.problem ?? '', /1001 columns; 1000 are allowed/);
    assert.match(result.problems[1]?.problem ?? '', /not in UTF-8/);
    assert.deepEqual(
      result.problems.slice(0, 3).map(({ line }) => line),
      [4, 5, 6],
    );
  });

  it('leaves out whoever the file itself says has left, bounced or never confirmed', async () => {
    const words = ['unsubscribed', 'Cleaned', 'BOUNCED', 'pending', 'Non-Subscribed', 'no', 'false', '0'];
    const rows = words.map((word, index) => `left${index}@readers.example,${word},,\n`).join('');
    const result = await importText(
      `email,status,email_disabled,unsubscribed_at\n${rows}left-a@readers.example,active,true,\nleft-b@readers.example,active,,2026-01-02\nstays@readers.example,active,false,\n`,
    );
    assert.deepEqual([result.added, result.refused, result.problems], [1, words.length + 2, []]);
    assert.deepEqual(await statesOf('stays@readers.example'), ['daily:confirmed']);
  });

  it('takes no newsletter up again that an export of ours says was left', async () => {
    const csv =
      'address,name,confirmed,ended\nmoved@readers.example,,weekly,daily\nmoved2@readers.example,,daily weekly,\n';
    assert.equal((await importText(csv, ['daily', 'weekly'])).added, 2);
    assert.deepEqual(await statesOf('moved@readers.example'), ['weekly:confirmed']);
    assert.deepEqual(await statesOf('moved2@readers.example'), ['daily:confirmed', 'weekly:confirmed']);
  });
});

describe('importing at the same time as others', () => {
  it('makes one person of each address when two imports meet', async () => {
    const addresses = Array.from({ length: 5_000 }, (_, index) => `meet${index}@readers.example\n`);
    const paths = [
      await fileOf(`email\n${addresses.join('')}`),
      await fileOf(`email\n${addresses.toReversed().join('')}`),
    ];
    const results = await Promise.all(paths.map((path) => importFile(path, ['daily', 'weekly'])));
    const sum = (name: 'added' | 'unchanged'): number =>
      results.reduce((total, result) => total + result[name], 0);
    assert.deepEqual([sum('added'), sum('unchanged')], [5_000, 5_000]);
  });

  it('lets people sign up for the same addresses meanwhile, and ends with each confirmed', async () => {
    const addresses = Array.from({ length: 150 }, (_, index) => `both${index}@readers.example`);
    const path = await fileOf(`email\n${addresses.join('\n')}`);
    const signUp = (address: string): Promise<void> =>
      subscribe(services, {
        address,
        name: '',
        newsletters: ['weekly', 'daily'],
        language: 'en',
        origin: { source: 'form' },
      });
    const [result] = await Promise.all([
      importFile(path, ['daily', 'weekly']),
      importFile(path, ['weekly', 'daily']),
      ...addresses.toReversed().map(signUp),
    ]);
    assert.equal(result.rows, 150);
    for (const address of addresses)
      assert.deepEqual(await statesOf(address), ['daily:confirmed', 'weekly:confirmed'], address);
  });

  it('waits for a sign-up that is not finished, and confirms it', async () => {
    const result = await importAgainst(
      'unfinished@readers.example',
      `insert into subscribers (address, address_key, address_hash) values ($1, $1, $2)`,
    );
    assert.equal(result.wrong, 0);
    assert.deepEqual(await statesOf('unfinished@readers.example'), ['daily:confirmed']);
  });

  it('brings back nobody who is erased while it merges', async () => {
    await importText('email\nerased@readers.example\n', ['weekly']);
    const result = await importAgainst(
      'erased@readers.example',
      `with gone as (delete from subscribers where address = $1)
       insert into suppressions (address_hash, reason, streams, created_by) values ($2, 'erased', '{bulk}', 'test')`,
    );
    assert.deepEqual([result.added, result.refused], [0, 1]);
    assert.equal(await personOf('erased@readers.example'), undefined);
  });

  it('confirms nothing that is ended while it merges', async () => {
    await prepare('ending@readers.example', 'pending.none.none');
    const result = await importAgainst(
      'ending@readers.example',
      `update subscriptions set state = 'ended', ended_at = now() where subscriber_id =
         (select id from subscribers where address = $1 and address_hash = $2)`,
    );
    assert.equal(result.rows, 1);
    assert.deepEqual(await statesOf('ending@readers.example'), ['daily:ended']);
  });

  /** Imports an address while another transaction has changed it and is not finished. */
  async function importAgainst(address: string, change: string): Promise<ImportResult> {
    const client = new pg.Client(config.databaseUrl ?? '');
    await client.connect();
    await client.query('begin');
    await client.query(change, [address, hashOf(address)]);
    const importing = importText(`email\n${address}\n`);
    const waits = sql<{ pid: number }>`select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%import_people%'`;
    await until(async () => (await waits.execute(db)).rows.length > 0, 'the import waits', 10);
    await client.query('commit');
    await client.end();
    return importing;
  }
});

describe('a file that cannot be taken', () => {
  const many = Array.from({ length: 3_000 }, (_, index) => `part${index}@readers.example,Name\n`).join('');

  it('is taken not at all where it stops being CSV in its middle, and the message says where', async () => {
    for (const [rest, why] of [
      ['"open@readers.example,Name\n', /row 3002.*[Qq]uote.*nothing of (it|the file) was taken/],
      [`"open@readers.example,Name\n${many}`, /row 3002.*nothing of (it|the file) was taken/],
      ['a "quote" inside@readers.example,Name\n', /row 3002.*nothing of it was taken/],
      [`x@readers.example,${'long'.repeat(3_000)}\n`, /more than 10000 bytes, its row 3002/],
    ] as const)
      assert.match(await refusal(() => importText(`email,name\n${many}${rest}`)), why);
  });

  it('is refused early where a cell or a row has no end, and fills no memory', async () => {
    const bombs = {
      'a cell of 20 MB': Buffer.concat([
        Buffer.from('email\n"'),
        Buffer.alloc(20_000_000, 'x'),
        Buffer.from('"\n'),
      ]),
      'a row of 20 million empty cells': Buffer.concat([
        Buffer.from('email\n'),
        Buffer.alloc(20_000_000, ','),
      ]),
      'a first row of a million columns': Buffer.from(`email,${'column,'.repeat(1_000_000)}\n`),
      'a first row of a million columns without names': Buffer.concat([
        Buffer.from('email'),
        Buffer.alloc(20_000_000, ','),
      ]),
      'cells between quoted line breaks': Buffer.from(`email\n${`"\n"${','.repeat(9_000)}`.repeat(2_000)}\n`),
    };
    for (const [name, bomb] of Object.entries(bombs)) {
      let read = 0;
      const path = await fileOf(bomb);
      const onProgress = (bytes: number): void => void (read = bytes);
      const importing = () => importFile(path, ['daily'], onProgress);
      assert.match(await refusal(importing), /more than 10000 bytes.*nothing of the file was taken/, name);
      assert.ok(read < 500_000, `${name}: ${read} bytes were read`);
    }
  });

  it('is refused with one clear sentence for what else is wrong with it', async () => {
    assert.match(await refusal(() => importText('')), /empty; its first row must name the columns/);
    assert.match(
      await refusal(() => importText('a,b\n1,2\n')),
      /no column of addresses \(one of email.*it has: a, b/,
    );
    assert.match(
      await refusal(() => importText(`email${',x'.repeat(1_000)}\n`)),
      /1001 columns; 1000 are allowed/,
    );
    assert.match(await refusal(() => importFile(join(folder.path, 'none.csv'))), /none\.csv cannot be read/);
    assert.match(await refusal(() => importFile(folder.path)), /cannot be read: EISDIR/);
    assert.match(
      await refusal(() => importText('email\na@readers.example', ['nope'])),
      /"nope".*daily, weekly/,
    );
    const path = await fileOf('email\na@readers.example');
    const short = () =>
      importSubscribers(services, {
        actor: system,
        path,
        newsletters: ['daily'],
        attestation: 'yes',
        onProgress: () => {},
      });
    assert.match(await refusal(short), /--attest/);
  });

  it('leaves every connection usable', async () => {
    for (let times = 0; times < 30; times += 1) await refusal(() => importText('nothing\n'));
    assert.equal((await importText(`email,name\n${many}`)).added, 3_000);
  });

  it('is taken not at all where the database ends the connection in its middle', async () => {
    const path = await fileOf(`email,name\n${many.replaceAll('part', 'lost').repeat(30)}`);
    const before = await counts();
    let ending: Promise<void> | undefined;
    const importing = importFile(path, ['daily'], () => void (ending ??= endImport()));
    await assert.rejects(importing, /terminat|ECONNRESET|EPIPE|connection error/);
    await ending;
    assert.deepEqual(await counts(), before);
    assert.equal((await importText('email\nfound@readers.example\n')).added, 1);
  });

  const endImport = (): Promise<void> =>
    until(async () => {
      const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and state = 'active' and query like 'copy import_rows%'`.execute(
        db,
      );
      return rows.length > 0;
    }, 'the import runs');
});

describe('exports of others', () => {
  const part = join('csv-exports', 'packages');
  const fixture = (...names: string[]): string => join(dataFolder, part, ...names);
  const skip = skipWithoutData('csv-exports');

  it('takes Substack, Curated and Mailchimp as they come', { skip }, async () => {
    const substack = await importFile(
      fixture('mg-substack-members-csv', 'test', 'fixtures', 'fixtures_signup_emails.csv'),
    );
    const disabled = ['maguirec086@comm.ca', 'nottimferris@gmail.com'];
    assert.deepEqual([substack.rows, substack.added, substack.refused, substack.wrong], [21, 19, 2, 0]);
    for (const address of disabled) assert.equal(await personOf(address), undefined);
    const curated = await importFile(
      fixture('mg-curated-members-csv', 'test', 'fixtures', 'subscribers.csv'),
    );
    assert.deepEqual(
      curated.problems.map(({ line }) => line),
      [5, 10],
    );
    assert.equal(curated.rows, curated.added + curated.unchanged + curated.wrong);
    const mailchimp = (name: string): Promise<ImportResult> =>
      importFile(fixture('mg-mailchimp-members', 'src', 'test', 'fixtures', name));
    assert.equal((await mailchimp('subscribed.csv')).added, 5);
    assert.equal((await personOf('s5@example.com'))?.name, 'Dolor');
    for (const name of ['unsubscribed.csv', 'cleaned.csv'])
      assert.deepEqual((({ added, refused }) => [added, refused])(await mailchimp(name)), [0, 5], name);
  });

  it('says what is missing in a file that is no list of people', { skip }, async () => {
    const path = fixture('mg-buttondown', 'src', 'test', 'fixtures', 'emails.csv');
    assert.match(
      await refusal(() => importFile(path)),
      /no column of addresses.*it has: id, secondary_id, subject/,
    );
    const feed = fixture('mg-libsyn', 'test', 'fixtures', 'feed.xml');
    assert.match(await refusal(() => importFile(feed)), /no CSV in its row 1|no column of addresses/);
  });

  it('reads every shape of CSV in csv-spectrum', { skip: skipWithoutData('csv-spectrum') }, async () => {
    const folderOf = (kind: string): string => join(dataFolder, 'csv-spectrum', kind);
    const shapes = await readdir(folderOf('csvs'));
    assert.ok(shapes.length > 10);
    for (const shape of shapes) {
      const [header = [], ...rows] = (
        await Array.fromAsync(readCsv(join(folderOf('csvs'), shape), () => {}))
      ).map(({ record }) => record);
      const objects = rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index]])));
      const expected: unknown = JSON.parse(
        await readFile(join(folderOf('json'), shape.replace('.csv', '.json')), 'utf8'),
      );
      assert.deepEqual(objects, expected, shape);
    }
  });
});

/** Makes what a case says of an address: `known.suppressed` or `daily.weekly.suppressed`. */
async function prepare(address: string, name: string): Promise<void> {
  const parts = name.split('.');
  const suppressed = parts.at(-1);
  const both = [daily, weekly];
  if (parts[0] !== 'unknown') {
    const newsletterIds: number[] = [];
    await addSubscriber(services, { actor: system, address, newsletterIds, attestation, source: 'sample' });
    const { id } = (await personOf(address)) ?? assert.fail();
    for (const [index, newsletter] of both.entries()) {
      const state = parts[index];
      if (state === 'none' || state === undefined) continue;
      await insertPending(db, id, [newsletter.id], new Date());
      if (state !== 'pending')
        await db
          .updateTable('subscriptions')
          .set({ state, confirmedAt: new Date(), endedAt: state === 'ended' ? new Date() : null })
          .where('subscriberId', '=', id)
          .where('newsletterId', '=', newsletter.id)
          .execute();
    }
  }
  const addressHash = hashOf(address);
  if (suppressed === 'everything' || suppressed === 'lifted')
    await suppress(db, system, { addressHash, address, reason: 'complaint' });
  if (suppressed === 'daily' || suppressed === 'both')
    for (const { id } of suppressed === 'daily' ? [daily] : both)
      await suppress(db, system, { addressHash, address, reason: 'unsubscribed', newsletterId: id });
  if (suppressed === 'lifted')
    await db
      .updateTable('suppressions')
      .set({ liftedAt: new Date() })
      .where('addressHash', '=', addressHash)
      .execute();
}

/** What has become of an address: its subscriptions, and the newsletters that proofs were written for. */
async function resultOf(address: string): Promise<unknown> {
  const person = await personOf(address);
  if (person === undefined) return null;
  const proofs = await proofsOf(person.id);
  return {
    states: await statesOf(address),
    proofs: proofs.map(({ newsletterId, action, wording, source }) => ({
      newsletterId,
      action,
      wording,
      source,
    })),
  };
}
