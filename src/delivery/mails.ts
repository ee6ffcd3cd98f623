import { ownAddresses } from './inbound/addresses.ts';
import { NotFound } from '../errors.ts';
import type { Services } from '../services.ts';
import type { DeliveryTokens, Tokens } from '../tokens.ts';
import { BufferPool } from './buffers.ts';
import {
  type CompiledMail,
  compileMail,
  type Envelope,
  type ReaderValues,
  type RenderedMail,
  signatureRoom,
  spliceMail,
} from './compile.ts';
import { personalLink, sharedLink, signVote, supportLink, voteLink } from './links.ts';
import { messageIdOf } from './message-ids.ts';
import type { Message } from './smtp/handover.ts';
import type { ClaimedRow } from './queries/groups.ts';
import { selectSendMail } from './queries/launch.ts';
import { isPrivate, namesIn, shownBy } from './segments.ts';

/** Whether a reader is shown a private segment. */
export type IsShown = (subscriberId: number) => boolean;

/** Finds out who is shown a private segment, once for a mail; null for a segment that it does not know. */
export type LoadPrivateSegment = (segment: string) => Promise<IsShown | null>;

interface LoadedMail {
  rendered: RenderedMail;
  /** By bits. */
  segments: string[];
  /** Every name that stands in it. */
  names: Set<string>;
  privates: Array<{ name: string; isShown: IsShown }>;
  compiled: Map<string, CompiledMail>;
  /** The same by what is shown: a variant that differs in what this text does not have shares another's mail. */
  bySegments: Map<string, CompiledMail>;
}

// Two sends with two subjects each, both corrected in mid-send, and some room.
const kept = 12;

/** A process's mails: each is read once per revision and subject, and compiled once for all who are shown the same. */
export class MailCache {
  readonly #services: Services;
  readonly #loadPrivate: LoadPrivateSegment;
  readonly #mails = new Map<string, Promise<LoadedMail>>();
  readonly #memory = new BufferPool();

  constructor(services: Services, loadPrivate: LoadPrivateSegment = () => Promise.resolve(null)) {
    this.#services = services;
    this.#loadPrivate = loadPrivate;
  }

  /** The bytes that one reader gets, and the sender of the envelope; to be released when it has been handed over. */
  async build(editionId: number, row: ClaimedRow): Promise<Omit<Message, 'to'>> {
    const loaded = await this.#load(editionId, row.revisionId, row.subjectVariant);
    const own = loaded.privates.filter(({ isShown }) => isShown(row.subscriberId)).map(({ name }) => name);
    const key = `${row.variant}.${row.clickPerson}.${own.join()}`;
    const mail = loaded.compiled.get(key) ?? this.#compile(loaded, row, own);
    loaded.compiled.set(key, mail);
    const values = new OwnValues(this.#services.tokens, loaded.rendered.envelope, editionId, row);
    const isCanonical = mail.isCanonical && !/\s/.test(row.address);
    const raw = spliceMail(mail, values, (bytes) => this.#memory.take(bytes));
    return { from: values.from, raw, room: signatureRoom, isCanonical, isStuffed: mail.isStuffed };
  }

  /** What a mail was built in is for the next one. */
  release({ raw }: Pick<Message, 'raw'>): void {
    this.#memory.giveBack(raw);
  }

  #compile(loaded: LoadedMail, row: ClaimedRow, own: string[]): CompiledMail {
    const { rendered, segments, names, bySegments } = loaded;
    const { variant, clickPerson, revisionId, subjectVariant: subject } = row;
    const { publicUrl } = rendered.envelope;
    const shown = new Set([...shownBy(segments, variant), ...own].filter((name) => names.has(name)));
    const key = `${[...shown].toSorted().join()}.${clickPerson}`;
    const shared = (number: number): string =>
      sharedLink(this.#services.tokens, publicUrl, { revisionId, number, subject });
    const mail = bySegments.get(key) ?? compileMail(rendered, shown, clickPerson ? null : shared);
    bySegments.set(key, mail);
    return mail;
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
    const { subject, html, text, segments } = row;
    const rendered = { subject, html, text, envelope: row.envelope as Envelope };
    const names = namesIn([html, text]);
    const privates = await Promise.all(
      [...names].filter(isPrivate).map(async (name) => ({
        name,
        isShown: (await this.#loadPrivate(name)) ?? (() => false),
      })),
    );
    return { rendered, segments, names, privates, compiled: new Map(), bySegments: new Map() };
  }
}

/**
 * What stands in a reader's mail and on its envelope, by one HMAC; what an appeal needs only where it is asked for. A class:
 * accessors that are written in an object anew for each reader become garbage that only a whole collection finds.
 */
class OwnValues implements ReaderValues {
  readonly from: string;
  readonly address: string;
  readonly name: string;
  readonly messageId: string;
  readonly unsubscribe: string;
  readonly unsubscribeMail: string | null;
  readonly preferences: string;
  readonly #tokens: Tokens;
  readonly #publicUrl: string;
  readonly #own: DeliveryTokens;
  readonly #subscriberId: number;

  constructor(tokens: Tokens, envelope: Envelope, editionId: number, row: ClaimedRow) {
    const { publicUrl, messageIdDomain, inboundDomain, fromAddress } = envelope;
    const { subscriberId } = row;
    const own = tokens.forDelivery(editionId, subscriberId);
    const addresses = inboundDomain ? ownAddresses(own, inboundDomain) : null;
    this.from = addresses?.returnPath ?? fromAddress;
    this.address = row.address;
    this.name = row.name;
    this.messageId = messageIdOf({ editionId, subscriberId }, messageIdDomain);
    this.unsubscribe = `${publicUrl}/unsubscribe/${own.unsubscribe}`;
    this.unsubscribeMail = addresses?.unsubscribeMail ?? null;
    this.preferences = `${publicUrl}/preferences/${own.preferences}`;
    this.#tokens = tokens;
    this.#publicUrl = publicUrl;
    this.#own = own;
    this.#subscriberId = subscriberId;
  }

  get support(): string {
    return supportLink(this.#publicUrl, this.#own.forAppeal().support);
  }

  get why(): string {
    return `${this.#publicUrl}/why/${this.#own.forAppeal().why}`;
  }

  vote(ballotId: number, slug: string): string {
    return voteLink(this.#publicUrl, slug, signVote(this.#tokens, ballotId, this.#subscriberId));
  }

  link(number: number): string {
    return personalLink(this.#publicUrl, this.#own.click, number);
  }
}
