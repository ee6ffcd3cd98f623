import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { readInboundMails } from '../../../src/delivery/inbound/read-mails.ts';
import { rereadReports } from '../../../src/delivery/inbound/reread.ts';
import { showReport } from '../../../src/delivery/inbound/reports.ts';
import { storeMail } from '../../../src/delivery/inbound/store-mail.ts';
import { openNewsroom } from '../../support/cast.ts';
import { commandFor } from '../../support/command.ts';
import { countRows, inboundDomain, ownAddress, sendToReaders } from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices({ inbound: { domain: inboundDomain, smtp: null, imapUrl: null } });
const { db, pool } = services;
const [reader] = await sendToReaders(services, await openNewsroom(services), 1);
const broadsheet = commandFor(services, { INBOUND_DOMAIN: inboundDomain });

const bounce =
  'From: MAILER-DAEMON@relay.example\nSubject: Undelivered\nContent-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ann@reader.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\n\n--b--\n';

/** The id of the last report. */
async function lastReport(): Promise<number> {
  const { id } = await db.selectFrom('reports').select('id').orderBy('id', 'desc').executeTakeFirstOrThrow();
  return id;
}

describe('bounces reread', () => {
  it('reads what was kept by the readers as they are now, and leaves what comes to the same', async () => {
    assert.ok(reader);
    // Stands for a fault of ours that has been mended since.
    await pool.query(
      `create function refuse() returns trigger language plpgsql as
       $$ begin if new.kind = 'bounce' then raise exception 'a fault'; end if; return new; end $$`,
    );
    await pool.query('create trigger refuse before insert on reports for each row execute function refuse()');
    const mail = { source: 'smtp' as const, mailFrom: '' };
    const to = [ownAddress(services, 'return-path', reader)];
    await storeMail(services, { ...mail, recipients: to, raw: Buffer.from(bounce) });
    for (let times = 0; times < 5; times += 1) await readInboundMails(services);
    const unreadable = await lastReport();
    assert.equal((await showReport(db, unreadable)).kind, 'unreadable');
    await storeMail(services, { ...mail, recipients: to, raw: Buffer.from('Subject: Hi\n\nA person.\n') });
    await readInboundMails(services);
    const letter = await lastReport();
    await assert.rejects(rereadReports(services, system, unreadable), /a fault/);
    assert.equal((await showReport(db, unreadable)).decision, 'kept', 'nothing was changed by the attempt');
    const outcomes = (await rereadReports(services, system, null)).map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ['failed', 'unchanged']);

    await pool.query('drop trigger refuse on reports');
    const { code, stdout, stderr } = await broadsheet('bounces', 'reread', '--json');
    assert.equal(code, 0, stderr);
    const [first, second, ...others] = JSON.parse(stdout) as Array<Record<string, unknown>>;
    assert.deepEqual(
      [first?.['id'], first?.['outcome'], first?.['decision']],
      [unreadable, 'read anew', 'suppressed'],
    );
    assert.deepEqual([second?.['id'], second?.['outcome'], others], [letter, 'unchanged', []]);
    assert.equal(await countRows(services, 'reports'), 3);
    const before = await showReport(db, unreadable);
    assert.deepEqual(
      [before.decision, before.reason],
      ['noted', `it was read again: see report ${String(first?.['now'])}`],
    );
    const { reason } = await db
      .selectFrom('suppressions')
      .select('reason')
      .where('address', '=', reader.address)
      .executeTakeFirstOrThrow();
    assert.equal(reason, 'hard-bounce');
  });

  it('says why one cannot be read again', async () => {
    const { id } = await db
      .selectFrom('reports')
      .select('id')
      .where('decision', '=', 'suppressed')
      .executeTakeFirstOrThrow();
    await assert.rejects(rereadReports(services, system, id), /came by smtp and is suppressed; only what/);
    await assert.rejects(rereadReports(services, system, 999_999), /there is no report 999999/);
  });
});
