import assert from 'node:assert/strict';
import { access, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { system } from '../../src/access/actor.ts';
import { hashAddress } from '../../src/address-hash.ts';
import { suppress } from '../../src/delivery/suppress.ts';
import { openNewsroom } from '../support/cast.ts';
import { commandFor } from '../support/command.ts';
import { createTestServices } from '../support/services.ts';
import { temporaryFolder } from '../support/start.ts';

const services = await createTestServices();
const { db, config } = services;
await openNewsroom(services);
const broadsheet = commandFor(services);
const folder = await temporaryFolder();
after(folder.remove);
const actor = `command-line:${userInfo().username}`;
const attested = ['--newsletters', 'daily', '--attest', 'asked me in person'];

const auditsOf = (action: string) =>
  db.selectFrom('auditLog').select(['actor', 'detail']).where('action', '=', action).orderBy('id').execute();

describe('commands about people', () => {
  it('name whoever ran them in each proof and in the audit log', async () => {
    const path = join(folder.path, 'people.csv');
    await writeFile(path, 'email\nanna@readers.example\nbohdan@readers.example\n');
    await broadsheet('subscribers', 'import', path, ...attested);
    await broadsheet('subscribers', 'add', 'hand@readers.example', ...attested);
    const proofs = await db.selectFrom('consents').select('evidence').execute();
    assert.deepEqual(
      proofs.map(({ evidence }) => evidence),
      Array.from({ length: 3 }, () => ({ attestedBy: actor })),
    );
    const [imported, ...others] = await auditsOf('subscriber.import');
    assert.deepEqual([imported?.actor, others], [actor, []]);
    assert.equal((imported?.detail as { added?: number } | undefined)?.added, 2);
    assert.deepEqual(
      (await auditsOf('subscriber.add')).map((row) => row.actor),
      [actor],
    );
  });

  it('refuse a language that does not exist', async () => {
    const wrong = ['subscribers', 'add', 'tongue@readers.example', ...attested, '--language', '=cmd'];
    const { code, stderr } = await broadsheet(...wrong);
    assert.equal(code, 1);
    assert.equal(stderr, 'broadsheet: the language "=cmd" is not a language tag such as en, uk or pt-BR\n');
  });

  it('write no file over another, and say so without a stack', async () => {
    const path = join(folder.path, 'people.csv');
    const { code, stderr } = await broadsheet('subscribers', 'export', path);
    assert.deepEqual(
      [code, stderr],
      [1, `broadsheet: ${path} exists; it is not overwritten, so name a new file\n`],
    );
    const fresh = join(folder.path, 'fresh.csv');
    const { stdout } = await broadsheet('subscribers', 'export', fresh, '--json');
    assert.deepEqual(JSON.parse(stdout), { exported: 3, file: fresh });
    await access(fresh);
    assert.deepEqual(await auditsOf('subscriber.exported'), [{ actor, detail: { count: 3, whole: true } }]);
  });

  it('suppress and lift, and leave what only the person can lift', async () => {
    const address = 'anna@readers.example';
    const addressHash = hashAddress(config.suppressionKey, address);
    await suppress(db, system, { addressHash, address, reason: 'complaint' });
    await broadsheet('suppressions', 'add', address);
    await broadsheet('suppressions', 'add', address, '--streams', 'service,staff');
    const first = await broadsheet('suppressions', 'remove', address, '--json');
    assert.deepEqual(JSON.parse(first.stdout), { address, lifted: ['manual'], left: ['complaint'] });
    const { stdout } = await broadsheet('suppressions', 'remove', address);
    assert.match(stdout, /^Left of anna@readers\.example: complaint; only the person lifts that/);
    assert.deepEqual(await auditsOf('suppression.add'), [
      { actor, detail: { streams: ['bulk'] } },
      { actor, detail: { streams: ['service', 'staff'] } },
    ]);
  });

  it('list what was done, by who, what and the words that were written, with before and after', async () => {
    const { stdout } = await broadsheet(
      'log',
      'list',
      '--what',
      'suppression.add',
      '--words',
      'SERVICE',
      '--json',
    );
    const { entries, older, readTo } = JSON.parse(stdout);
    assert.deepEqual([entries.length, older, readTo], [1, null, null]);
    assert.deepEqual(entries[0].before, { streams: ['bulk'] });
    const printed = await broadsheet('log', 'list', '--who', actor, '--words', 'service,staff no-such-word');
    assert.equal(printed.stdout, 'Nothing was found.\n');
    const lines = await broadsheet('log', 'list', '--who', actor, '--words', 'service');
    assert.match(lines.stdout, /suppression\.add .*"streams":\["service","staff"\]/);
    assert.equal((await broadsheet('log', 'list', '--from', 'yesterday')).code, 1);
  });

  it('show all that is kept of somebody, part by part', async () => {
    const { stdout } = await broadsheet('subscribers', 'show', 'anna@readers.example');
    const headings = stdout.split('\n').filter((line) => /^[A-Z][a-z]/.test(line));
    assert.deepEqual(headings, [
      'Subscriptions',
      'Proofs',
      'Suppressions',
      'Confirmations asked for',
      'Links to sign in',
      'Sessions',
      'Service mails',
      'Deliveries',
      'Attempts at them',
      'Events',
    ]);
    assert.ok(stdout.includes(`{"attestedBy":"${actor}"}`));
  });

  it('erase an address that only stands among the suppressed', async () => {
    const address = 'only-suppressed@readers.example';
    await broadsheet('suppressions', 'add', address);
    assert.equal((await broadsheet('subscribers', 'erase', address, '--yes')).code, 0);
    const rows = await db.selectFrom('suppressions').select('id').where('address', '=', address).execute();
    assert.deepEqual(rows, []);
    assert.equal((await broadsheet('subscribers', 'show', address)).code, 1);
  });
});
