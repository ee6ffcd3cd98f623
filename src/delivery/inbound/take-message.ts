import { setTimeout as sleep } from 'node:timers/promises';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import type { Services } from '../../services.ts';
import { readInboundAddress } from './addresses.ts';
import type { Strangers } from './admit-recipient.ts';
import { smtpAnswer } from './smtp-answer.ts';
import { storeMail } from './store-mail.ts';

export const maxBytes = 2_000_000;
const storeWithinMs = 15_000;

/**
 * Takes a message that the listener is given; once this resolves the database has it for good.
 * @throws Error with the answer to the sender: 552 where it is too large, 451 or 452 where it may come again
 */
export async function takeMessage(
  services: Services,
  strangers: Strangers & { add(bytes: number): void },
  stream: SMTPServerDataStream,
  { envelope }: Pick<SMTPServerSession, 'envelope'>,
): Promise<void> {
  const raw = await readAll(stream);
  if (stream.sizeExceeded || raw === null) throw smtpAnswer(552, `5.3.4 larger than ${maxBytes} bytes`);
  const recipients = envelope.rcptTo.map(({ address }) => address.toLowerCase());
  const mailFrom = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  try {
    if (isForStrangers(recipients)) {
      // Others may have come in since its recipient was taken.
      if (await strangers.isFull())
        throw smtpAnswer(452, '4.3.1 enough has come in here today; please try again later');
      strangers.add(raw.length);
    }
    await inTime(storeMail(services, { source: 'smtp', recipients, mailFrom, raw }));
  } catch (error) {
    if (error instanceof Error && 'responseCode' in error) throw error;
    services.log.warn(
      { err: error },
      'a mail that came in could not be kept; its sender is told to come again',
    );
    throw smtpAnswer(451, '4.3.0 it could not be kept; please try again later');
  }
  await services.jobs.hint('read-inbound', [{}]);
}

function isForStrangers(recipients: string[]): boolean {
  return recipients.some((address) => readInboundAddress(address, null)?.use === 'bounces');
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
