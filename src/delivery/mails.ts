import { NotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import { type CompiledMail, compileMail, type Envelope, type RenderedMail, spliceMail } from './compile.ts';
import { personalLink, sharedLink } from './links.ts';
import { type ClaimedRow, selectSendMail } from './queries.ts';

interface LoadedMail {
  rendered: RenderedMail;
  compiled: Map<string, CompiledMail>;
  /** Links that all readers share, signed once. */
  shared: Map<number, string>;
}

const kept = 8;

/** A variant is the set of segments shown, a bit each; the first one tells patrons from readers. */
export const isPatronVariant = (variant: number): boolean => (variant & 1) === 1;

export const audienceName = (patron: boolean): string => (patron ? 'patron' : 'reader');

/** A process's mails: each is read and compiled once per revision, subject and audience. */
export class MailCache {
  readonly #services: Services;
  readonly #mails = new Map<string, Promise<LoadedMail>>();

  constructor(services: Services) {
    this.#services = services;
  }

  /** The bytes that one reader gets, and the sender of the envelope. */
  async build(editionId: number, row: ClaimedRow): Promise<{ from: string; raw: Buffer }> {
    const mail = await this.#load(editionId, row.revisionId, row.subjectVariant);
    const audience = audienceName(isPatronVariant(row.variant));
    const compiled = mail.compiled.get(audience) ?? compileMail(mail.rendered, audience);
    mail.compiled.set(audience, compiled);
    const raw = spliceMail(
      compiled,
      readerValues(this.#services, mail.rendered.envelope, editionId, row, mail.shared),
    );
    return { from: mail.rendered.envelope.fromAddress, raw };
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
      shared: new Map(),
    };
  }
}

/** What stands in a reader's mail, by one HMAC. */
export function readerValues(
  { tokens }: Services,
  envelope: Envelope,
  editionId: number,
  row: ClaimedRow,
  shared: Map<number, string>,
) {
  const own = tokens.forDelivery(editionId, row.subscriberId);
  const { publicUrl, messageIdDomain } = envelope;
  const link = (number: number): string => {
    if (row.clickPerson) return personalLink(publicUrl, own.click, number);
    const known = shared.get(number) ?? sharedLink(tokens, publicUrl, row.revisionId, number);
    shared.set(number, known);
    return known;
  };
  return {
    address: row.address,
    name: row.name,
    // Of ids alone, so that it is the same on each attempt, whatever keys are rotated in between.
    messageId: `<e${editionId}.s${row.subscriberId}@${messageIdDomain}>`,
    unsubscribe: `${publicUrl}/unsubscribe/${own.unsubscribe}`,
    preferences: `${publicUrl}/preferences/${own.preferences}`,
    link,
  };
}
