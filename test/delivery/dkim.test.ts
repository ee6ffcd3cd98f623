import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { dkimVerify } from 'mailauth';
import { loadConfig } from '../../src/config.ts';
import type { DkimConfig } from '../../src/dkim-settings.ts';
import { compileMail, signatureRoom, spliceMail } from '../../src/delivery/compile.ts';
import { checkDkim, signMessage } from '../../src/delivery/dkim.ts';
import { dkimRecord, generateKey, signingKeys } from '../../src/delivery/dkim-keys.ts';
import { envelope } from '../support/envelope.ts';
import { startProcessorTime } from '../support/processor-time.ts';

const dkim: DkimConfig = {
  domain: 'courier.example',
  selector: 's1',
  privateKey: (await generateKey('rsa')).privateKey,
  ed25519: { selector: 's1-ed25519', privateKey: (await generateKey('ed25519')).privateKey },
};
const records = new Map(
  signingKeys(dkim).map((key) => {
    const { name, value } = dkimRecord(key);
    return [name, value];
  }),
);

/** What a reader's provider finds of each signature, in the order in which they stand. */
async function verify(message: Buffer): Promise<string[]> {
  const { results } = await dkimVerify(message, {
    resolver: (name: string) => Promise.resolve([[records.get(name) ?? '']]),
  });
  return results.map(({ algo, status }) => `${algo} ${status.result}`);
}

const bothPass = ['rsa-sha256 pass', 'ed25519-sha256 pass'];

const compiled = compileMail(
  {
    envelope: { ...envelope, fromName: 'Кур’єр' },
    subject: 'Доброго ранку, Дніпро, і всім, хто читає нас здалеку',
    html: '<p>one  two\n\n\n three </p>\n\n',
    text: 'one  two \t\n\n',
  },
  new Set(['reader']),
);
const ours = spliceMail(compiled, {
  address: 'olena@readers.example',
  name: 'Олена',
  messageId: '<e1.s2@courier.example>',
  unsubscribe: 'http://news.example/unsubscribe/k1.abc',
  preferences: 'http://news.example/preferences/k1.def',
  support: 'http://news.example/support?r=k1.ghi',
  why: 'http://news.example/why/k1.jkl',
  link: (number) => `http://news.example/c/k1.${number}`,
});

function altered(message: Buffer, from: string, to: string): Buffer {
  const text = message.toString('latin1');
  assert.ok(text.includes(from), from);
  return Buffer.from(text.replace(from, to), 'latin1');
}

describe('two DKIM signatures', () => {
  it('both pass, over the same headers, From twice in each', async () => {
    const message = await signMessage(ours, dkim);
    assert.deepEqual(await verify(message), bothPass);
    const unfolded = message.toString('latin1').replace(/\r\n[ \t]+/g, '');
    const lists = [...unfolded.matchAll(/^DKIM-Signature:.*?; ?h=([^;]+);/gm)].map(([, list = '']) => list);
    assert.equal(lists.length, 2);
    assert.equal(lists[0], lists[1]);
    const names = lists[0]?.split(':') ?? [];
    assert.equal(names.filter((name) => name === 'from').length, 2);
    for (const name of ['list-unsubscribe', 'list-unsubscribe-post', 'feedback-id', 'reply-to', 'subject'])
      assert.ok(names.includes(name), `${name} is not signed`);
  });

  it('pass where our own mail is not looked through, since it is encoded in its canonical form', async () => {
    assert.equal(compiled.isCanonical, true);
    assert.deepEqual(await verify(await signMessage(ours, dkim, { isCanonical: true })), bothPass);
  });

  it('stand in the free memory before a mail where they fit, and in new memory where they do not', async () => {
    for (const room of [signatureRoom, 100, 0]) {
      const memory = Buffer.alloc(room + ours.length, '?');
      const message = memory.subarray(room);
      ours.copy(message);
      const signed = await signMessage(message, dkim, { room });
      assert.equal(signed.buffer === memory.buffer, room === signatureRoom);
      assert.deepEqual(await verify(signed), bothPass);
      assert.ok(message.equals(ours));
      assert.equal(signed.length - ours.length, signed.indexOf('Message-ID:'));
    }
  });

  it('have no line over 78 characters', async () => {
    const message = (await signMessage(ours, dkim)).toString('latin1');
    const own = message.slice(0, message.indexOf('Message-ID:')).split('\r\n');
    assert.ok(own.length > 10 && own.every((line) => line.length <= 78), own.join('\n'));
  });

  it('are both broken by another body, another header, or a second From', async () => {
    const message = await signMessage(ours, dkim);
    const changes = [
      altered(message, 'one=20 two', 'two=20 one'),
      altered(message, 'List-Unsubscribe=One-Click', 'List-Unsubscribe=Two-Clicks'),
      altered(message, '\r\nSubject:', '\r\nFrom: evil@elsewhere.example\r\nSubject:'),
    ];
    for (const changed of changes)
      for (const result of await verify(changed))
        assert.match(result, /^(rsa|ed25519)-sha256 (fail|neutral)$/);
  });

  it('are one where no Ed25519 key is set', async () => {
    const { ed25519: _none, ...rsaOnly } = dkim;
    assert.deepEqual(await verify(await signMessage(ours, rsaOnly)), ['rsa-sha256 pass']);
  });

  it('pass for any odd white space in a foreign mail', async () => {
    const from = 'From : \tDesk  <desk@courier.example> \t\r\n';
    const heads = [
      `${from}Subject:\ta\r\n\t b \r\n  \r\n c\r\nTo:\r\n x@readers.example\r\n`,
      `${from}Subject: \xA0caf\xC3\xA0\xA0\r\n`,
      `${from}Subject:\r\nX-Other: \t\r\nNonsense without a colon\r\n`,
      `subject: lower\r\nFROM:desk@courier.example\r\nSubject: the last counts\r\n`,
    ];
    const bodies = [
      '',
      '\r\n',
      '\r\n\r\n',
      ' ',
      ' \t\r\n \r\n',
      'no end',
      'text \r\n\r\n\r\n',
      '\r\n\r\ntext \t',
      'a \t b\r\n',
    ];
    bodies.push(
      ' a\r\n\t\r\nb\r\n',
      'caf\xE9\xA0\r\n',
      '..\r\n.\r\n',
      'a\r\n\r\n \r\n\t\r\n',
      `${'\r\n'.repeat(50_000)}end`,
    );
    for (const head of heads)
      for (const body of bodies) {
        const message = Buffer.from(`${head}\r\n${body}`, 'latin1');
        assert.deepEqual(
          await verify(await signMessage(message, dkim)),
          bothPass,
          JSON.stringify([head, body.slice(0, 40)]),
        );
      }
  });

  it('sign a foreign mail of a hundred thousand empty lines at once', async () => {
    const message = Buffer.from(
      `From: a@courier.example\r\n\r\n${'\r\n'.repeat(100_000)}${' '.repeat(100_000)}x`,
    );
    const took = startProcessorTime();
    await signMessage(message, dkim);
    assert.ok(took() < 1_000);
  });
});

describe('a key at the start', () => {
  const pem = (kind: 'rsa' | 'ed25519', bits = 2048): string => {
    const { privateKey } =
      kind === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: bits }) : generateKeyPairSync('ed25519');
    return privateKey.export({ type: 'pkcs8', format: 'pem' });
  };

  it('is taken where mail signed with it verifies', async () => {
    await checkDkim(dkim);
  });

  it('stops it where it is of the wrong kind, too short or no key, and is named by its setting', async () => {
    const second = (privateKey: string): DkimConfig => ({ ...dkim, ed25519: { selector: 'x', privateKey } });
    await assert.rejects(
      checkDkim({ ...dkim, privateKey: pem('ed25519') }),
      /^AppError: DKIM_PRIVATE_KEY .* RSA key is needed/,
    );
    await assert.rejects(
      checkDkim({ ...dkim, privateKey: pem('rsa', 1024) }),
      /DKIM_PRIVATE_KEY has 1024 bits/,
    );
    await assert.rejects(checkDkim(second(pem('rsa'))), /DKIM_ED25519_PRIVATE_KEY .* Ed25519 key is needed/);
    await assert.rejects(checkDkim(second('nonsense')), /DKIM_ED25519_PRIVATE_KEY cannot be used/);
  });

  it('of Ed25519 is set with its selector, and only beside an RSA key', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const load = (settings: Record<string, string>): DkimConfig | null =>
      loadConfig({ DATA_DIR: '/nonexistent', SECRET_KEYS: `k1:${key}`, SUPPRESSION_KEY: key, ...settings })
        .dkim;
    const rsa = { DKIM_DOMAIN: 'courier.example', DKIM_SELECTOR: 's1', DKIM_PRIVATE_KEY: 'pem' };
    const ed25519 = { DKIM_ED25519_SELECTOR: 's2', DKIM_ED25519_PRIVATE_KEY: 'pem2' };
    assert.deepEqual(load({ ...rsa, ...ed25519 })?.ed25519, { selector: 's2', privateKey: 'pem2' });
    assert.equal(load(rsa)?.ed25519, undefined);
    assert.throws(() => load(ed25519), /DKIM_ED25519_SELECTOR/);
    assert.throws(() => load({ ...rsa, DKIM_ED25519_SELECTOR: 's2' }), /DKIM_ED25519_PRIVATE_KEY/);
    assert.throws(
      () => load({ ...rsa, ...ed25519, DKIM_ED25519_SELECTOR: 's1' }),
      /another than DKIM_SELECTOR/,
    );
  });
});
