import assert from 'node:assert/strict';
import { readFile, glob } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readInboundMails } from '../../../src/delivery/inbound/read-mails.ts';
import { storeMail } from '../../../src/delivery/inbound/store-mail.ts';
import { openNewsroom } from '../../support/cast.ts';
import { dataFolder, skipWithoutData } from '../../support/needs.ts';
import { inboundDomain, ownAddress, sendToReaders } from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices({
  inbound: { domain: inboundDomain, smtp: null, imapUrl: null },
});
const { db } = services;
const [reader] = await sendToReaders(services, await openNewsroom(services), 1);
const folder = join(dataFolder, 'eml-malformed');

describe('malformed mail', { skip: skipWithoutData('eml-malformed') }, () => {
  it('at the address of a real delivery suppresses nobody, ends, and is kept', {
    timeout: 60_000,
  }, async () => {
    assert.ok(reader);
    const recipients = [ownAddress(services, 'return-path', reader)];
    let stored = 0;
    for await (const name of glob('**/*.eml', { cwd: folder })) {
      const raw = await readFile(join(folder, name));
      if (await storeMail(services, { source: 'smtp', mailFrom: '', recipients, raw })) stored += 1;
    }
    assert.ok(stored > 40, String(stored));
    assert.equal(await readInboundMails(services), stored);
    assert.deepEqual(await db.selectFrom('suppressions').select(['reason', 'evidence']).execute(), []);
    const reports = await db.selectFrom('reports').select('decision').execute();
    assert.equal(reports.length, stored);
    assert.ok(reports.every(({ decision }) => decision === 'kept' || decision === 'noted'));
  });
});

describe('a mail that the database will not take a report of', () => {
  it('is tried again, and in the end kept as unreadable, while the others go on', async () => {
    assert.ok(reader);
    const address = ownAddress(services, 'return-path', reader);
    await db.deleteFrom('reports').execute();
    await db.deleteFrom('inboundMails').execute();
    // Stands for a fault of ours that only some mails meet.
    await services.pool.query(
      `create function refuse() returns trigger language plpgsql as
       $$ begin if new.kind <> 'unreadable' and new.inbound_mail_id = $1 then raise exception 'a fault'; end if; return new; end $$`.replace(
        '$1',
        `(select min(id) from inbound_mails)`,
      ),
    );
    await services.pool.query(
      'create trigger refuse before insert on reports for each row execute function refuse()',
    );
    const mail = { source: 'smtp' as const, mailFrom: '', recipients: [address] };
    await storeMail(services, { ...mail, raw: Buffer.from('Subject: one\r\n\r\nfirst') });
    await storeMail(services, { ...mail, raw: Buffer.from('Subject: two\r\n\r\nsecond') });
    const read = [];
    for (let times = 0; times < 6; times += 1) read.push(await readInboundMails(services));
    assert.deepEqual(read, [1, 0, 0, 0, 0, 0]);
    const reports = await db.selectFrom('reports').select(['kind', 'reason']).orderBy('id').execute();
    assert.deepEqual(
      reports.map(({ kind }) => kind),
      ['none', 'unreadable'],
    );
    assert.match(reports[1]?.reason ?? '', /a fault/);
    assert.deepEqual(
      await db.selectFrom('inboundMails').select('id').where('readAt', 'is', null).execute(),
      [],
    );
  });
});
