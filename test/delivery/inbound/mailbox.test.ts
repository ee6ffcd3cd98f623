import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mailboxFault } from '../../../src/delivery/inbound/mailbox.ts';
import { readInboundMails } from '../../../src/delivery/inbound/read-mails.ts';
import { readMailbox } from '../../../src/delivery/inbound/read-mailbox.ts';
import { openNewsroom } from '../../support/cast.ts';
import { startMailbox } from '../../support/dovecot.ts';
import { skipWithout } from '../../support/needs.ts';
import { inboundDomain, ownAddress, sendToReaders } from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';

const complaint = (to: string): string =>
  `Return-Path: <feedback@provider.example>\nDelivered-To: <${to}>\nFrom: feedback@provider.example\nTo: bounces@courier.example\nSubject: complaint\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nA complaint.\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: test/1\nVersion: 1\n\n--b--\n`;

describe('the mailbox', { skip: skipWithout('dovecot') }, () => {
  it('is read from where the last reading ended; each mail counts once and is marked as seen', async () => {
    const mailbox = await startMailbox();
    const services = await createTestServices({
      inbound: { domain: inboundDomain, smtp: null, imapUrl: mailbox.url },
    });
    const { db } = services;
    const [reader, other] = await sendToReaders(services, await openNewsroom(services), 2);
    assert.ok(reader && other);
    await mailbox.put(complaint(ownAddress(services, 'return-path', reader)));
    await mailbox.put(
      'From: ann@reader.example\nTo: bounces@courier.example\nSubject: Hello\n\nA person wrote this.\n',
    );
    // Two workers at once.
    const kept = await Promise.all([readMailbox(services), readMailbox(services)]);
    assert.equal((kept[0] ?? 0) + (kept[1] ?? 0), 2);
    assert.deepEqual(await mailbox.flags(), ['S', 'S']);
    await readInboundMails(services);
    const reasons = await db.selectFrom('suppressions').select(['reason', 'address']).execute();
    assert.deepEqual(reasons, [{ reason: 'complaint', address: reader.address }]);

    assert.equal(await readMailbox(services), 0);
    await mailbox.put(complaint(ownAddress(services, 'return-path', other)));
    assert.equal(await readMailbox(services), 1);
    // A mailbox that is numbered anew is read from its beginning, and nothing of it counts again.
    await mailbox.renumber();
    await mailbox.put(
      'From: bob@reader.example\nTo: bounces@courier.example\nSubject: Hi\n\nAnother person.\n',
    );
    assert.equal(await readMailbox(services), 1);
    const { count } = await db
      .selectFrom('inboundMails')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    assert.equal(count, 4);
  });

  it('that cannot be read is written down with why, and without its password', async () => {
    const { url } = await startMailbox();
    const imapUrl = url.replace('secret', 'wrong-password');
    const services = await createTestServices({ inbound: { domain: inboundDomain, smtp: null, imapUrl } });
    await assert.rejects(readMailbox(services));
    assert.match((await mailboxFault(services.db, services.config.inbound)) ?? '', /INBOX cannot be read: ./);
    const { mailbox, error } = await services.db
      .selectFrom('inboundMailboxes')
      .selectAll()
      .executeTakeFirstOrThrow();
    assert.match(error ?? '', /./);
    assert.doesNotMatch(`${mailbox} ${error}`, /wrong-password/);
  });
});
