import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, describe, it } from 'node:test';
import { sql } from 'kysely';
import { probeAddress } from '../../../src/delivery/inbound/addresses.ts';
import { boundConnections } from '../../../src/delivery/inbound/bound-connections.ts';
import { type ListenerBounds, startListener } from '../../../src/delivery/inbound/listener.ts';
import { readInboundMails } from '../../../src/delivery/inbound/read-mails.ts';
import { openNewsroom } from '../../support/cast.ts';
import { handOver } from '../../support/dialogue.ts';
import { countRows, inboundDomain, type Mailed, ownAddress, sendToReaders } from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';

const smtp = { port: 0, host: '127.0.0.1', tls: null };
const services = await createTestServices({ inbound: { domain: inboundDomain, smtp, imapUrl: null } });
const { db } = services;
const readers = await sendToReaders(services, await openNewsroom(services), 5);
const bounces = `bounces@${inboundDomain}`;

async function listen(bounds: Partial<ListenerBounds> = {}): Promise<number> {
  const listener = await startListener(services, smtp, bounds);
  after(() => listener.close());
  return listener.port;
}

const nextReader = (): Mailed => readers.shift() ?? assert.fail('there are more tests than readers');

async function stopsOf({ address }: Mailed): Promise<string[]> {
  const rows = await db.selectFrom('suppressions').select('reason').where('address', '=', address).execute();
  return rows.map(({ reason }) => reason);
}

/** The answer to the only recipient where it is refused, else to the whole mail. */
async function answerTo(port: number, to: string, mail: string): Promise<string> {
  const answers = await handOver(port, [to], mail);
  return (answers[2]?.startsWith('250') ? answers.at(-2) : answers[2]) ?? '';
}

/** A mail of so many bytes, and a little. */
const mailOf = (bytes: number, subject: string): string =>
  `Subject: ${subject}\r\n\r\n${`${'x'.repeat(98)}\r\n`.repeat(bytes / 100)}`;

const leaving = 'Subject: unsubscribe\r\n\r\nplease';

describe('one mail to two of our addresses', () => {
  it('acts for both, where it is handed over once for each', async () => {
    const port = await listen();
    const [one, other] = [nextReader(), nextReader()];
    for (const reader of [one, other]) {
      const answers = await handOver(port, [ownAddress(services, 'unsubscribe-mail', reader)], leaving);
      assert.match(answers.at(-2) ?? '', /^250 /);
    }
    await readInboundMails(services);
    assert.deepEqual([await stopsOf(one), await stopsOf(other)], [['unsubscribed'], ['unsubscribed']]);
  });

  it('is taken for the first, and is to come again for the other', async () => {
    const port = await listen();
    const [one, other] = [nextReader(), nextReader()];
    const to = [one, other].map((reader) => ownAddress(services, 'unsubscribe-mail', reader));
    const answers = await handOver(port, to, leaving);
    assert.match(answers[2] ?? '', /^250 /);
    assert.match(answers[3] ?? '', /^452 4\.5\.3 /);
    assert.match(answers.at(-2) ?? '', /^250 /);
    await readInboundMails(services);
    assert.deepEqual([await stopsOf(one), await stopsOf(other)], [['unsubscribed'], []]);
  });
});

describe('mail of strangers', () => {
  const kept = () => countRows(services, 'inboundMails');
  const sent = (port: number, subject: string, to = bounces): Promise<string> =>
    answerTo(port, to, mailOf(100_000, subject));

  it('is kept up to a number of bytes a day, and then put off, also by another worker', async () => {
    const bounds = { strangerBytes: 250_000 };
    const port = await listen(bounds);
    const before = await kept();
    for (const subject of ['one', 'two', 'three']) assert.match(await sent(port, subject), /^250 /);
    assert.match(await sent(port, 'four', bounces.toUpperCase()), /^452 4\.3\.1 /);
    await readInboundMails(services);
    assert.match(await sent(await listen(bounds), 'four'), /^452 /);
    assert.equal(await kept(), before + 3);
    // What comes back about a mail of ours is taken all the same.
    assert.match(await sent(port, 'five', ownAddress(services, 'return-path', nextReader())), /^250 /);

    await sql`update inbound_mails set received_at = received_at - interval '25 hours'`.execute(db);
    assert.match(await sent(await listen(bounds), 'six'), /^250 /);
  });

  it('counts as more than its bytes, so that many small ones are put off too', async () => {
    await sql`delete from reports`.execute(db);
    await sql`delete from inbound_mails`.execute(db);
    const port = await listen({ strangerBytes: 5_000 });
    const answers: string[] = [];
    for (const subject of ['a', 'b', 'c', 'd'])
      answers.push((await answerTo(port, bounces, mailOf(0, subject))).slice(0, 3));
    assert.deepEqual(answers, ['250', '250', '250', '452']);
  });

  it('does not count where it proved to be about a mail of ours', async () => {
    await sql`update inbound_mails set received_at = received_at - interval '25 hours'`.execute(db);
    const bounds = { strangerBytes: 3_000 };
    const { unsubscribe } = services.tokens.forDelivery(readers[0]?.editionId ?? 0, 1);
    const complaint = `Subject: complaint\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nList-Unsubscribe: <http://news.example/unsubscribe/${unsubscribe}>\r\n\r\n--b--\r\n`;
    const first = await listen(bounds);
    const complained = (port: number, nth: number): Promise<string> =>
      answerTo(port, bounces, `X-Nth: ${nth}\r\n${complaint}`);
    assert.match(await complained(first, 1), /^250 /);
    assert.match(await complained(first, 2), /^250 /);
    assert.match(await complained(first, 3), /^452 4\.3\.1 /, 'it may still be anything');
    await readInboundMails(services);
    assert.match(await complained(await listen(bounds), 3), /^250 /);
  });

  it('who have a token is put off too, and keeps nobody else out', async () => {
    const port = await listen({ tokenBytes: 250_000 });
    const [own, other] = [1_001, 1_002].map((subscriberId) =>
      ownAddress(services, 'return-path', { editionId: 1, subscriberId }),
    );
    for (const subject of ['one', 'two']) assert.match(await sent(port, subject, own), /^250 /);
    const before = await kept();
    assert.match(await sent(port, 'three', own?.toUpperCase()), /^452 4\.3\.1 /);
    assert.equal(await kept(), before);
    assert.match(await sent(port, 'one', other), /^250 /);
    await sql`update rate_limits set expire = expire - 86400000`.execute(db);
    assert.match(await sent(port, 'three', own), /^250 /);
  });

  it('to a probe is taken only where we have sent that probe, and until it is seen', async () => {
    const port = await listen();
    const [ours, forged] = ['a'.repeat(32), 'b'.repeat(32)];
    await db.insertInto('inboundProbes').values({ token: ours, domain: inboundDomain }).execute();
    const probed = (token: string): Promise<string> =>
      answerTo(port, probeAddress(token, inboundDomain), 'Subject: Probe\r\n\r\n');
    assert.match(await probed(forged), /^550 /);
    assert.match(await probed(ours), /^250 /);
    await readInboundMails(services);
    assert.match(await probed(ours), /^550 /);
  });
});

describe('connections', () => {
  /** One that has been answered: gives the code. */
  async function open(port: number): Promise<{ socket: Socket; code: string }> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const [said] = (await once(socket, 'data')) as [Buffer];
    return { socket, code: said.toString().slice(0, 3) };
  }

  it('of one address are five at a time, and the next is taken once one has gone', async () => {
    const port = await listen();
    const held = await Promise.all(Array.from({ length: 8 }, () => open(port)));
    const codes = held.map(({ code }) => code).toSorted();
    assert.deepEqual(codes, [...Array.from({ length: 5 }, () => '220'), '421', '421', '421']);
    const leaver = held.find(({ code }) => code === '220')?.socket ?? assert.fail();
    leaver.write('QUIT\r\n');
    await once(leaver, 'close');
    const next = await open(port);
    for (const { socket } of [...held, next]) socket.destroy();
    assert.equal(next.code, '220');
  });

  it('of others are still taken; a network of IPv6 counts as one address', () => {
    const bounds = boundConnections({ perAddress: 2, connectionMs: 60_000 }, () => []);
    let id = 0;
    const isTaken = (remoteAddress: string): boolean =>
      bounds.admit({ id: String((id += 1)), remoteAddress }) === null;
    assert.deepEqual(['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2'].map(isTaken), [
      true,
      true,
      false,
      true,
    ]);
    const six = ['2001:db8:0:1::1', '2001:db8:0:2::9', '2001:db8:0:3::4', '2001:db8:1:1::1'];
    assert.deepEqual(six.map(isTaken), [true, true, false, true]);
    bounds.end({ id: '1', remoteAddress: '192.0.2.1' });
    assert.equal(isTaken('192.0.2.1'), true);
    for (; id > 0; id -= 1) bounds.end({ id: String(id), remoteAddress: '' });
  });

  it('end after their time, whatever is said meanwhile, also in the middle of a mail', async () => {
    const port = await listen({ connectionMs: 300 });
    const before = await countRows(services, 'inboundMails');
    const { socket } = await open(port);
    let said = '';
    socket.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    // Each line puts the idle timeout off.
    const talking = setInterval(() => socket.write('and so on\r\n'), 20);
    socket.write(`EHLO mx\r\nMAIL FROM:<>\r\nRCPT TO:<${bounces}>\r\nDATA\r\n`);
    await once(socket, 'close');
    clearInterval(talking);
    assert.match(said, /354 .*\r\n421 4\.4\.2 /);
    assert.equal(await countRows(services, 'inboundMails'), before);
  });
});
