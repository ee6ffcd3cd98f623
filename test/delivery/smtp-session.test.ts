import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { BufferPool } from '../../src/delivery/buffers.ts';
import type { Handover } from '../../src/delivery/smtp/handover.ts';
import { openSession } from '../../src/delivery/smtp/open-session.ts';
import { ReplyReader } from '../../src/delivery/smtp/reply.ts';
import { createTransport } from '../../src/delivery/transport.ts';
import { type Script, startScriptedRelay } from '../support/scripted-relay.ts';
import { testConfig } from '../support/services.ts';
import { until } from '../support/until.ts';

const raw = Buffer.from('Subject: x\r\n\r\nHello\r\n');
const message = { from: 'desk@courier.example', to: 'anna@readers.example', raw };

/** One message to a relay that answers so. */
async function handOver(script: Script, changes: Partial<typeof message> = {}) {
  const relay = await startScriptedRelay(script);
  const session = await openSession(new URL(relay.url));
  const handover = await session.handOver({ ...message, ...changes });
  const { usable } = session;
  session.quit();
  return { handover, usable, relay };
}
const on =
  (command: string, reply: string): Script =>
  (line) =>
    line.startsWith(command) ? reply : null;

describe('a reply', () => {
  it('is put together from whatever pieces it comes in', () => {
    const text = '250-first\r\n250-second\r\n250 2.0.0 third\r\n354 go\r\n';
    for (const size of [1, 2, 3, 7, 100]) {
      const reader = new ReplyReader();
      const replies = [];
      for (let at = 0; at < text.length; at += size)
        replies.push(...reader.read(Buffer.from(text.slice(at, at + size))));
      assert.deepEqual(replies, [
        { code: 250, text: '250 first second 2.0.0 third' },
        { code: 354, text: '354 go' },
      ]);
    }
  });

  it('has no NUL in it, which no ledger could keep', () => {
    const [reply] = new ReplyReader().read(Buffer.from('250 2.0.0 \0queued as \u{1F4EE}\0\r\n'));
    assert.deepEqual(reply, { code: 250, text: '250 2.0.0 queued as \u{1F4EE}' });
  });

  it('that is none, or has no end, is an error', () => {
    assert.throws(() => new ReplyReader().read(Buffer.from('HTTP/1.1 200 OK\r\n')), /no reply/);
    const reader = new ReplyReader();
    assert.throws(() => {
      for (let index = 0; index < 2_000; index += 1) reader.read(Buffer.from(`250-${'x'.repeat(60)}\r\n`));
    }, /does not end/);
  });
});

describe('a message handed over', () => {
  it('arrives as it is, dots at a line’s start and a missing last line end included', async () => {
    for (const text of ['a\r\n.\r\n..b\r\n', '.first\r\nlast without end', 'plain\r\n']) {
      const { handover, relay } = await handOver(() => null, { raw: Buffer.from(text) });
      assert.equal(handover.outcome, 'accepted');
      const [got = ''] = relay.messages;
      assert.equal(got.replace(/^\./gm, ''), text.replace(/\r\n$/, ''));
    }
  });

  it('goes to a relay without PIPELINING command by command', async () => {
    const { handover, relay } = await handOver(on('EHLO', '250 relay.example'));
    assert.equal(handover.outcome, 'accepted');
    assert.deepEqual(relay.lines.slice(1, 4), [
      'MAIL FROM:<desk@courier.example>',
      'RCPT TO:<anna@readers.example>',
      'DATA',
    ]);
  });

  for (const [command, about] of [
    ['MAIL', 'sender'],
    ['RCPT', 'recipient'],
    ['DATA', 'message'],
    ['DATA-END', 'message'],
  ] as const) {
    for (const [code, permanent] of [
      [550, true],
      [451, false],
    ] as const) {
      it(`refused at ${command} with ${code} is refused for ${about}, and the connection carries the next`, async () => {
        let refused = false;
        const relay = await startScriptedRelay((line) => {
          const isIt = line === command || (command !== 'DATA' && line.startsWith(`${command} `));
          if (!isIt || refused) return null;
          refused = true;
          return `${code} 5.1.1 no`;
        });
        const session = await openSession(new URL(relay.url));
        const first = await session.handOver(message);
        assert.deepEqual(first, { outcome: 'refused', permanent, about, reply: `${code} 5.1.1 no` });
        assert.equal((await session.handOver(message)).outcome, 'accepted');
        assert.equal(relay.lines.filter((line) => line.startsWith('EHLO')).length, 1);
        session.quit();
      });
    }
  }

  it('to a relay that waits for a message although it has refused gets an empty one, and the next goes well', async () => {
    let count = 0;
    const relay = await startScriptedRelay((line) => {
      if (line.startsWith('RCPT') && (count += 1) === 1) return '550 5.1.1 no such user';
      if (line === 'DATA-END' && relay.messages.at(-1) === '') return '554 no valid recipients';
      return null;
    });
    const session = await openSession(new URL(relay.url));
    assert.equal((await session.handOver(message)).outcome, 'refused');
    assert.equal((await session.handOver(message)).outcome, 'accepted');
    assert.equal(relay.messages.length, 2);
    session.quit();
  });

  for (const [name, script, expected, usable] of [
    [
      'closed before the message: certainly not handed over',
      (line, socket) => (line.startsWith('RCPT') ? (socket.destroy(), '') : null),
      'unreachable',
      false,
    ],
    [
      'closed after the final dot: uncertain',
      (line, socket) => (line === 'DATA-END' ? (socket.destroy(), '') : null),
      'uncertain',
      false,
    ],
    ['closed with 421 at MAIL: refused for now', on('MAIL', '421 4.7.0 too much'), 'refused', false],
    [
      'closed with 421 after the message: refused for now',
      on('DATA-END', '421 4.3.2 going down'),
      'refused',
      false,
    ],
    ['answered with nonsense after the message: uncertain', on('DATA-END', 'what a day'), 'uncertain', false],
    [
      'answered with nonsense before it: not handed over',
      on('RCPT', 'HTTP/1.1 200 OK'),
      'unreachable',
      false,
    ],
  ] as Array<[string, Script, Handover['outcome'], boolean]>) {
    it(name, async () => {
      const result = await handOver(script);
      assert.equal(result.handover.outcome, expected);
      assert.equal(result.usable, usable);
      if (result.handover.outcome === 'refused') assert.equal(result.handover.permanent, false);
    });
  }

  it('to a relay that says nothing any more is uncertain after the time allowed, or not handed over', async () => {
    for (const [silentAt, expected] of [
      ['DATA-END', 'uncertain'],
      ['RCPT', 'unreachable'],
    ] as const) {
      const relay = await startScriptedRelay((line) => (line.startsWith(silentAt) ? '' : null));
      const session = await openSession(new URL(relay.url), { transactionMs: 200 });
      const handover = await session.handOver(message);
      assert.equal(handover.outcome, expected);
      assert.match('reply' in handover ? handover.reply : '', /did not answer within 0\.2 s/);
      assert.equal(session.usable, false);
    }
  });

  it('answered slowly and in pieces is accepted', async () => {
    const { handover } = await handOver(async (line, socket) => {
      if (line !== 'DATA-END') return null;
      for (const part of ['25', '0-par', 'tly\r\n', '250 2.0.0 ', 'done\r\n']) {
        socket.write(part);
        await sleep(15);
      }
      return '';
    });
    assert.deepEqual(handover, { outcome: 'accepted', reply: '250 partly 2.0.0 done' });
  });

  it('is not said to a relay that cannot take it: an international address, too many bytes, an address that is two', async () => {
    const utf8 = await handOver(() => null, { to: 'олена@readers.example' });
    assert.deepEqual(utf8.handover, {
      outcome: 'refused',
      permanent: true,
      about: 'recipient',
      reply: '553 5.6.7 the relay takes no international addresses (SMTPUTF8)',
    });
    const large = await handOver(() => null, { raw: Buffer.alloc(1_000_001, 'x') });
    assert.match('reply' in large.handover ? large.handover.reply : '', /^552 5\.3\.4 .*1000001 bytes/);
    for (const to of ['a@b.example>\r\nRCPT TO:<c@evil.example', 'a@b.example c@evil.example', '']) {
      const { handover, relay } = await handOver(() => null, { to });
      assert.equal(handover.outcome, 'refused');
      assert.ok(!relay.lines.some((line) => line.startsWith('MAIL')));
    }
  });

  it('to an international address goes with SMTPUTF8 where the relay offers it', async () => {
    const { handover, relay } = await handOver(on('EHLO', '250-relay.example\r\n250 SMTPUTF8'), {
      to: 'олена@readers.example',
    });
    assert.equal(handover.outcome, 'accepted');
    assert.ok(relay.lines.some((line) => line.startsWith('MAIL') && line.endsWith(' SMTPUTF8')));
  });
});

describe('the memory of a message', () => {
  it('is free once its hand-over has ended, also where the relay answers before it has read all', async () => {
    const received: Buffer[] = [];
    const server = createServer((socket) => {
      socket.write('220 relay.example\r\n');
      socket.on('data', (chunk: Buffer) => {
        if (/^EHLO/.test(chunk.toString('latin1'))) socket.write('250 relay.example\r\n');
        else if (/^(MAIL|RCPT)/.test(chunk.toString('latin1'))) socket.write('250 ok\r\n');
        else if (/^DATA\r\n$/.test(chunk.toString('latin1'))) {
          socket.write('354 go on\r\n');
        } else if (received.push(chunk) === 1) {
          socket.write('250 2.0.0 taken unread\r\n');
          socket.pause();
          setTimeout(() => socket.resume(), 300);
        }
      });
    }).listen(0, '127.0.0.1');
    after(() => void server.close());
    await once(server, 'listening');
    const session = await openSession(new URL(`smtp://127.0.0.1:${(server.address() as AddressInfo).port}`));
    const large = Buffer.from(`Subject: x\r\n\r\n${`${'x'.repeat(70)}\r\n`.repeat(200_000)}`);
    const expected = Buffer.concat([large, Buffer.from('.\r\n')]);
    assert.equal((await session.handOver({ ...message, raw: large })).outcome, 'accepted');
    large.fill('y');
    session.quit();
    await until(() => Buffer.concat(received).length >= expected.length, 'all has arrived');
    assert.ok(Buffer.concat(received).subarray(0, expected.length).equals(expected));
  });

  it('is used again for mails of the same size, and is never too small', () => {
    const pool = new BufferPool();
    const first = pool.take(30_000);
    pool.giveBack(first.subarray(2_048, 20_000));
    const second = pool.take(31_000);
    assert.equal(second.buffer, first.buffer);
    pool.giveBack(second);
    const larger = pool.take(100_000);
    assert.ok(larger.length >= 100_000 && larger.buffer !== first.buffer);
  });
});

describe('a connection that is kept', () => {
  it('and was ended by the relay meanwhile is opened again, and nobody notices', async () => {
    let messages = 0;
    const relay = await startScriptedRelay((line, socket) => {
      if (line === 'DATA-END' && (messages += 1) % 3 === 0) setTimeout(() => socket.end(), 5);
      return null;
    });
    const transport = createTransport({ ...testConfig(), smtpUrl: relay.url });
    for (let index = 0; index < 10; index += 1) {
      const { outcome } = await transport.send(message);
      assert.equal(outcome, 'accepted');
      await sleep(10);
    }
    transport.close();
    assert.equal(relay.messages.length, 10);
  });

  it('hands nothing over that is no longer wanted when its turn comes', async () => {
    const relay = await startScriptedRelay();
    const transport = createTransport({ ...testConfig(), smtpUrl: relay.url });
    assert.deepEqual(await transport.send(message, async () => false), { outcome: 'withheld' });
    transport.close();
    assert.equal(relay.messages.length, 0);
  });
});
