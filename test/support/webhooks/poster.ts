import type { MailWebhookSettings } from '../../../src/mail-webhook-settings.ts';
import type { FetchOptions, Fetched } from '../../../src/guarded-fetch.ts';

/** What a provider posts: its headers and its body. */
export interface Post {
  headers: Record<string, string>;
  body: string;
}

/** What happened to whom. */
export interface Happening {
  address: string;
  /** The Message-ID that our mail had. */
  messageId?: string;
  /** The same for the same happening, whenever it is posted. */
  id?: string;
}

export type Happened = 'gone' | 'full' | 'blocked' | 'delayed' | 'complaint' | 'delivered' | 'opened';

/** A provider as it is seen from here: it has real keys, and posts as its documents say. */
export interface Poster {
  /** What this newsroom sets to believe it. */
  settings: Partial<MailWebhookSettings>;
  /** What it posts when this happens, proved as it does. */
  post(happened: Happened, happening: Happening, at?: Date): Post;
  /** An authentic post that nobody can read. */
  postNonsense(at?: Date): Post;
  /** Whether a proof has a time, after which it is stale. */
  hasTime: boolean;
  /** Whether each byte of the body is proved. */
  signsBody: boolean;
  /** Where it serves what its posts lead to. */
  fetch?(address: string, options: FetchOptions): Promise<Fetched>;
}

/** Nothing is set up. */
export const nothingSet: MailWebhookSettings = {
  sesTopics: [],
  mailgunKey: null,
  sendgridKey: null,
  postmarkSecret: null,
  brevoSecret: null,
};
