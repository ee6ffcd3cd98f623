import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { after, describe, it } from 'node:test';
import { openDatabase } from '../../../src/db.ts';
import { type Listener, startListener } from '../../../src/delivery/inbound/listener.ts';
import { probeInbound, usableInboundDomain } from '../../../src/delivery/inbound/probe.ts';
import { readInboundMails } from '../../../src/delivery/inbound/read-mails.ts';
import { createTransport } from '../../../src/delivery/transport.ts';
import type { Services } from '../../../src/services.ts';
import { requestSignIn } from '../../../src/subscribers/sign-in.ts';
import { heedReports } from '../../../src/subscribers/heed-reports.ts';
import { openNewsroom } from '../../support/cast.ts';
import { dialogue, handOver as handOverTo } from '../../support/dialogue.ts';
import { sendAndRead } from '../../support/mails.ts';
import { findProgram, skipWithout } from '../../support/needs.ts';
import { startRelay } from '../../support/relay.ts';
import { inboundDomain, type Mailed, ownAddress, sendToReaders, countRows } from '../../support/reports.ts';
import { deliverAll, launchTestSend } from '../../support/send.ts';
import { createTestServices } from '../../support/services.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { until } from '../../support/until.ts';

const smtp = { port: 0, host: '127.0.0.1', tls: null };
const services = await createTestServices({ inbound: { domain: inboundDomain, smtp, imapUrl: null } });
const { db } = services;
const daily = await openNewsroom(services);
const readers = await sendToReaders(services, daily, 5);
const { port } = await listen(services);

async function listen(of: Services, settings: Parameters<typeof startListener>[1] = smtp): Promise<Listener> {
  const listener = await startListener(of, settings);
  after(() => listener.close());
  return listener;
}

function reader(index: number): Mailed {
  const one = readers[index];
  assert.ok(one);
  return one;
}

const handOver = (to: string[], body: string, at = port) => handOverTo(at, to, body);

const dsn = (address: string): string =>
  `From: MAILER-DAEMON@mx.reader.example\r\nSubject: Undelivered Mail\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n\r\nIt failed.\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; ${address}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 user unknown\r\n\r\n--b--`;

async function stopsOf({ address }: Mailed): Promise<string[]> {
  const rows = await db.selectFrom('suppressions').select('reason').where('address', '=', address).execute();
  return rows.map(({ reason }) => reason);
}

describe('a mail to one of our addresses', () => {
  it('is kept before it is said to be, and suppresses once it is read', async () => {
    const answers = await handOver([ownAddress(services, 'return-path', reader(0))], dsn(reader(0).address));
    assert.match(answers.at(-2) ?? '', /^250 /);
    assert.equal(await countRows(services, 'inboundMails'), 1);
    assert.deepEqual(await stopsOf(reader(0)), []);
    // Two workers at once.
    await Promise.all([readInboundMails(services), readInboundMails(services)]);
    assert.deepEqual(await stopsOf(reader(0)), ['hard-bounce']);
    const reports = await db
      .selectFrom('reports')
      .innerJoin('inboundMails as m', 'm.id', 'reports.inboundMailId')
      .select(['decision', 'm.raw'])
      .execute();
    assert.equal(reports.length, 1);
    assert.match(reports[0]?.raw?.toString() ?? '', /Diagnostic-Code/);
  });

  it('that comes again, since the answer was lost, counts once', async () => {
    const before = await countRows(services, 'inboundMails');
    for (let times = 0; times < 2; times += 1)
      assert.match(
        (await handOver([ownAddress(services, 'return-path', reader(1))], dsn('lost@reader.example'))).at(
          -2,
        ) ?? '',
        /^250 /,
      );
    assert.equal(await countRows(services, 'inboundMails'), before + 1);
    assert.equal(await readInboundMails(services), 1);
  });

  it('to leave by ends the subscription at once, and is never answered', async () => {
    const leaving = reader(2);
    await handOver(
      [ownAddress(services, 'unsubscribe-mail', leaving).toUpperCase()],
      'Subject: whatever\r\n\r\n',
    );
    await readInboundMails(services);
    assert.deepEqual(await stopsOf(leaving), ['unsubscribed']);
    await heedReports(services);
    const { state } = await db
      .selectFrom('subscriptions')
      .select('state')
      .where('subscriberId', '=', leaving.subscriberId)
      .executeTakeFirstOrThrow();
    assert.equal(state, 'ended');
    assert.deepEqual(await db.selectFrom('serviceMails').select('id').execute(), []);
  });

  it('that says nothing understood is kept and can be shown, though its token is right', async () => {
    await handOver(
      [ownAddress(services, 'return-path', reader(3))],
      'Subject: Thanks\r\n\r\nI liked the lead.',
    );
    await readInboundMails(services);
    const last = await db
      .selectFrom('reports')
      .select(['kind', 'decision'])
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    assert.deepEqual(last, { kind: 'none', decision: 'kept' });
  });
});

describe('the listener', () => {
  it('takes mail to nobody else, so that nothing is sent on through it', async () => {
    const before = await countRows(services, 'inboundMails');
    const good = ownAddress(services, 'return-path', reader(0));
    const strangers = [
      'somebody@elsewhere.example',
      good.replace(inboundDomain, 'elsewhere.example'),
      `somebody%elsewhere.example@${inboundDomain}`,
      `"somebody@elsewhere.example"@${inboundDomain}`,
      `somebody@${inboundDomain}`,
      `b+@${inboundDomain}`,
      `b+k1.tooshort@${inboundDomain}`,
      good.replace('b+', 'u+'),
      good.replace(/.@/, (end) => (end === 'a@' ? 'b@' : 'a@')),
      `${good}.elsewhere.example`,
    ];
    for (const stranger of strangers) {
      const answers = await handOver([stranger], 'Subject: spam\r\n\r\n');
      assert.match(answers[2] ?? '', /^5\d\d /, stranger);
      assert.doesNotMatch(answers[3] ?? '', /^354/, stranger);
    }
    const auth = await dialogue(port, ['EHLO mx.reader.example', 'AUTH PLAIN AGEAYg==', 'QUIT']);
    assert.match(auth[2] ?? '', /^5/);
    assert.equal(await countRows(services, 'inboundMails'), before);
  });

  it('offers no STARTTLS without a certificate of ours', async () => {
    const [, hello = ''] = await dialogue(port, ['EHLO mx.reader.example', 'QUIT']);
    assert.match(hello, /SIZE 2000000/);
    assert.doesNotMatch(hello, /STARTTLS|AUTH/);
  });

  it('offers STARTTLS with a certificate of ours', { skip: skipWithout('openssl') }, async () => {
    const folder = await temporaryFolder();
    after(() => folder.remove());
    const [key, cert] = [join(folder.path, 'key.pem'), join(folder.path, 'cert.pem')];
    const words = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${inboundDomain}`;
    execFileSync(findProgram('openssl') ?? '', [...words.split(' '), '-keyout', key, '-out', cert], {
      stdio: 'ignore',
    });
    const tls = { key: await readFile(key, 'utf8'), cert: await readFile(cert, 'utf8') };
    const secured = await listen(services, { ...smtp, tls });
    const socket = connect(secured.port, '127.0.0.1');
    const said = async (line: string): Promise<string> => {
      if (line !== '') socket.write(`${line}\r\n`);
      return String((await once(socket, 'data'))[0]);
    };
    await said('');
    assert.match(await said('EHLO mx.reader.example'), /STARTTLS/);
    assert.match(await said('STARTTLS'), /^220 /);
    const secure = connectTls({ socket, rejectUnauthorized: false });
    await once(secure, 'secureConnect');
    assert.equal(secure.getPeerCertificate().subject.CN, inboundDomain);
    secure.destroy();
  });

  it('refuses what is too large', async () => {
    const to = ownAddress(services, 'return-path', reader(0));
    const large = await handOver([to], `Subject: large\r\n\r\n${`${'x'.repeat(998)}\r\n`.repeat(2_100)}`);
    assert.match(large[4] ?? '', /^552 /);
  });

  it('asks the sender to come again while the database is away', async () => {
    const away = openDatabase('postgres://nobody:x@127.0.0.1:1/none', () => {}, 1);
    after(() => away.close());
    const lost = await listen({ ...services, db: away.db });
    const to = ownAddress(services, 'return-path', reader(0));
    const answers = await handOver([to], dsn('later@reader.example'), lost.port);
    assert.match(answers[4] ?? '', /^451 /);
    assert.match((await handOver([to], dsn('later@reader.example')))[4] ?? '', /^250 /);
  });
});

describe('the addresses of the inbound domain', () => {
  it('are used once a probe has been seen to come in', async () => {
    const relay = await startRelay();
    const first = await launchTestSend(services, daily);
    await deliverAll(services, relay.url, first);
    assert.ok(relay.received.length > 0);
    for (const { from, raw } of relay.received) {
      assert.equal(from, 'desk@courier.example');
      assert.doesNotMatch(raw.toString(), /mailto:/);
    }
    await readInboundMails(services);
    // Mail that we send to the inbound domain comes in at the listener.
    const transport = createTransport({ ...services.config, smtpUrl: `smtp://127.0.0.1:${port}` });
    after(() => transport.close());
    const probing = probeInbound(services, transport, 20_000);
    await until(async () => (await readInboundMails(services)) > 0, 'the probe is read');
    assert.equal((await probing).seenBy, 'smtp');
    assert.equal(await usableInboundDomain(db, services.config), inboundDomain);
    assert.equal(
      await usableInboundDomain(db, { inbound: { ...services.config.inbound, domain: 'other.example' } }),
      null,
    );

    const before = relay.received.length;
    const second = await launchTestSend(services, daily);
    await deliverAll(services, relay.url, second);
    const received = relay.received.slice(before);
    assert.ok(received.length > 0);
    for (const { from, to, raw } of received) {
      const found = readers.find(({ address }) => address === to);
      assert.ok(found);
      const mail = { editionId: second, subscriberId: found.subscriberId };
      assert.equal(from, ownAddress(services, 'return-path', mail));
      const leave = ownAddress(services, 'unsubscribe-mail', mail);
      assert.match(
        raw.toString(),
        /^List-Unsubscribe: <http:\/\/news\.example\/unsubscribe\/[^>]+>,\r\n <mailto:/m,
      );
      assert.ok(raw.toString().includes(`\r\n <mailto:${leave}>\r\n`));
    }
  });

  it('are those of service mail too, which bounces by its return path or its own Message-ID', async () => {
    const relay = await startRelay();
    for (const [index, by] of [3, 4].entries()) {
      const { address } = reader(by);
      await requestSignIn(services, address);
      const [mail] = (await sendAndRead(services, relay)).slice(index);
      const from = relay.received[index]?.from ?? '';
      assert.match(from, /^b\+k1\.[a-z2-7]{32}@in\.courier\.example$/);
      const returned = `${dsn(address).slice(0, -2)}\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: ${mail?.messageId}\r\n\r\n--b--`;
      await handOver(
        [index === 0 ? from : `bounces@${inboundDomain}`],
        index === 0 ? dsn(address) : returned,
      );
      await readInboundMails(services);
      assert.ok((await stopsOf(reader(by))).includes('hard-bounce'), address);
    }
  });
});
