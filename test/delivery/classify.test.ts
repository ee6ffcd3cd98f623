import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classifyReply, type ReplyClass, type ReplyClues } from '../../src/delivery/classify.ts';
import { rules } from '../../src/delivery/replies/rules.ts';
import { startProcessorTime } from '../support/processor-time.ts';

/** Each reply must be of the class; a failure names all that are not. */
function areAll(expected: ReplyClass, replies: string[], clues: ReplyClues = {}): void {
  const others = replies
    .map((reply) => [reply, classifyReply(reply, clues)])
    .filter(([, found]) => found !== expected);
  assert.deepEqual(others, []);
}

describe('a refusal', () => {
  it('is hard where the code says that the mailbox or its domain is gone', () => {
    areAll(
      'hard',
      ['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.7.13', '5.7.17', '5.7.18'].map(
        (code) => `550 ${code} no`,
      ),
    );
  });

  it('is soft in class 4, whatever it says', () => {
    areAll('soft', [
      '450 4.1.1 user unknown',
      '421 4.7.28 unusual rate of unsolicited mail',
      '451 no such user',
      '452 4.2.2 full',
    ]);
  });

  it('is soft where the mailbox is full, the system or the way there is in trouble', () => {
    areAll('soft', [
      '552 5.2.2 over quota',
      '550 5.3.0 other system trouble',
      '554 5.4.6 too many hops',
      '550 5.4.316 Message expired, connection refused',
      '550 5.1.1 <ann@reader.example> mailbox is full',
      '554 5.2.0 STOREDRV.Deliver; mailbox full',
      '550 Mailbox is full / Blocks limit exceeded / Inode limit exceeded',
      'connect to mx.reader.example[192.0.2.1]:25: Connection timed out',
    ]);
  });

  it('is soft at 5.2.1, unless the text says that the mailbox does not exist or is closed for good', () => {
    areAll('soft', [
      '550 5.2.1 mailbox disabled',
      '550 5.2.1 The account that you tried to reach is disabled',
      '550 5.2.1',
    ]);
    areAll('hard', ['550 5.2.1 This mailbox does not exist', '550 5.2.1 Mailbox permanently disabled']);
  });

  it('is hard by its text where the code is missing or says nothing', () => {
    areAll('hard', [
      '550 User (ann@reader.example) unknown.',
      '550 No such user here',
      '553 sorry, no mailbox here by that name (#5.7.1)',
      '550 5.7.1 <ann@reader.example>: Recipient address rejected: user ann@reader.example does not exist',
      '550 5.0.0 Invalid recipient',
      '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302).',
      "554 delivery error: dd This user doesn't have a yahoo.com account (ann@yahoo.com) [0]",
      '550 5.4.1 Recipient address rejected: Access denied. AS(201806281)',
      '550 5.1.0 Address rejected.',
      '550-The mail server could not deliver mail to ann@reader.example. The account 550-or domain may not exist',
      '551 User not local; please try <ann@other.example>',
      '550 <ann@reader.example>: Recipient address rejected: Account closed due to inactivity.',
      'User ann (ann@reader.example) not listed in Domino Directory',
      'Host or domain name not found. Name service error for name=reader.example type=A: Host not found',
      'Domain reader.example does not accept mail (nullMX)',
      'all relevant MX records point to non-existent hosts',
      'Unrouteable address',
    ]);
  });

  it('is read in the languages of those who answer', () => {
    areAll('hard', [
      "550 L'adresse n'existe pas",
      '550 Utilisateur inconnu. LPN007_402',
      'Empfänger existiert nicht',
      'El usuario no existe',
      'O endereço não foi encontrado',
      "L'utente non esiste",
      'De opgegeven gebruiker bestaat niet',
      'użytkownik nie istnieje',
      'Příjemce neexistuje',
      'Пользователь не найден',
      'Немає такого користувача',
      'Mottakeren finnes ikke',
      'Vastaanottaja tuntematon',
      'A címzett ismeretlen',
      'Kullanıcı bulunamadı',
      'Ο παραλήπτης δεν υπάρχει',
      'メールアドレスは存在しません',
      '550 该用户不存在',
      '수신자를 찾을 수 없습니다',
    ]);
    areAll('soft', [
      'La boîte aux lettres du destinataire est pleine',
      'Postfach ist voll',
      'Скринька переповнена',
      'Ящик переполнен',
      'メールボックスが一杯のため',
      '用户邮箱已满',
    ]);
  });

  it('is the fault of who sends or of what is sent, and never of the recipient', () => {
    areAll('sender', [
      '550 5.7.26 This mail has been blocked because the sender is unauthenticated.',
      '550 5.7.515 Access denied, sending domain EXAMPLE.COM does not meet the required authentication level.',
      "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. part of their network is on our block list (S3140).",
      '550 SC-001 Unfortunately, messages from 192.0.2.1 were not sent. (S3150)',
      '550 5.1.1 <ann@reader.example> - 192.0.2.1 has sent to too many recipients this hour. IB607',
      '550 5.1.8 <us@news.example>: Sender address rejected: Domain not found',
      '550 5.7.1 Client host rejected: cannot find your hostname, [192.0.2.1]',
      '554 5.7.1 <ann@reader.example>: Relay access denied',
      '552 5.3.4 Message size exceeds fixed limit',
      '550 5.7.1 Message contains spam or virus.',
      '554 5.7.9 Message not accepted for policy reasons.',
      '503 5.5.1 Error: nested MAIL command',
      '550 5.7.27 Sender address has null MX',
      '554 5.7.1 <ann@reader.example>: Recipient address rejected: Blocked by SPF',
      '550 Too many invalid recipients',
      '550 5.4.5 Daily user sending quota exceeded',
    ]);
  });

  it('says nothing of the recipient while who sends is still being told', () => {
    areAll('sender', ['550 No such user', '550 5.1.1 unknown', '550 no'], { about: 'sender' });
  });

  it('is not believed to be about the mailbox where a filter may have said it of the mail', () => {
    areAll('unknown', ['550 user unknown', '550 5.0.0 <ann@reader.example>... User unknown'], {
      about: 'message',
    });
    areAll('hard', ['550 5.1.1 user unknown', '550 Invalid recipient'], { about: 'message' });
  });

  it('takes the code of the report where its own says nothing', () => {
    areAll('hard', ['550 no', '550 5.0.0 no', '550 5.7.1 no'], { status: '5.1.1' });
    areAll('sender', ['550 5.7.1 IP address blacklisted by recipient'], { status: '5.1.1' });
  });

  it('is unknown where nothing is known, and an address is no code', () => {
    areAll('unknown', ['', '550', '550 5.0.0', 'no', 'host 5.1.1.1 said no', 'version 5.1.10.3']);
  });
});

describe('the rules on replies', () => {
  it('each say why', () => {
    for (const { why, pattern } of rules) assert.ok(why.length > 3, String(pattern));
  });

  it('take no longer on a text made to hold them up', () => {
    const parts = [
      'user ',
      'no longer ',
      'a',
      ' ',
      '<',
      'a.',
      '550 ',
      'over quota ',
      'host ',
      'sender ',
      'ユーザ',
      'mailbox not ',
    ];
    for (const part of parts) {
      const took = startProcessorTime();
      classifyReply(part.repeat(500_000 / part.length));
      assert.ok(took() < 500, `${JSON.stringify(part)} took ${Math.round(took())} ms`);
    }
  });
});
