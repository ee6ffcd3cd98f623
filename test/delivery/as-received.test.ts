import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { authenticate } from 'mailauth';
import PostalMime from 'postal-mime';
import { system } from '../../src/access/actor.ts';
import { approve } from '../../src/editions/approve.ts';
import { assemble } from '../../src/editions/assemble.ts';
import { launchEdition } from '../../src/editions/launch.ts';
import { setRules } from '../../src/editions/rules.ts';
import { writeArticles } from '../support/articles.ts';
import { addReaders, openNewsroom } from '../support/cast.ts';
import { findProgram, skipWithout } from '../support/needs.ts';
import { startRelay } from '../support/relay.ts';
import { deliverAll } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const dkim = {
  domain: 'courier.example',
  selector: 's1',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
};
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const services = await createTestServices({ dkim, publicUrl: 'https://news.example' });
const received = await sendDigest();

/** A digest of fifteen articles, as the relay of one reader got it. */
async function sendDigest(): Promise<string> {
  const daily = await openNewsroom(services);
  await addReaders(services, daily, 1);
  await setRules(services.db, system, daily.id, {
    minArticles: 5,
    maxArticles: 15,
    appeal: {
      title: 'This paper is free because some pay',
      text: 'For the price of a coffee a month you keep it open to everyone.',
      label: 'Become a patron',
      url: 'https://news.example/support',
    },
  });
  await writeArticles(services.db, 15, 'today');
  const assembly = await assemble(services, { newsletterId: daily.id, cause: 'person', actor: system });
  const editionId = assembly?.editionId ?? 0;
  await approve(services, { editionId, actor: system });
  await launchEdition(services, { editionId, actor: system });
  const relay = await startRelay();
  await deliverAll(services, relay.url, editionId);
  const [mail] = relay.received;
  assert.ok(mail);
  return mail.raw.toString('latin1');
}

describe('a digest as a reader gets it', () => {
  it('is signed by our key, over both List-Unsubscribe headers too', async () => {
    const { dkim: checked } = await authenticate(Buffer.from(received, 'latin1'), {
      ip: '192.0.2.1',
      helo: 'mx.courier.example',
      sender: 'desk@courier.example',
      disableArc: true,
      disableBimi: true,
      resolver: async (name: string, type: string) => {
        if (name === 's1._domainkey.courier.example' && type === 'TXT') return [[record]];
        throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
      },
    });
    const [result] = checked.results;
    assert.equal(result?.status.result, 'pass');
    const signed = /^DKIM-Signature:[^]*?h=([^;]+);/m.exec(received)?.[1]?.toLowerCase() ?? '';
    const names = signed.split(':').map((name) => name.trim());
    for (const name of ['from', 'to', 'subject', 'list-unsubscribe', 'list-unsubscribe-post'])
      assert.ok(names.includes(name), `${name} is not signed`);
  });

  it('has no line over 998 bytes, and a text part that says the same', async () => {
    const longest = Math.max(...received.split('\r\n').map((line) => line.length));
    assert.ok(longest <= 998, `${longest}`);
    const { html = '', text = '' } = await PostalMime.parse(Buffer.from(received, 'latin1'));
    for (let index = 0; index < 15; index += 1) {
      for (const part of [html, text])
        assert.ok(part.replaceAll(/\s+/g, ' ').includes(`number ${index} of today`), `article ${index}`);
    }
  });

  it('is no spam to SpamAssassin: under 1.0', { skip: skipWithout('spamassassin') }, async (t) => {
    const { score, rules } = await spamScore(
      `Received: from mx.courier.example (mx.courier.example [9.9.9.9])\r\n\tby mail.readers.example with ESMTPS id 4XyZ12;\r\n\t${new Date().toUTCString().replace('GMT', '+0000')}\r\n${received}`,
    );
    t.diagnostic(`${score} points: ${rules.join(', ')}`);
    assert.ok(score < 1, `${score}: ${rules.join(', ')}`);
  });
});

/** SpamAssassin's points without the network, and the rules that gave them. */
async function spamScore(mail: string): Promise<{ score: number; rules: string[] }> {
  const home = await mkdtemp(join(tmpdir(), 'broadsheet-spam-'));
  after(() => rm(home, { recursive: true, force: true }));
  const program = findProgram('spamassassin') ?? '';
  const child = spawn(program, ['-L', '-t'], { env: { ...process.env, HOME: home } });
  let output = '';
  child.stdout.on('data', (part) => (output += String(part)));
  child.stdin.end(Buffer.from(mail, 'latin1'));
  await new Promise((resolve) => child.once('close', resolve));
  const status = /X-Spam-Status:[^]*?\n(?!\s)/.exec(output)?.[0].replaceAll(/\s+/g, ' ') ?? '';
  const score = Number(/score=(-?[\d.]+)/.exec(status)?.[1] ?? Number.NaN);
  const rules = (/tests=([\w, ]+?) (?:auto|version)/.exec(status)?.[1] ?? '').split(/, ?/);
  return { score, rules };
}
