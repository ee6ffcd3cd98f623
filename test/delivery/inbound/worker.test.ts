import assert from 'node:assert/strict';
import { it } from 'node:test';
import { freePort } from '../../../src/local/free-port.ts';
import { openNewsroom } from '../../support/cast.ts';
import { commandFor } from '../../support/command.ts';
import { dialogue } from '../../support/dialogue.ts';
import { inboundDomain, ownAddress, sendToReaders } from '../../support/reports.ts';
import { createTestServices } from '../../support/services.ts';
import { until } from '../../support/until.ts';
import { startWorkerProcess } from '../../support/worker-process.ts';

it('one setting makes a worker listen: doctor sees its probe, a complaint ends the subscription', async () => {
  const services = await createTestServices();
  const { db } = services;
  const [reader] = await sendToReaders(services, await openNewsroom(services), 1);
  assert.ok(reader);
  const { port } = await freePort(25_000 + Math.floor(Math.random() * 10_000), '127.0.0.1');
  const settings = {
    INBOUND_DOMAIN: inboundDomain,
    INBOUND_SMTP_PORT: String(port),
    INBOUND_SMTP_HOST: '127.0.0.1',
  };
  // Mail that we send to the inbound domain comes back in.
  const smtpUrl = `smtp://127.0.0.1:${port}`;
  const worker = await startWorkerProcess(services, smtpUrl, settings);
  const broadsheet = commandFor(services, { ...settings, SMTP_URL: smtpUrl });
  const { code, stdout } = await broadsheet('doctor', 'inbound', '--wait', '20', '--json');
  assert.equal(code, 0, stdout);
  assert.equal((JSON.parse(stdout) as { seenBy: string }).seenBy, 'smtp');

  const complaint =
    'From: fbl@provider.example\r\nSubject: complaint\r\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\r\n\r\n--b\r\n\r\nA complaint.\r\n\r\n--b\r\nContent-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\nUser-Agent: test/1\r\nVersion: 1\r\n\r\n--b--\r\n.';
  await dialogue(port, [
    'EHLO mx.provider.example',
    'MAIL FROM:<>',
    `RCPT TO:<${ownAddress(services, 'return-path', reader)}>`,
    'DATA',
    complaint,
    'QUIT',
  ]);
  const subscription = db
    .selectFrom('subscriptions')
    .select('state')
    .where('subscriberId', '=', reader.subscriberId);
  await until(
    async () => (await subscription.executeTakeFirst())?.state === 'ended',
    'the subscription ends',
  );
  const { reason } = await db
    .selectFrom('suppressions')
    .select('reason')
    .orderBy('id')
    .executeTakeFirstOrThrow();
  assert.equal(reason, 'complaint');
  assert.equal(await worker.stop(), 0);
});
