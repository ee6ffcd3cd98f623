import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readInboundMails } from '../../../src/delivery/inbound/read-mails.ts';
import { storeMail } from '../../../src/delivery/inbound/store-mail.ts';
import { settleOpenReports, takeReport } from '../../../src/delivery/inbound/take-report.ts';
import { heedReports } from '../../../src/subscribers/heed-reports.ts';
import { openNewsroom } from '../../support/cast.ts';
import {
  cameBack,
  inboundDomain,
  type Mailed,
  ownAddress,
  sendToReaders,
  subscribedTo,
} from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices({ inbound: { domain: inboundDomain, smtp: null, imapUrl: null } });
const { db, pool } = services;
const readers = await sendToReaders(services, await openNewsroom(services), 4);

function nextReader(): Mailed {
  const reader = readers.shift();
  assert.ok(reader !== undefined, 'there are more tests than readers');
  return reader;
}

/** Stands for a fault of ours that only some rows meet. */
async function refuseRows(table: string, condition: string): Promise<void> {
  const name = `refuse_${table}`;
  await pool.query(
    `create function ${name}() returns trigger language plpgsql as
     $$ begin if ${condition} then raise exception 'a fault'; end if; return new; end $$`,
  );
  await pool.query(
    `create trigger ${name} before insert on ${table} for each row execute function ${name}()`,
  );
}

describe('one that always fails', () => {
  it('keeps back no refusal behind it that waits to be decided about, and stays open', async () => {
    const [first, second] = [nextReader(), nextReader()];
    await refuseRows('suppressions', `new.address = '${first.address}'`);
    for (const { editionId, subscriberId } of [first, second])
      await db
        .updateTable('deliveries')
        .set({
          state: 'failed',
          replyClass: 'hard',
          reply: '550 5.1.1 no such user',
          attemptId: crypto.randomUUID(),
        })
        .where('editionId', '=', editionId)
        .where('subscriberId', '=', subscriberId)
        .execute();
    await assert.rejects(settleOpenReports(services), /a fault/);
    const decisions = await db.selectFrom('reports').select(['address', 'decision']).orderBy('id').execute();
    assert.deepEqual(decisions, [
      { address: first.address, decision: null },
      { address: second.address, decision: 'suppressed' },
    ]);
  });

  it('keeps back no complaint behind it that waits to be heeded', async () => {
    const [first, second] = [nextReader(), nextReader()];
    await refuseRows('consents', `new.subscriber_id = ${first.subscriberId}`);
    for (const reader of [first, second])
      await takeReport(
        services,
        cameBack({ kind: 'complaint', feedback: 'abuse' }, [ownAddress(services, 'return-path', reader)]),
      );
    await assert.rejects(heedReports(services), /a fault/);
    assert.equal(await subscribedTo(services, first), 'confirmed');
    assert.equal(await subscribedTo(services, second), 'ended');
  });
});

describe('a mail that came in', () => {
  const store = (subject: string) =>
    storeMail(services, {
      source: 'smtp',
      mailFrom: '',
      recipients: [`bounces@${inboundDomain}`],
      raw: Buffer.from(`Subject: ${subject}\n\nHello.\n`),
    });

  it('is counted as tried before it is looked at, and kept as unreadable where that never ended', async () => {
    await store('it ends the process');
    await store('behind it');
    // So many processes have ended while they read it.
    await pool.query('update inbound_mails set attempts = 5 where id = (select min(id) from inbound_mails)');
    assert.equal(await readInboundMails(services), 1);
    const { kind, reason } = await db
      .selectFrom('reports')
      .select(['kind', 'reason'])
      .where('kind', '=', 'unreadable')
      .executeTakeFirstOrThrow();
    assert.match(reason, /begun 5 times and never ended/, kind);
    const { attempts } = await db
      .selectFrom('inboundMails')
      .select('attempts')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    assert.equal(attempts, 1);
  });

  it('is read by one at a time, so that a busy moment is taken for no failure', async () => {
    for (const subject of ['one', 'two', 'three']) await store(subject);
    const read = await Promise.all(Array.from({ length: 4 }, () => readInboundMails(services)));
    assert.equal(
      read.reduce((sum, count) => sum + count, 0),
      3,
    );
    const rows = await db
      .selectFrom('inboundMails')
      .select(['attempts', 'readAt'])
      .orderBy('id', 'desc')
      .limit(3)
      .execute();
    assert.ok(rows.every(({ attempts, readAt }) => attempts === 1 && readAt !== null));
  });
});
