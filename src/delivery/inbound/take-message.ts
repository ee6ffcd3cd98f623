import { setTimeout as sleep } from 'node:timers/promises';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Services } from '../../services.ts';
import { addKilobytes } from '../queries/inbound.ts';
import { readInboundAddress } from './addresses.ts';
import { bytesBeside, type Strangers } from './bound-strangers.ts';
import { smtpAnswer } from './smtp-answer.ts';
import { type InboundMail, storeMail } from './store-mail.ts';

export const maxBytes = 2_000_000;
const storeWithinMs = 15_000;

/** How much of what comes in is kept. */
export interface Room {
  strangers: Strangers;
  /** Of mail to one address with a token, in a day. */
  tokenBytes: number;
}

/**
 * Takes a message that the listener is given; once this resolves the database has it for good.
 * @throws Error with the answer to the sender: 552 where it is too large, 451 or 452 where it may come again
 */
export async function takeMessage(
  services: Services,
  room: Room,
  stream: SMTPServerDataStream,
  { envelope }: Pick<SMTPServerSession, 'envelope'>,
): Promise<void> {
  const raw = await readAll(stream);
  if (stream.sizeExceeded || raw === null) throw smtpAnswer(552, `5.3.4 larger than ${maxBytes} bytes`);
  const recipients = envelope.rcptTo.map(({ address }) => address.toLowerCase());
  const mailFrom = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const isKept = await inTime(keep(services, room, { source: 'smtp', recipients, mailFrom, raw })).catch(
    (error: unknown) => {
      services.log.warn(
        { err: error },
        'a mail that came in could not be kept; its sender is told to come again',
      );
      throw smtpAnswer(451, '4.3.0 it could not be kept; please try again later');
    },
  );
  if (!isKept) throw smtpAnswer(452, '4.3.1 enough has come in here today; please try again later');
  await services.jobs.hint('read-inbound', [{}]);
}

/** False where there is no room for it today. */
async function keep(services: Services, room: Room, mail: InboundMail): Promise<boolean> {
  for (const address of mail.recipients)
    if (!(await hasRoom(services, room, address, mail.raw.length))) return false;
  await storeMail(services, mail);
  return true;
}

/** Who has a token may be anybody who has had a mail of ours. */
async function hasRoom(
  { db }: Services,
  { strangers, tokenBytes }: Room,
  address: string,
  bytes: number,
): Promise<boolean> {
  // More may have come in since its recipient was taken.
  if (readInboundAddress(address, null)?.use === 'bounces') return strangers.take(bytes);
  const kilobytes = await addKilobytes(db, address, Math.ceil((bytes + bytesBeside) / 1000));
  return kilobytes * 1000 <= tokenBytes;
}

/** The message, or null where it is too large: the rest is let go by. */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes > maxBytes ? null : Buffer.concat(chunks);
}

/** What is kept too late is kept all the same, and comes again: it counts once. */
function inTime<T>(kept: Promise<T>): Promise<T> {
  const late = sleep(storeWithinMs, undefined, { ref: false }).then(() => {
    throw new Error(`not within ${storeWithinMs / 1000} s`);
  });
  return Promise.race([kept, late]);
}
