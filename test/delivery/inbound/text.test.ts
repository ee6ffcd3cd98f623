import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readInboundMails } from '../../../src/delivery/inbound/read-mails.ts';
import { storeMail } from '../../../src/delivery/inbound/store-mail.ts';
import { takeReport } from '../../../src/delivery/inbound/take-report.ts';
import { openNewsroom } from '../../support/cast.ts';
import {
  cameBack,
  failures,
  inboundDomain,
  type Mailed,
  ownAddress,
  sendToReaders,
} from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';

const services = await createTestServices({ inbound: { domain: inboundDomain, smtp: null, imapUrl: null } });
const { db } = services;
const readers = await sendToReaders(services, await openNewsroom(services), 5);

function nextReader(): Mailed {
  const reader = readers.shift();
  assert.ok(reader !== undefined, 'there are more tests than readers');
  return reader;
}

/** A delivery report as a relay writes it, of these words. */
const dsn = (to: string, said: string, returned = 'To: x\n'): Buffer =>
  Buffer.from(
    `From: MAILER-DAEMON@relay.example\nSubject: Undelivered\nContent-Type: multipart/report; boundary=b\n\n--b\n\nIt failed.\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ${to}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; ${said}\n\n--b\nContent-Type: text/rfc822-headers\n\n${returned}\n--b--\n`,
  );

/** Reads a mail that came to this address; gives what was written down of it. */
async function readMail(to: string, raw: Buffer) {
  await storeMail(services, { source: 'smtp', mailFrom: '', recipients: [to], raw });
  assert.equal(await readInboundMails(services), 1);
  return db
    .selectFrom('reports')
    .select(['kind', 'decision', 'reply', 'address', 'evidence'])
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow();
}

async function stopOf({ address }: Mailed): Promise<string | undefined> {
  const row = await db
    .selectFrom('suppressions')
    .select(['reason', 'evidence'])
    .where('address', '=', address)
    .executeTakeFirst();
  return row?.reason;
}

describe('the text of what came back', () => {
  const begun = '550 5.1.1 user unknown ';
  /** An emoji stands across the place where a text is cut: the 320th, 500th, 600th character. */
  const across = (at: number): string => `${begun}${'x'.repeat(at - 1 - begun.length)}\u{1F600} more`;

  it('may have an emoji where it is cut', async () => {
    for (const at of [500, 600]) {
      const reader = nextReader();
      const { decision } = await readMail(
        ownAddress(services, 'return-path', reader),
        dsn(reader.address, across(at)),
      );
      assert.equal(decision, 'suppressed', String(at));
      assert.equal(await stopOf(reader), 'hard-bounce');
    }
  });

  it('may have one there where a provider says it', async () => {
    const reader = nextReader();
    const recipient = { ...failures.hard, reply: across(500), address: reader.address };
    const [taken] = await takeReport(services, {
      ...cameBack({ kind: 'bounce', recipients: [recipient] }),
      source: 'webhook:brevo',
    });
    assert.equal(taken?.decision, 'suppressed');
    assert.equal(await stopOf(reader), 'hard-bounce');
  });

  it('may have a NUL in the address, the reply, and the Message-ID that is returned', async () => {
    const reader = nextReader();
    const { decision, reply } = await readMail(
      ownAddress(services, 'return-path', reader),
      dsn('a\0b@reader.example', '550 5.1.1 user\0 unknown'),
    );
    assert.equal(decision, 'suppressed');
    assert.equal(reply, '550 5.1.1 user unknown');
    const unproven = await readMail(
      `bounces@${inboundDomain}`,
      dsn('ann@reader.example', '550 5.1.1 user unknown', 'Message-ID: <a\0b@news.example>\n'),
    );
    assert.deepEqual([unproven.kind, unproven.decision], ['bounce', 'kept']);
  });

  it('may name more recipients than are read: how many is kept, and nobody is taken for gone by it', async () => {
    const reader = nextReader();
    const recipients = Array.from({ length: 1_200 }, (_, n) => ({
      ...failures.hard,
      address: `r${n}@alias.example`,
    }));
    const [taken] = await takeReport(
      services,
      cameBack({ kind: 'bounce', recipients }, [ownAddress(services, 'return-path', reader)]),
    );
    assert.equal(taken?.decision, 'kept');
    assert.equal(await stopOf(reader), undefined);
    const { evidence } = await db
      .selectFrom('reports')
      .select('evidence')
      .where('id', '=', taken?.id ?? 0)
      .executeTakeFirstOrThrow();
    assert.equal((evidence as { recipientsNotRead: number }).recipientsNotRead, 200);
  });
});
