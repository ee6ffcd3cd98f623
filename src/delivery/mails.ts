import { ownAddresses } from './inbound/addresses.ts';
import { NotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import { BufferPool } from './buffers.ts';
import {
  type CompiledMail,
  compileMail,
  type Envelope,
  type RenderedMail,
  signatureRoom,
  spliceMail,
} from './compile.ts';
import { personalLink, sharedLink } from './links.ts';
import { messageIdOf } from './message-ids.ts';
import type { Message } from './smtp/handover.ts';
import type { ClaimedRow } from './queries/groups.ts';
import { selectSendMail } from './queries/launch.ts';

interface LoadedMail {
  rendered: RenderedMail;
  compiled: Map<string, CompiledMail>;
}

// Two sends with two subjects each, both corrected in mid-send, and some room.
const kept = 12;

/** A variant is the set of segments shown, a bit each; the first one tells patrons from readers. */
export const isPatronVariant = (variant: number): boolean => (variant & 1) === 1;

export const audienceName = (patron: boolean): string => (patron ? 'patron' : 'reader');

/** A process's mails: each is read and compiled once per revision, subject and audience. */
export class MailCache {
  readonly #services: Services;
  readonly #mails = new Map<string, Promise<LoadedMail>>();
  readonly #memory = new BufferPool();

  constructor(services: Services) {
    this.#services = services;
  }

  /** The bytes that one reader gets, and the sender of the envelope; to be released when it has been handed over. */
  async build(editionId: number, row: ClaimedRow): Promise<Omit<Message, 'to'>> {
    const { rendered, compiled } = await this.#load(editionId, row.revisionId, row.subjectVariant);
    const key = `${row.variant}.${row.clickPerson}`;
    const mail = compiled.get(key) ?? this.#compile(rendered, row);
    compiled.set(key, mail);
    const { from, values } = readerValues(this.#services, rendered.envelope, editionId, row);
    const isCanonical = mail.isCanonical && !/\s/.test(row.address);
    const raw = spliceMail(mail, values, (bytes) => this.#memory.take(bytes));
    return { from, raw, room: signatureRoom, isCanonical, isStuffed: mail.isStuffed };
  }

  /** What a mail was built in is for the next one. */
  release({ raw }: Pick<Message, 'raw'>): void {
    this.#memory.giveBack(raw);
  }

  #compile(rendered: RenderedMail, { variant, clickPerson, revisionId }: ClaimedRow): CompiledMail {
    const { publicUrl } = rendered.envelope;
    const shared = (number: number): string =>
      sharedLink(this.#services.tokens, publicUrl, revisionId, number);
    return compileMail(rendered, audienceName(isPatronVariant(variant)), clickPerson ? null : shared);
  }

  #load(editionId: number, revisionId: number, subjectVariant: number): Promise<LoadedMail> {
    const key = `${editionId}.${revisionId}.${subjectVariant}`;
    const known = this.#mails.get(key);
    if (known) return known;
    if (this.#mails.size >= kept) this.#mails.delete(this.#mails.keys().next().value ?? '');
    const loading = this.#read(editionId, revisionId, subjectVariant);
    this.#mails.set(key, loading);
    // A failed read, as when the database restarts, is not kept.
    loading.catch(() => this.#mails.delete(key));
    return loading;
  }

  async #read(editionId: number, revisionId: number, subjectVariant: number): Promise<LoadedMail> {
    const row = await selectSendMail(this.#services.db, editionId, revisionId, subjectVariant);
    if (row === undefined) throw new NotFound(`edition ${editionId} has no mail of revision ${revisionId}`);
    const { subject, html, text, envelope } = row;
    return {
      rendered: { subject, html, text, envelope: envelope as Envelope },
      compiled: new Map(),
    };
  }
}

/** What stands in a reader's mail and on its envelope, by one HMAC. */
function readerValues({ tokens }: Services, envelope: Envelope, editionId: number, row: ClaimedRow) {
  const own = tokens.forDelivery(editionId, row.subscriberId);
  const { publicUrl, messageIdDomain, inboundDomain, fromAddress } = envelope;
  const addresses = inboundDomain ? ownAddresses(own, inboundDomain) : null;
  const values = {
    address: row.address,
    name: row.name,
    messageId: messageIdOf({ editionId, subscriberId: row.subscriberId }, messageIdDomain),
    unsubscribe: `${publicUrl}/unsubscribe/${own.unsubscribe}`,
    unsubscribeMail: addresses?.unsubscribeMail ?? null,
    preferences: `${publicUrl}/preferences/${own.preferences}`,
    link: (number: number) => personalLink(publicUrl, own.click, number),
  };
  return { from: addresses?.returnPath ?? fromAddress, values };
}
