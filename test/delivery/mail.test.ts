import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { dkimVerify } from 'mailauth';
import PostalMime from 'postal-mime';
import { compileMail, spliceMail } from '../../src/delivery/compile.ts';
import { checkDkim, signMessage } from '../../src/delivery/dkim.ts';
import { segment, slot } from '../../src/delivery/markers.ts';
import { cleanLine } from '../../src/text/clean-line.ts';
import { hostileStrings } from '../support/blns.ts';
import { envelope } from '../support/envelope.ts';

const reader = {
  address: 'olena@readers.example',
  name: 'Олена',
  messageId: '<e1.s2@courier.example>',
  unsubscribe: 'http://news.example/unsubscribe/k1.abc',
  preferences: 'http://news.example/preferences/k1.def',
  support: 'http://news.example/support?r=k1.ghi',
  why: 'http://news.example/why/k1.jkl',
  link: (number: number) => `http://news.example/c/k1.${number}`,
};

function build(
  subject: string,
  html: string,
  text: string,
  changes: Partial<typeof reader> = {},
  audience = 'reader',
): Buffer {
  return spliceMail(compileMail({ envelope, subject, html, text }, new Set([audience])), {
    ...reader,
    ...changes,
  });
}

const headerNames = (mail: Buffer): string[] => {
  const [head = ''] = mail.toString('latin1').split('\r\n\r\n');
  return [...head.matchAll(/^([A-Za-z-]+):/gm)].map(([, name = '']) => name.toLowerCase()).sort();
};

describe('a mail', () => {
  it('carries the headers that mailbox providers ask of bulk mail', async () => {
    const mail = await PostalMime.parse(build('Good morning', '<p>Hi</p>', 'Hi'));
    const value = (name: string): string | undefined => mail.headers.find(({ key }) => key === name)?.value;
    assert.equal(value('list-unsubscribe'), '<http://news.example/unsubscribe/k1.abc>');
    assert.equal(value('list-unsubscribe-post'), 'List-Unsubscribe=One-Click');
    assert.equal(value('list-id'), 'The Daily Courier <daily.news.example>');
    assert.equal(value('feedback-id'), '1:daily:bulk:courierexample');
    assert.equal(value('precedence'), 'bulk');
    assert.equal(mail.messageId, '<e1.s2@courier.example>');
    assert.deepEqual(mail.to, [{ address: 'olena@readers.example', name: 'Олена' }]);
  });

  it('shows a part only to those it is for, and leaves no mark behind', async () => {
    const [free, patron] = [segment('reader'), segment('patron')];
    const body = `a${free.open}PAY${free.close}b${patron.open}THANKS${patron.close}c`;
    for (const [audience, shown, hidden] of [
      ['reader', 'PAY', 'THANKS'],
      ['patron', 'THANKS', 'PAY'],
    ] as const) {
      const mail = await PostalMime.parse(build('x', body, body, {}, audience));
      for (const part of [mail.html ?? '', mail.text ?? '']) {
        assert.ok(part.includes(shown) && !part.includes(hidden));
        assert.doesNotMatch(part, /[\uE000-\uE005]/);
      }
    }
  });

  it('has no line over 998 bytes, and none that SMTP could take for its end', () => {
    const long = `${'x'.repeat(5_000)}\n.\n..hidden\n${'слово '.repeat(500)}`;
    const lines = build('Ж'.repeat(300), `<p>${long}</p>`, `${long}${slot('address')}`, {
      name: 'Я'.repeat(90),
    })
      .toString('latin1')
      .split('\r\n');
    assert.ok(lines.every((line) => line.length <= 998));
    assert.ok(lines.every((line) => !line.startsWith('.')));
    assert.ok(lines.slice(20).every((line) => line.length <= 76));
  });

  it('brings hostile names, subjects and texts literally, and its headers stay the same', async () => {
    const expected = headerNames(build('plain', '<p>x</p>', 'x'));
    for (const hostile of hostileStrings()) {
      const clean = cleanLine(hostile, 100);
      const escaped = clean.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
      const raw = build(clean, `<p>${escaped} ${slot('address')}</p>`, `${clean} ${slot('address')}\n`, {
        name: clean,
      });
      assert.deepEqual(headerNames(raw), expected, JSON.stringify(hostile));
      const mail = await PostalMime.parse(raw);
      assert.equal(mail.subject ?? '', clean, JSON.stringify(hostile));
      assert.equal(mail.to?.length, 1);
      const [to] = mail.to ?? [];
      assert.equal(to && 'address' in to ? to.address : '', 'olena@readers.example');
      assert.ok(
        mail.text?.startsWith(`${clean} olena@readers.example`),
        JSON.stringify([hostile, mail.text]),
      );
      assert.ok(mail.html?.includes(`${escaped} olena@readers.example`));
    }
  });

  it('never reads a reader’s value as a template', async () => {
    const mail = await PostalMime.parse(
      build('x', `<p>${slot('address')}</p>`, slot('address'), { address: `${slot('unsubscribe')}<b>{{x}}` }),
    );
    assert.ok(mail.html?.includes('&#60;b&#62;{{x}}'));
    assert.ok(!mail.html?.includes('/unsubscribe/'));
  });
});

describe('DKIM', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = {
    domain: 'courier.example',
    selector: 's1',
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
  const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;

  it('signs both List-Unsubscribe headers, and From twice', async () => {
    const signed = await signMessage(build('Привіт', '<p>x</p>', 'x'), key);
    const { results } = await dkimVerify(signed, { resolver: () => Promise.resolve([[record]]) });
    assert.equal(results[0]?.status.result, 'pass');
    const covered =
      /h=([^;]+);/
        .exec(signed.toString('latin1').replace(/\r\n\s+/g, ''))?.[1]
        ?.toLowerCase()
        .split(':') ?? [];
    for (const name of [
      'list-unsubscribe',
      'list-unsubscribe-post',
      'feedback-id',
      'reply-to',
      'subject',
      'list-id',
    ])
      assert.ok(covered.includes(name), `${name} is not signed`);
    assert.equal(covered.filter((name) => name === 'from').length, 2);
  });

  it('breaks when the mail is changed', async () => {
    const signed = await signMessage(build('x', '<p>x</p>', 'x'), key);
    const changed = Buffer.from(
      signed.toString('latin1').replace('List-Unsubscribe=One-Click', 'List-Unsubscribe=Two-Clicks'),
      'latin1',
    );
    const { results } = await dkimVerify(changed, { resolver: () => Promise.resolve([[record]]) });
    assert.notEqual(results[0]?.status.result, 'pass');
  });

  it('refuses at the start a key that would let mail go out unsigned', async () => {
    await checkDkim(key);
    const ed25519 = generateKeyPairSync('ed25519').privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    await assert.rejects(checkDkim({ ...key, privateKey: ed25519 }), /RSA key is needed/);
    await assert.rejects(checkDkim({ ...key, privateKey: 'nonsense' }), /cannot be used/);
    const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    await assert.rejects(checkDkim({ ...key, privateKey: short }), /1024 bits/);
  });
});
