import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTransport, type Transport } from '../../src/delivery/transport.ts';
import { type ScriptedRelay, startScriptedRelay } from '../support/scripted-relay.ts';
import { testConfig } from '../support/services.ts';

const names = ['anna', 'bohdan', 'clara', 'dmytro'];
const mailTo = (name: string) => ({
  from: 'desk@courier.example',
  to: `${name}@readers.example`,
  raw: Buffer.from(`Subject: to ${name}\r\n\r\nHello ${name}\r\n`),
});

/** The way to a relay with a single connection, for which all have to stand in line. */
function overOneConnection({ url }: ScriptedRelay): Transport {
  const config = testConfig();
  return createTransport({ ...config, delivery: { ...config.delivery, connections: 1 }, smtpUrl: url });
}

const sendAll = async (transport: Transport, mayStill: (name: string) => boolean = () => true) => {
  const sent = await Promise.all(
    names.map((name) => transport.send(mailTo(name), async () => mayStill(name))),
  );
  transport.close();
  return sent.map(({ outcome }) => outcome);
};
const got = ({ messages }: ScriptedRelay): string[] =>
  messages.map((text) => /Subject: to (\w+)/.exec(text)?.[1] ?? '?');

describe('the next message in line', () => {
  it('is announced together with the end of the one before, and each gets its own', async () => {
    const relay = await startScriptedRelay(async (line) => {
      // What came in the same piece as the final dot is read behind it.
      if (line === 'DATA-END') await sleep(20);
      return null;
    });
    assert.deepEqual(await sendAll(overOneConnection(relay)), Array(4).fill('accepted'));
    assert.deepEqual(got(relay), names);
    assert.equal(relay.lines.filter((line) => line.startsWith('EHLO')).length, 1);
    assert.deepEqual(
      relay.lines.filter((line) => line.startsWith('RCPT')),
      names.map((name) => `RCPT TO:<${name}@readers.example>`),
    );
  });

  it('is refused alone, and those behind it get theirs', async () => {
    for (const command of ['MAIL', 'RCPT', 'DATA', 'DATA-END']) {
      let count = 0;
      const relay = await startScriptedRelay((line) =>
        line.split(' ')[0] === command && (count += 1) === 2 ? '550 5.1.1 no' : null,
      );
      const outcomes = await sendAll(overOneConnection(relay));
      assert.deepEqual(outcomes, ['accepted', 'refused', 'accepted', 'accepted'], command);
      for (const name of ['anna', 'clara', 'dmytro'])
        assert.equal(got(relay).filter((to) => to === name).length, 1);
    }
  });

  it('is not sent where it may go no more, though it was announced; nothing empty is sent for it', async () => {
    const relay = await startScriptedRelay();
    const outcomes = await sendAll(overOneConnection(relay), (name) => name !== 'bohdan');
    assert.deepEqual(outcomes, ['accepted', 'withheld', 'accepted', 'accepted']);
    assert.deepEqual(got(relay), ['anna', 'clara', 'dmytro']);
    assert.ok(relay.lines.includes('RCPT TO:<bohdan@readers.example>'), 'it had been announced');
    assert.equal(relay.lines.filter((line) => line.startsWith('EHLO')).length, 2);
  });

  it('goes over a new connection, once, where the relay closes after the one before', async () => {
    let closed = 0;
    const relay = await startScriptedRelay((line, socket) => {
      if (line !== 'DATA-END' || (closed += 1) > 1) return null;
      socket.end('250 2.0.0 queued\r\n421 4.3.2 going down\r\n');
      return '';
    });
    assert.deepEqual(await sendAll(overOneConnection(relay)), Array(4).fill('accepted'));
    assert.deepEqual(got(relay), names);
  });

  it('goes over a new connection where the relay takes no more of them over this one', async () => {
    const taken = new Map<object, number>();
    const relay = await startScriptedRelay(async (line, socket) => {
      if (!line.startsWith('MAIL')) return null;
      // Later than its answer to the message before.
      await sleep(20);
      const count = (taken.get(socket) ?? 0) + 1;
      taken.set(socket, count);
      if (count < 3) return null;
      socket.end('421 too many messages in this connection\r\n');
      return '';
    });
    assert.deepEqual(await sendAll(overOneConnection(relay)), Array(4).fill('accepted'));
    assert.deepEqual(got(relay), names);
    assert.equal(taken.size, 2);
  });

  it('is certainly not handed over where no reply comes to the one before, which is in doubt', async () => {
    let count = 0;
    const relay = await startScriptedRelay((line, socket) => {
      if (line !== 'DATA-END' || (count += 1) !== 2) return null;
      socket.destroy();
      return '';
    });
    const outcomes = await sendAll(overOneConnection(relay));
    assert.deepEqual(outcomes, ['accepted', 'uncertain', 'accepted', 'accepted']);
    assert.deepEqual(got(relay), names);
  });

  it('is not announced to a relay without PIPELINING', async () => {
    const early: string[] = [];
    let isEnding = false;
    const relay = await startScriptedRelay(async (line) => {
      if (isEnding) early.push(line);
      if (line !== 'DATA-END') return line.startsWith('EHLO') ? '250 relay.example' : null;
      isEnding = true;
      await sleep(20);
      isEnding = false;
      return null;
    });
    assert.deepEqual(await sendAll(overOneConnection(relay)), Array(4).fill('accepted'));
    assert.deepEqual(early, []);
  });
});
