import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { reportKinds, type Report } from '../../src/delivery/bounces/report.ts';
import { startReportReader } from '../support/report-reader.ts';

const head =
  'From: MAILER-DAEMON@relay.example\nTo: us@news.example\nSubject: Undelivered Mail Returned to Sender\n';
// Of processor time, since the machine may be busy with other things too. A worker does nothing else meanwhile.
const mostMs = 2_000;

const reader = startReportReader();
after(() => reader.stop());

async function readInTime(name: string, message: Buffer, most = mostMs): Promise<Report> {
  const { report, ms } = await reader.read(message);
  const took = Math.round(ms);
  assert.ok(took < most, `${name} took ${took} ms`);
  assert.ok(reportKinds.includes(report.kind), name);
  return report;
}

const statusReport = (fields: string): Buffer =>
  Buffer.from(
    `${head}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nDelivery failed.\n\n--b\nContent-Type: message/delivery-status\n\n${fields}\n--b--\n`,
  );

describe('a message made to do harm', () => {
  it('may be of 20 MB', async () => {
    const line = `${'x'.repeat(76)}\n`;
    await readInTime('lines', Buffer.from(`${head}\nDelivery failed.\n\n${line.repeat(270_000)}`));
    await readInTime('one line', Buffer.from(`${head}\n${'ab '.repeat(7_000_000)}`));
    await readInTime('a header', Buffer.from(`X-A: ${'ab '.repeat(7_000_000)}\n\n`));
    await readInTime('a folded header', Buffer.from(`X-A: a\n${' b\n'.repeat(7_000_000)}\n`));
    await readInTime('empty lines', Buffer.from(`${head}\n${'\n'.repeat(20_000_000)}`));
    await readInTime('zeros', Buffer.alloc(20_000_000));
  });

  it('may write what no database takes into an address', async () => {
    const status = String.raw`Final-Recipient: utf-8; a\x{0}b\x{d800}\x{110000}\x{e9}@reader.example`;
    const fields = `${status}\nAction: failed\nStatus: 5.1.1\n`;
    const type = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b\n';
    const part = `--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n${fields}\n--b--\n`;
    const { recipients } = await readInTime('an address', Buffer.from(`${head}${type}\n${part}`));
    assert.deepEqual(
      recipients.map(({ address }) => address),
      [String.raw`a\x{0}b\x{d800}\x{110000}é@reader.example`],
    );
  });

  it('may be nested without end', async () => {
    const parts = Array.from(
      { length: 5_000 },
      (_, depth) => `Content-Type: multipart/mixed; boundary=b${depth}\n\n--b${depth}\n`,
    );
    const { kind, reason } = await readInTime('multiparts', Buffer.from(head + parts.join('')));
    assert.equal(kind, 'unreadable');
    assert.match(reason ?? '', /nesting/);
    await readInTime('messages', Buffer.from(head + 'Content-Type: message/rfc822\n\n'.repeat(5_000)));
    await readInTime(
      'siblings',
      Buffer.from(`${head}Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(200_000)}`),
    );
  });

  it('may have ten thousand recipients: a thousand are read, and it says how many are not', async () => {
    const fields = Array.from(
      { length: 10_000 },
      (_, n) =>
        `Final-Recipient: rfc822; r${n}@reader.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 <r${n}@reader.example> no such mailbox\n`,
    );
    const { recipients, omitted } = await readInTime('recipients', statusReport(fields.join('\n')));
    assert.equal(recipients.length, 1_000);
    assert.equal(recipients.at(-1)?.class, 'hard');
    assert.equal(omitted, 9_000);
  });

  it('may tear the fields of a recipient apart with thousands of empty lines', async () => {
    const torn = Array.from({ length: 25_000 }, (_, n) => `Diagnostic-Code: x\nX-${n}: y\n`).join('\n');
    const { recipients } = await readInTime(
      'torn fields',
      statusReport(`Final-Recipient: rfc822; ann@reader.example\n\n${torn}`),
    );
    assert.deepEqual(
      recipients.map(({ address }) => address),
      ['ann@reader.example'],
    );
  });

  const qmail = 'This is the qmail-send program\n\n<a@b.example>:';

  it('may go on line after line behind an address', async () => {
    await readInTime('lines', Buffer.from(`${head}\n${qmail}\n${'x\n'.repeat(45_000)}`));
    const empty = `${qmail}${' '.repeat(30_000)}${'\n'.repeat(45_000)}`;
    await readInTime('empty lines', Buffer.from(`${head}\n${empty}`));
  });

  const openings = [
    '',
    `${qmail}\n`,
    'This is the mail system at host x.\n',
    '----- Transcript of session follows -----\n',
    'Technical details of permanent failure:\n',
    'did not reach the following recipient:\n',
    '--- Failure Reasons ---\n',
  ];

  it('may repeat whatever a pattern looks for', async () => {
    const parts = [
      'a',
      ' ',
      '\n',
      '<',
      '@',
      'a@',
      '<a@b',
      'a.',
      '>>> ',
      'In: RCPT TO:<',
      'user ',
      '550 ',
      '5.1.1 ',
      '(',
      '[',
      '<br',
      '<style',
      '&#',
      '\\x{',
    ];
    for (const [index, part] of parts.entries()) {
      const repeated = part.repeat(100_000 / part.length);
      // Each part behind a third of them, each of them with a third of the parts.
      for (const opening of openings.filter((_, number) => number % 3 === index % 3))
        await readInTime(JSON.stringify([opening, part]), Buffer.from(`${head}\n${opening}${repeated}`));
      const line = repeated.replaceAll('\n', ' ');
      const status = `Final-Recipient: rfc822; ${line}\nAction: ${line}\nStatus: ${line}\nDiagnostic-Code: smtp; ${line}\n`;
      await readInTime(`fields ${part}`, Buffer.from(`${head}\n${status}`));
      await readInTime(
        `headers ${part}`,
        Buffer.from(
          `From: ${line.slice(0, 90_000)}\nSubject: ${line.slice(0, 90_000)}\nReturn-Path: <>\n\nDelivery failed.\n`,
        ),
      );
      await readInTime(`HTML ${part}`, Buffer.from(`${head}Content-Type: text/html\n\n${repeated}`));
    }
  });

  it('may be cut off anywhere, or of any bytes', async () => {
    const whole = Buffer.from(
      `${head}Content-Type: multipart/report; boundary=b\n\n--b\n\nDelivery failed.\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822; ann@reader.example\nAction: failed\nStatus: 5.1.1\n--b--\n`,
    );
    for (let end = 0; end < whole.length; end += 1) await readInTime(`up to ${end}`, whole.subarray(0, end));
    const noise = Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 7_919 + (n >> 3) * 31) % 256));
    await readInTime('noise', noise);
    await readInTime('noise with a header', Buffer.concat([Buffer.from(`${head}\n`), noise]));
  });
});
