import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readReport } from '../../src/delivery/bounces/read-report.ts';

const head =
  'From: Mail Delivery System <MAILER-DAEMON@relay.example>\nTo: b+token@bounces.news.example\nSubject: Undelivered Mail Returned to Sender\nMIME-Version: 1.0\n';
const returned =
  'Return-Path: <b+token@bounces.news.example>\nTo: Ann <ann@reader.example>\nMessage-ID: <digest-1@news.example>\nSubject: Digest\n';

/** A multipart/report of these parts, each a type and its text. */
function report(type: string, parts: Array<[type: string, text: string]>): Buffer {
  const bodies = parts.map(([partType, text]) => `--B\nContent-Type: ${partType}\n\n${text}\n`).join('');
  return Buffer.from(
    `${head}Content-Type: multipart/report; report-type=${type}; boundary=B\n\n${bodies}--B--\n`,
  );
}

const dsn = (fields: string, text = 'Delivery failed.'): Buffer =>
  report('delivery-status', [
    ['text/plain', text],
    ['message/delivery-status', `Reporting-MTA: dns; relay.example\n\n${fields}`],
    ['text/rfc822-headers', returned],
  ]);

const arf = (fields: string, to = 'ann@reader.example'): Buffer =>
  report('feedback-report', [
    ['text/plain', 'This is an email abuse report.'],
    ['message/feedback-report', `User-Agent: Loop/1\nVersion: 1\n${fields}`],
    ['message/rfc822', returned.replace('Ann <ann@reader.example>', to)],
  ]);

describe('a delivery status notification', () => {
  it('gives the address that we mailed, the code, the class and the words', async () => {
    const { kind, recipients, original } = await readReport(
      dsn(
        'Original-Recipient: rfc822;ann@reader.example\nFinal-Recipient: rfc822; a.smith@other.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n <a.smith@other.example> user unknown\n',
      ),
    );
    assert.equal(kind, 'bounce');
    assert.deepEqual(recipients, [
      {
        address: 'ann@reader.example',
        status: '5.1.1',
        class: 'hard',
        reply: '550 5.1.1 <a.smith@other.example> user unknown',
      },
    ]);
    assert.deepEqual(original, {
      messageId: '<digest-1@news.example>',
      returnPath: 'b+token@bounces.news.example',
      unsubscribe: '',
    });
  });

  it('gives each of its recipients that failed, with its own words', async () => {
    const { kind, recipients } = await readReport(
      dsn(
        [
          'Final-Recipient: rfc822; ann@reader.example\nAction: failed\nStatus: 5.1.1\n',
          'Final-Recipient: rfc822; ben@reader.example\nAction: delayed\nStatus: 4.4.1\n',
          'Final-Recipient: rfc822; cleo@reader.example\nAction: delivered\nStatus: 2.0.0\n',
          'Final-Recipient: rfc822; dora@reader.example\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 full\n',
        ].join('\n'),
      ),
    );
    assert.equal(kind, 'bounce');
    assert.deepEqual(
      recipients.map(({ address, class: found }) => [address, found]),
      [
        ['ann@reader.example', 'hard'],
        ['dora@reader.example', 'soft'],
      ],
    );
  });

  it('is no bounce while it is still being tried, nor where it went on', async () => {
    const delayed = await readReport(
      dsn(
        'Final-Recipient: rfc822; ann@reader.example\nAction: delayed\nStatus: 4.4.1\nDiagnostic-Code: smtp; 550 5.1.1 no\n',
      ),
    );
    assert.equal(delayed.kind, 'delayed');
    assert.equal(delayed.recipients[0]?.class, 'soft');
    for (const action of ['relayed', 'expanded', 'delivered']) {
      const done = await readReport(
        dsn(`Final-Recipient: rfc822; ann@reader.example\nAction: ${action}\nStatus: 2.0.0\n`),
      );
      assert.deepEqual([done.kind, done.recipients], ['none', []]);
    }
  });

  it('is read where its fields are torn, unindented, coded in base64 or left in the text', async () => {
    const fields =
      'Action: failed\nStatus: 5.1.1\n\nFinal-Recipient: RFC822; <ann@reader.example>\nDiagnostic-Code: smtp;\n550 5.1.1 user unknown\n';
    const base64 = Buffer.from(`Reporting-MTA: dns; x\n\n${fields}`).toString('base64');
    const messages = [
      dsn(fields),
      report('delivery-status', [['message/delivery-status\nContent-Transfer-Encoding: base64', base64]]),
      Buffer.from(`${head}Content-Type: multipart/report; boundary=lost\n\nDelivery failed.\n\n${fields}`),
      Buffer.from(`${head}\nDelivery failed.\n\n${fields}`),
    ];
    for (const message of messages) {
      const { kind, recipients } = await readReport(message);
      assert.equal(kind, 'bounce');
      assert.deepEqual(
        recipients.map(({ address, class: found }) => [address, found]),
        [['ann@reader.example', 'hard']],
      );
    }
  });

  it('takes an address in UTF-8 (RFC 6533), and the returned mail where it names none', async () => {
    const international = await readReport(
      report('delivery-status', [
        [
          'message/global-delivery-status',
          'Final-Recipient: utf-8; anna.\\x{142}@reader.example\nAction: failed\nStatus: 5.1.1\n',
        ],
      ]),
    );
    assert.equal(international.recipients[0]?.address, 'anna.ł@reader.example');
    const nameless = await readReport(
      dsn('Action: failed\nStatus: 5.0.0\nDiagnostic-Code: unknown; No such domain.\n'),
    );
    assert.deepEqual(
      nameless.recipients.map(({ address, class: found }) => [address, found]),
      [['ann@reader.example', 'hard']],
    );
  });

  it('does not believe "user unknown" that a report shows to have been said of the mail', async () => {
    const fields =
      'Final-Recipient: rfc822; ann@reader.example\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 User unknown\n';
    const said = (step: string): Buffer =>
      dsn(fields, `<ann@reader.example>: host mx said: 550 User unknown (in reply to ${step} command)`);
    assert.equal((await readReport(said('RCPT TO'))).recipients[0]?.class, 'hard');
    assert.equal((await readReport(said('end of DATA'))).recipients[0]?.class, 'unknown');
    assert.equal((await readReport(said('MAIL FROM'))).recipients[0]?.class, 'sender');
  });
});

describe('a complaint', () => {
  it('is abuse, fraud, an opt-out or what else a person reports', async () => {
    for (const type of ['abuse', 'fraud', 'opt-out', 'other']) {
      const { kind, feedback, recipients } = await readReport(arf(`Feedback-Type: ${type}\n`));
      assert.deepEqual([kind, feedback, recipients[0]?.address], ['complaint', type, 'ann@reader.example']);
      assert.equal(recipients[0]?.class, 'unknown');
    }
  });

  it('is no report of failed authentication, nor one that the mail is no spam', async () => {
    for (const type of ['auth-failure', 'not-spam']) {
      const { kind, feedback } = await readReport(
        arf(`Feedback-Type: ${type}\nOriginal-Rcpt-To: ann@reader.example\n`),
      );
      assert.deepEqual([kind, feedback], ['none', type]);
    }
  });

  it('is found where addresses are redacted, by what is left', async () => {
    const hidden = 'redacted@reader.example';
    const named = await readReport(
      arf('Feedback-Type: abuse\nOriginal-Rcpt-To: <ann@reader.example>\n', hidden),
    );
    assert.equal(named.recipients[0]?.address, 'ann@reader.example');
    const removal = await readReport(
      arf('Feedback-Type: abuse\nRemoval-Recipient: ann@reader.example\n', hidden),
    );
    assert.equal(removal.recipients[0]?.address, 'ann@reader.example');
    const all = await readReport(arf('Feedback-Type: abuse\nOriginal-Rcpt-To: redacted\n', hidden));
    assert.deepEqual(
      [all.kind, all.recipients[0]?.address, all.original.messageId],
      ['complaint', '', '<digest-1@news.example>'],
    );
  });

  it("is Microsoft's too, which returns the mail alone", async () => {
    const { kind, recipients } = await readReport(
      Buffer.from(
        `From: staff@hotmail.com\nTo: abuse@news.example\nSubject: complaint about message from 192.0.2.1\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: ann@reader.example\n${returned}\n--B--\n`,
      ),
    );
    assert.deepEqual([kind, recipients[0]?.address], ['complaint', 'ann@reader.example']);
  });
});

describe('an automatic reply', () => {
  const reply = (headers: string): Buffer =>
    Buffer.from(
      `From: Ann <ann@reader.example>\nTo: us@news.example\n${headers}\n\nI am away. My mailbox is full and no longer in use.\n`,
    );

  it('is told by its header or by its title, in whatever language', async () => {
    const headers = [
      'Subject: Re: Digest\nAuto-Submitted: auto-replied',
      'Subject: Re: Digest\nX-Autoreply: yes',
      'Subject: Re: Digest\nPrecedence: auto_reply',
      'Subject: Automatic reply: Digest',
      'Subject: Out of Office: Mail delivery failure',
      'Subject: Automatische Antwort: Digest',
      'Subject: =?utf-8?B?UsOpcG9uc2UgYXV0b21hdGlxdWU=?= : Digest',
      'Subject: Respuesta automática: Digest',
      'Subject: Автоматична відповідь: Digest',
      'Subject: 自動返信: Digest',
      'Subject: On leave\nReturn-Path: <>',
    ];
    for (const header of headers) assert.equal((await readReport(reply(header))).kind, 'auto-reply', header);
  });

  it("is not a person's own answer, a newsletter, a read receipt, nor a bounce that calls itself one", async () => {
    assert.equal((await readReport(reply('Subject: Re: Digest'))).kind, 'none');
    assert.equal((await readReport(reply('Subject: Your questions on leave and holiday'))).kind, 'none');
    assert.equal(
      (await readReport(reply('Subject: Automatic reply or not?\nList-Id: <news.example>'))).kind,
      'none',
    );
    const receipt = report('disposition-notification', [
      ['text/plain', 'Your message was displayed.'],
      [
        'message/disposition-notification',
        'Final-Recipient: rfc822; ann@reader.example\nDisposition: manual-action/MDN-sent-manually; displayed\n',
      ],
    ]);
    assert.equal((await readReport(receipt)).kind, 'none');
    const exim = Buffer.from(
      `${head}Auto-Submitted: auto-replied\nX-Failed-Recipients: ann@reader.example\n\nThis message was created automatically by mail delivery software.\n\n  ann@reader.example\n    Unrouteable address\n`,
    );
    assert.equal((await readReport(exim)).kind, 'bounce');
  });
});
