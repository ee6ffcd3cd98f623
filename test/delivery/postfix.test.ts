import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { authenticate } from 'mailauth';
import { system } from '../../src/access/actor.ts';
import { readBalance } from '../../src/delivery/balance.ts';
import { hintBatches } from '../../src/delivery/launch.ts';
import { addRelay, setRelay } from '../../src/delivery/relays/settings.ts';
import { createTransport } from '../../src/delivery/transport.ts';
import { addSubscriber } from '../../src/subscribers/add-subscriber.ts';
import { openNewsroom } from '../support/cast.ts';
import { addCrowd } from '../support/crowd.ts';
import { sizeLimit, skipWithoutPostfix, startPostfix } from '../support/postfix.ts';
import { deliverAll, deliverOver, launchTestSend, makeDue } from '../support/send.ts';
import { createTestServices } from '../support/services.ts';
import { until } from '../support/until.ts';
import { startWorkerProcess } from '../support/worker-process.ts';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const dkim = {
  domain: 'courier.example',
  selector: 's1',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
};
const record = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const crowd = 60;
const connections = 3;
// And one whose address is not in ASCII.
const readers = crowd + 1;
const abroad = 'пошта@readers.example';

const skip = skipWithoutPostfix();
const services = await createTestServices({ dkim, relayPasswords: { main: 'p@ss word' } });
const { db, config } = services;
config.delivery = { ...config.delivery, batchSize: 20, groupSize: 10, connections };
const newsletter = await openNewsroom(services);
await addCrowd(services, newsletter, crowd);
await addSubscriber(services, {
  actor: system,
  address: abroad,
  name: 'Поштар',
  newsletterIds: [newsletter.id],
  attestation: 'a test',
  source: 'sample',
});
const started = skip === false ? await startPostfix() : null;

describe('a relay that is a Postfix with TLS and sign-in', { skip }, () => {
  assert.ok(started !== null);
  const postfix = started;

  const mailsOf = async (subject: string): Promise<Array<{ to: string; raw: string }>> =>
    (await postfix.mails()).filter(({ raw }) => raw.includes(`\r\nSubject: ${subject}\r\n`));
  const delivered = (subject: string, count: number): Promise<void> =>
    until(async () => (await mailsOf(subject)).length >= count, `${count} are in the mailbox`);
  const launch = (subject: string, html = ''): Promise<number> =>
    launchTestSend(services, newsletter, { subject, html });
  const balanceOf = (editionId: number) => readBalance(db, editionId);
  /** Nobody has had a mail, nobody is failed, and the send says why. */
  const assertHeld = async (editionId: number, state: string, reason: RegExp): Promise<void> => {
    const balance = await balanceOf(editionId);
    assert.match(balance.reason ?? '', reason);
    assert.deepEqual([balance.state, balance.pending, balance.sending], [state, readers, 0]);
  };

  describe('whose certificate nobody vouches for', () => {
    it('is given nothing, neither by STARTTLS nor by TLS, and the send waits and says why', async () => {
      for (const url of [postfix.starttls, postfix.tls]) {
        const editionId = await launch('Not trusted');
        await deliverAll(services, url, editionId);
        await assertHeld(editionId, 'sending', /the relay could not be used: self-signed certificate/);
      }
    });

    it('gets the mails of a worker that was told of it by NODE_EXTRA_CA_CERTS', async () => {
      const editionId = await launch('Own authority');
      const settings = { NODE_EXTRA_CA_CERTS: postfix.certificate };
      const worker = await startWorkerProcess(services, postfix.tls, settings);
      await hintBatches(services);
      await until(async () => (await balanceOf(editionId)).state === 'finished', 'the send is over');
      assert.equal((await balanceOf(editionId)).sent, readers);
      await worker.stop();
    });
  });

  describe('whose certificate is trusted', () => {
    const known = getCACertificates('default');
    before(() => setDefaultCACertificates([...known, readFileSync(postfix.certificate, 'utf8')]));
    after(() => setDefaultCACertificates(known));

    for (const way of ['starttls', 'tls'] as const) {
      it(`gets each reader's mail once and unchanged over ${way}, also where the address is not in ASCII`, async () => {
        const subject = `Over ${way}`;
        const editionId = await launch(subject);
        await deliverAll(services, postfix[way], editionId);
        const { state, sent } = await balanceOf(editionId);
        assert.deepEqual([state, sent], ['finished', readers]);
        await delivered(subject, readers);
        const mails = await mailsOf(subject);
        const expected = [
          ...Array.from({ length: crowd }, (_, index) => `crowd${index}@readers.example`),
          abroad,
        ];
        assert.deepEqual(mails.map(({ to }) => to).toSorted(), expected.toSorted());
        for (const { to, raw } of mails) assert.equal(await verify(raw), 'pass', to);
        for (const { to, raw } of mails)
          assert.match(raw, to === abroad ? /with UTF8SMTPSA id/ : /with ESMTPSA id/, 'by TLS and signed in');
      });
    }

    it('gets dots, long lines and bytes above ASCII as they are', async () => {
      const head =
        'From: desk@courier.example\r\nDate: Wed, 25 Nov 2026 12:00:00 +0000\r\nMessage-ID: <odd@courier.example>\r\n';
      const body = `.\r\n..\r\n.dot\r\n\r\n${'x'.repeat(998)}\r\n.${'y'.repeat(997)}\r\nЇжак \r\n\t\r\n.\r\nQUIT\r\n`;
      const raw = Buffer.from(`${head}Subject: Odd bytes\r\n\r\n${body}`);
      const transport = createTransport({ ...services.config, dkim: null, smtpUrl: postfix.tls });
      const sent = await transport.send({ from: 'desk@courier.example', to: 'anna@readers.example', raw });
      transport.close();
      assert.equal(sent.outcome, 'accepted');
      await delivered('Odd bytes', 1);
      const [mail] = await mailsOf('Odd bytes');
      assert.ok(mail?.raw.endsWith(raw.toString('latin1')));
    });

    it('that is asked for by a name its certificate does not hold is given nothing', async () => {
      const editionId = await launch('Another name');
      await deliverAll(services, postfix.tls.replace('127.0.0.1', 'localhost'), editionId);
      await assertHeld(editionId, 'sending', /does not match certificate's altnames/);
    });

    it('that refuses the password holds the send, which goes on once the password is right', async () => {
      const editionId = await launch('Sign in');
      await deliverAll(services, postfix.starttls.replace('p%40ss', 'wrong'), editionId);
      await assertHeld(editionId, 'sending', /the relay could not be used: .*535 5\.7\.8/);
      assert.doesNotMatch((await balanceOf(editionId)).reason ?? '', /wrong/);
      await makeDue(services, editionId);
      await deliverAll(services, postfix.starttls, editionId);
      assert.equal((await balanceOf(editionId)).sent, readers);
    });

    it('that nobody signs in to fails nobody: the send is paused with its words', async () => {
      const editionId = await launch('No sign-in');
      await deliverAll(services, postfix.tls.replace(/\/\/.*@/, '//'), editionId);
      await assertHeld(editionId, 'paused', /554 5\.7\.1 .*Access denied/);
    });

    it('that takes no mail so large fails nobody: the send is paused with both sizes', async () => {
      const editionId = await launch('Too large', 'x '.repeat(sizeLimit / 2));
      await deliverAll(services, postfix.tls, editionId);
      await assertHeld(
        editionId,
        'paused',
        /552 5\.3\.4 message too large: 1\d{5} bytes, the relay takes 100000/,
      );
    });

    it('and is stopped in mid-send leaves everybody accounted for, and gets the rest when it is back', async () => {
      const { port } = new URL(postfix.tls);
      const where = { host: '127.0.0.1', port: Number(port), security: 'tls', username: 'desk' } as const;
      // So slow that there is a middle.
      await addRelay(db, system, { name: 'main', ...where, perSecond: 40 });
      const editionId = await launch('Stopped');
      const sending = deliverOnce(editionId);
      await delivered('Stopped', 15);
      await postfix.stop();
      await sending;
      const held = await balanceOf(editionId);
      assert.match(held.reason ?? '', /the relay could not be used|every relay rests/);
      assert.deepEqual([held.state, held.failed, held.sending], ['sending', 0, 0]);
      assert.ok(held.waiting > 0 && held.uncertain <= connections, JSON.stringify(held));
      await postfix.start();
      await setRelay(db, system, 'main', { perSecond: null });
      await makeDue(services, editionId);
      await deliverOnce(editionId);
      const balance = await balanceOf(editionId);
      assert.deepEqual([balance.state, balance.sent + balance.uncertain], ['finished', readers]);
      await delivered('Stopped', balance.sent);
      const got = (await mailsOf('Stopped')).map(({ to }) => to);
      assert.equal(new Set(got).size, got.length, 'nobody got two');
    });
  });
});

async function deliverOnce(editionId: number): Promise<void> {
  const transport = createTransport(config, db);
  await transport.ready();
  await deliverOver(services, transport, editionId);
  transport.close();
}

/** What mailauth finds of a mail's DKIM signature. */
async function verify(raw: string): Promise<string | undefined> {
  const { dkim: checked } = await authenticate(Buffer.from(raw, 'latin1'), {
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
  return checked.results[0]?.status.result;
}
