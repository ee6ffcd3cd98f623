// Signatures a second of `signMessage` by DKIM, over mails as readers get them, against bare RSA-2048 signatures of
// as many bytes on the thread pool: what is left of the machine once a mail is hashed, canonicalised and copied.
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import type { DkimConfig } from '../src/dkim-settings.ts';
import { signMessage } from '../src/delivery/dkim.ts';
import { generateKey } from '../src/delivery/dkim-keys.ts';
import { quotedPrintable } from '../src/delivery/encode.ts';
import { median, print } from './print.ts';

const rounds = 3;
const roundMs = Number(process.env['SIGNING_ROUND_MS'] ?? 3_000);
const inHand = 10;
const signBare = promisify(sign) as (algorithm: string, data: Buffer, key: KeyObject) => Promise<Buffer>;

interface Round {
  bare: number;
  rsa: number;
  both: number;
}

export async function benchSigning(): Promise<void> {
  const rsa: DkimConfig = {
    domain: 'courier.example',
    selector: 's1',
    privateKey: (await generateKey('rsa')).privateKey,
  };
  const second = { selector: 's2', privateKey: (await generateKey('ed25519')).privateKey };
  const both = { ...rsa, ed25519: second };
  const bareKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const lines: string[][] = [];
  for (const kilobytes of [30, 60]) {
    const message = makeMessage(kilobytes * 1024);
    const ways = {
      bare: () => signBare('sha256', message, bareKey),
      rsa: () => signMessage(message, rsa),
      both: () => signMessage(message, both),
    };
    for (const way of Object.values(ways)) await rate(way, roundMs / 5);
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round += 1)
      measured.push({
        bare: await rate(ways.bare),
        rsa: await rate(ways.rsa),
        both: await rate(ways.both),
      });
    lines.push(...linesOf(kilobytes, measured));
  }
  print(['size', 'round', 'bare RSA/s', 'RSA/s', 'both/s', 'ratio RSA', 'ratio both'], lines);
}

/** A mail in our own encoding, of about so many bytes. */
function makeMessage(bytes: number): Buffer {
  const head = [
    'Message-ID: <e1.s2@courier.example>',
    'To: Olena <olena@readers.example>',
    'List-Unsubscribe: <https://news.courier.example/unsubscribe/k1.0123456789abcdef0123456789abcdef>',
    'From: The Courier <desk@courier.example>',
    'Reply-To: answers@courier.example',
    'Subject: =?UTF-8?B?0JTQvtCx0YDQvtCz0L4g0YDQsNC90LrRgywg0JTQvdGW0L/RgNC+?=',
    'Date: Mon, 23 Nov 2026 06:30:00 +0000',
    'List-Id: The Daily Courier <daily.news.courier.example>',
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    'Feedback-ID: 1:daily:bulk:courierexample',
    'Precedence: bulk',
    'MIME-Version: 1.0',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: quoted-printable',
  ].join('\r\n');
  const line = '<p style="margin:0 0 12px">A paragraph of a story, as long as such a one is.</p>\n';
  const body = quotedPrintable(line.repeat(Math.ceil(bytes / line.length)));
  return Buffer.from(`${head}\r\n\r\n${body}`.slice(0, bytes - 2).concat('\r\n'), 'latin1');
}

/** Signatures a second, ten in hand at a time as with so many connections. */
async function rate(work: () => Promise<Buffer>, forMs = roundMs): Promise<number> {
  const began = performance.now();
  let done = 0;
  const run = async (): Promise<void> => {
    while (performance.now() - began < forMs) {
      await work();
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: inHand }, run));
  return done / ((performance.now() - began) / 1000);
}

function linesOf(kilobytes: number, measured: Round[]): string[][] {
  const figures = measured.map(({ bare, rsa, both }) => [bare, rsa, both, rsa / bare, both / bare]);
  const middle = figures[0]?.map((_, column) => median(figures.map((round) => round[column] ?? 0))) ?? [];
  const line = (name: string, round: number[]): string[] => [
    `${kilobytes} KB`,
    name,
    ...round.map((figure) => figure.toFixed(figure < 10 ? 2 : 0)),
  ];
  return [...figures.map((round, index) => line(String(index + 1), round)), line('median', middle)];
}
