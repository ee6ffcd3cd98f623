import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { system } from '../../../src/access/actor.ts';
import { readInboundMails } from '../../../src/delivery/inbound/read-mails.ts';
import { readMailbox } from '../../../src/delivery/inbound/read-mailbox.ts';
import { rereadReports } from '../../../src/delivery/inbound/reread.ts';
import { listReports, showReport } from '../../../src/delivery/inbound/reports.ts';
import type { Services } from '../../../src/services.ts';
import { type FaultyMailbox, startFaultyMailbox, type Stored } from '../../support/imap.ts';
import { inboundDomain } from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';

const mailTo = (to: string, subject = 'Hello'): Buffer =>
  Buffer.from(`From: ann@reader.example\r\nTo: ${to}\r\nSubject: ${subject}\r\n\r\nHello.\r\n`);
const first = mailTo(`bounces@${inboundDomain}`, 'first');
const second = mailTo(`bounces@${inboundDomain}`, 'second');
const third = mailTo(`bounces@${inboundDomain}`, 'third');

const base = await createTestServices();

/** A newsroom that nothing has come back to, and a mailbox with mails between two that do not fail. */
async function open(...between: Stored[]): Promise<{ services: Services; mailbox: FaultyMailbox }> {
  const stored = [first, ...between, third].map((one, index): [number, Stored] => [index + 1, one]);
  const mailbox = await startFaultyMailbox(new Map(stored));
  for (const table of ['reports', 'inboundMails'] as const) await base.db.deleteFrom(table).execute();
  const inbound = { domain: inboundDomain, smtp: null, imapUrl: mailbox.url };
  return { services: { ...base, config: { ...base.config, inbound } }, mailbox };
}

async function subjects({ db }: Services): Promise<string[]> {
  const rows = await db.selectFrom('inboundMails').select('raw').orderBy('id').execute();
  return rows.map(({ raw }) => /Subject: (\w+)/.exec(raw?.toString('latin1') ?? '')?.[1] ?? '');
}

const unread = ({ db }: Services) => listReports(db, { kind: null, unread: true, limit: 10 });
const start = new Date('2026-11-25T10:00:00Z');
const after = (minutes: number): Date => new Date(start.getTime() + minutes * 60_000);

describe('a mail of the mailbox that cannot be fetched', () => {
  it('keeps back no other, stands among what nobody has read, and is kept once it can be', async () => {
    const { services, mailbox } = await open('refused');
    assert.equal(await readMailbox(services, undefined, start), 2);
    assert.deepEqual(await subjects(services), ['first', 'third']);
    const [shown, ...others] = await unread(services);
    assert.ok(shown);
    assert.deepEqual([shown.kind, shown.decision, others], ['unreadable', 'kept', []]);
    assert.match(
      shown.reply,
      /^mail 2 of imap:\/\/desk@127\.0\.0\.1:\d+\/INBOX could not be kept \(1x, it is tried again\): .*NO the message is damaged/,
    );
    const { evidence } = await showReport(services.db, shown.id);
    assert.equal((evidence as { uid: number }).uid, 2);

    mailbox.mails.set(2, second);
    assert.equal(await readMailbox(services, undefined, start), 0, 'not before its time');
    assert.equal(await readMailbox(services, undefined, after(1)), 1);
    assert.deepEqual(await subjects(services), ['first', 'third', 'second']);
    const { decision, reason } = await showReport(services.db, shown.id);
    assert.deepEqual([decision, reason], ['noted', 'it was kept later']);
  });

  it('is tried for a day and a half, each time later, and stays in view', async () => {
    const { services, mailbox } = await open('refused');
    // A reading every minute of two days would take its time: those at which something is due.
    for (const minutes of [0, ...Array.from({ length: 14 }, (_, n) => 2 ** (n + 1))])
      await readMailbox(services, undefined, after(minutes));
    const [shown] = await unread(services);
    assert.match(shown?.reply ?? '', /\(12x, it is tried no more\)/);
    mailbox.mails.set(2, second);
    assert.equal(await readMailbox(services, undefined, after(100_000)), 0);
    const asked = await rereadReports(services, system, shown?.id ?? 0, after(100_000));
    assert.deepEqual(
      asked.map(({ outcome }) => outcome),
      ['asked for again'],
    );
    assert.equal(await readMailbox(services, undefined, after(100_001)), 1);
  });

  it('is one that the server has and gives no text of; not one that is gone', async () => {
    const { services, mailbox } = await open('empty');
    assert.equal(await readMailbox(services, undefined, start), 2);
    assert.match(
      (await unread(services))[0]?.reply ?? '',
      /mail 2 of .*: the server has it and gives no text of it/,
    );
    mailbox.mails.delete(2);
    await readMailbox(services, undefined, after(1));
    assert.deepEqual(await unread(services), []);
    const { reason } = await services.db.selectFrom('reports').select('reason').executeTakeFirstOrThrow();
    assert.equal(reason, 'it is not in the mailbox any more');
  });

  it('may break off the connection: the next reading begins behind it', async () => {
    const { services } = await open('breaks off');
    await assert.rejects(readMailbox(services, undefined, start), /the connection was lost at mail 2/);
    assert.equal(await readMailbox(services, undefined, start), 1);
    assert.deepEqual(await subjects(services), ['first', 'third']);
    assert.match((await unread(services))[0]?.reply ?? '', /^mail 2 of /);
  });

  it('is over where the mailbox is numbered anew: it is read from its beginning', async () => {
    const { services, mailbox } = await open('refused');
    await readMailbox(services, undefined, start);
    mailbox.mails.set(2, second);
    mailbox.renumber();
    assert.equal(await readMailbox(services, undefined, start), 1);
    assert.deepEqual(await unread(services), []);
    assert.deepEqual(await subjects(services), ['first', 'third', 'second']);
  });
});

describe('a mail of the mailbox', () => {
  it('may have a NUL or another control character in any of its addresses', async () => {
    const mails = ['a\0b', '"a\0b"', 'a\u0001b', 'a\u007fb'].map((local) => {
      const header = ['Return-Path', 'Delivered-To', 'Cc'].map((name) => `${name}: <${local}@x.example>\r\n`);
      return Buffer.concat([Buffer.from(header.join('')), mailTo(`${local}@${inboundDomain}`)]);
    });
    const { services } = await open(...mails);
    assert.equal(await readMailbox(services, undefined, start), 6);
    assert.equal(await readInboundMails(services), 6);
  });
});
