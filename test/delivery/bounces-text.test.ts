import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openMessage } from '../../src/delivery/bounces/message.ts';
import { readReport } from '../../src/delivery/bounces/read-report.ts';
import { textReaders } from '../../src/delivery/bounces/readers/index.ts';

const original =
  'Received: from news.example by relay.example; Mon, 23 Nov 2026 06:00:00 +0000\nFrom: us@news.example\nTo: ann@reader.example\nMessage-ID: <digest-1@news.example>\nSubject: Digest\n\nThe user does not exist.\n';

/** A report for people, as a mail system sends it. */
const report = (
  text: string,
  headers = 'Subject: Mail delivery failed: returning message to sender',
): Buffer =>
  Buffer.from(
    `From: Mail Delivery System <mailer-daemon@relay.example>\nTo: us@news.example\n${headers}\n\n${text}`,
  );

const found = async (message: Buffer): Promise<unknown[]> => {
  const { kind, recipients } = await readReport(message);
  return [kind, ...recipients.map((one) => `${one.address} ${one.class}`)];
};

// One of each reader's reports, and what is in it.
const samples: Record<string, [Buffer, ...string[]]> = {
  googleGroups: [
    report(
      "Hello,\n\nWe're writing to let you know that the group you tried to contact (readers) may not exist, or you may not have permission to post messages to the group.\n\nhttps://groups.google.com/support/\n",
      'Subject: Delivery Status Notification (Failure)\nX-Failed-Recipients: readers@googlegroups.com',
    ),
    'readers@googlegroups.com sender',
  ],
  qmail: [
    report(
      `Hi. This is the qmail-send program at relay.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n<ann@reader.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 user unknown\nGiving up on 192.0.2.1.\n\n<ben@reader.example>:\nThe users mailfolder is over the allowed quota (size). (#5.2.2)\n\n--- Below this line is a copy of the message.\n\n${original}`,
      'Subject: failure notice',
    ),
    'ann@reader.example hard',
    'ben@reader.example soft',
  ],
  exim: [
    report(
      `This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  a.smith@other.example\n    (generated from ann@reader.example)\n    SMTP error from remote mail server after RCPT TO:<a.smith@other.example>:\n    host mx.other.example [192.0.2.1]: 550 user unknown\n  ben@reader.example\n    retry timeout exceeded\n\n------ This is a copy of the message, including all the headers. ------\n\n${original}`,
    ),
    'ann@reader.example hard',
    'ben@reader.example soft',
  ],
  postfix: [
    report(
      `This is the mail system at host relay.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n                   The mail system\n\n<a.smith@other.example> (expanded from <ann@reader.example>): host\n    mx.other.example[192.0.2.1] said: 550 5.7.1 Message contains spam (in reply\n    to end of DATA command)\n`,
    ),
    'ann@reader.example sender',
  ],
  sendmail: [
    report(
      `   ----- The following addresses had permanent fatal errors -----\n<ann@reader.example>\n\n   ----- Transcript of session follows -----\n... while talking to mx.reader.example.:\n>>> RCPT To:<ann@reader.example>\n<<< 550 User unknown\n550 <ann@reader.example>... User unknown\n421 mx.reader.example.: Deferred\n\n   ----- Unsent message follows -----\n${original}`,
      'Subject: Returned mail: User unknown',
    ),
    'ann@reader.example hard',
  ],
  gmail: [
    report(
      `Delivery to the following recipient failed permanently:\n\n     ann@reader.example\n\nTechnical details of permanent failure:\nGoogle tried to deliver your message, but it was rejected by the recipient domain. The error that the other server returned was: 550 user unknown (state 14).\n\n----- Original message -----\n\n${original}`,
      'Subject: Delivery Status Notification (Failure)',
    ),
    'ann@reader.example hard',
  ],
  exchange: [
    report(
      'Your message\n\n  To:      us@news.example\n  Subject: Digest\n\ndid not reach the following recipient(s):\n\nann@reader.example on Mon, 23 Nov 2026 06:00:00 -0000\n    The recipient name is not recognized\n    MSEXCH:IMS:READER:EXAMPLE 0 (000C05A6) Unknown Recipient\n',
      'Subject: Undeliverable: Digest',
    ),
    'ann@reader.example hard',
  ],
  notes: [
    report(
      `------- Failure Reasons  --------\n\nUser not listed in public Name & Address Book\nann@reader.example\n\n------- Returned Message --------\n${original}`,
      'Subject: Undeliverable message',
    ),
    'ann@reader.example hard',
  ],
  imail: [
    report(
      'Unknown user: ann@reader.example\n\nOriginal message follows.\n',
      'Subject: Undeliverable Mail\nX-Mailer: <SMTP32 v8.12>',
    ),
    'ann@reader.example hard',
  ],
  plain: [
    report(
      'Your mail sent on: Mon, 23 Nov 2026\n  Could not be delivered to: <ann@reader.example>\n  As their mailbox is full.\n',
      'Subject: Mail System Error - Returned Mail',
    ),
    'ann@reader.example soft',
  ],
};

describe('a report for people', () => {
  for (const [name, reader] of Object.entries(textReaders)) {
    it(`is read as ${name} writes it`, async () => {
      const [message, ...expected] = samples[name] ?? [Buffer.from('')];
      const { text, subject, headers } = await openMessage(message);
      assert.ok(reader.recognises({ text, subject, headers, own: new Set() }), 'not recognised');
      assert.deepEqual(await found(message), ['bounce', ...expected]);
    });
  }

  it('is read of systems that have no reader of their own', async () => {
    const texts = [
      'Your message did not reach some or all of the intended recipients.\n\nThe following recipient(s) could not be reached:\n\nann@reader.example\n   Error Type: SMTP\n   Remote server (192.0.2.1) issued an error.\n   hMailServer sent: RCPT TO:<ann@reader.example>\n   Remote server replied: 550 user unknown\n',
      "Failed to deliver to 'ann@reader.example'\nSMTP module(domain reader.example) reports:\n host mx.reader.example says:\n 550 5.1.1 unknown\n",
      'Your message could not be delivered.\n\nThe following address failed:\n\nann@reader.example\n\nFor the following reason:\n\nThe mailbox does not exist.\n',
      "** Address not found **\n\nYour message wasn't delivered to ann@reader.example because the address couldn't be found.\n\nThe response was:\n\n550 5.1.1 The email account that you tried to reach does not exist.\n",
      'К сожалению, Ваше письмо не может быть доставлено:\n\n  ann@reader.example\n    Пользователь не найден\n',
      'Ihre Nachricht konnte nicht zugestellt werden:\n\nann@reader.example: Empfänger existiert nicht\n',
    ];
    for (const text of texts)
      assert.deepEqual(await found(report(text)), ['bounce', 'ann@reader.example hard'], text);
  });

  it('is read without any header, in HTML only, and in the charset it is in', async () => {
    const text =
      'Your message could not be delivered to these recipients:\n\n<ann@reader.example>: The mailbox does not exist.\n';
    assert.deepEqual(await found(Buffer.from(text)), ['bounce', 'ann@reader.example hard']);
    const html = report(
      '<style>p{}</style><p>Your message could not be delivered:</p><p>ann@reader.example<br>The mailbox does not exist &ndash; sorry.</p>',
      'Subject: Undeliverable\nContent-Type: text/html',
    );
    assert.deepEqual(await found(html), ['bounce', 'ann@reader.example hard']);
    const japanese = Buffer.concat([
      report('', 'Subject: failure notice\nContent-Type: text/plain; charset=iso-2022-jp'),
      Buffer.from('ann@reader.example: \u001b$B%a!<%k%"%I%l%9$OB8:_$7$^$;$s\u001b(B\n', 'latin1'),
    ]);
    assert.deepEqual(await found(japanese), ['bounce', 'ann@reader.example hard']);
    const unknown = report(text, 'Subject: Undeliverable\nContent-Type: text/plain; charset=x-no-such');
    assert.deepEqual(await found(unknown), ['bounce', 'ann@reader.example hard']);
  });

  it('of a delay is no bounce', async () => {
    const delay = report(
      'THIS IS A WARNING MESSAGE ONLY.\n\nDelivery to the following recipient has been delayed:\n\n     ann@reader.example\n\nMessage will be retried for 2 more day(s)\n\nThe response was: 550 5.7.1 suspicious\n',
      'Subject: Delivery Status Notification (Delay)',
    );
    const { kind, recipients } = await readReport(delay);
    assert.deepEqual([kind, recipients[0]?.class, recipients[0]?.status], ['delayed', 'soft', '4.7.1']);
  });

  it('that is not understood is unreadable, and says so; what is no report is none', async () => {
    const riddle = await readReport(report('Xyzzy.\n', 'Subject: Hello'));
    assert.equal(riddle.kind, 'unreadable');
    assert.match(riddle.reason ?? '', /not understood/);
    const letter = Buffer.from(
      'From: Ann <ann@reader.example>\nSubject: Re: Digest\n\nMy friend ben@reader.example says: the user does not exist, 550 5.1.1.\n',
    );
    assert.deepEqual(await found(letter), ['none']);
    assert.deepEqual(await found(Buffer.from('Hello')), ['none']);
  });
});
