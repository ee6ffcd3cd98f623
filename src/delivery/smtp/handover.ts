/** What became of handing one message over to a relay. */
export type Handover =
  | { outcome: 'accepted'; reply: string }
  /** The relay said no, for good or for now; `about` tells at which step: of the sender, the recipient, the message. */
  | { outcome: 'refused'; permanent: boolean; about: 'sender' | 'recipient' | 'message'; reply: string }
  /** Certainly not handed over: the relay could not be used. */
  | { outcome: 'unreachable'; reply: string }
  /** The final dot may have been sent, and no reply came. */
  | { outcome: 'uncertain'; reply: string };

export interface Message {
  from: string;
  to: string;
  /** CRLF at each line's end, and no line longer than 998 bytes (RFC 5322 section 2.1.1). */
  raw: Buffer;
  /** So many bytes of its memory before it are free. */
  room?: number;
  /** The body is known to be its own relaxed form, for signing. */
  isCanonical?: boolean;
  /** No line is known to begin with a dot: then none is looked for. */
  isStuffed?: boolean;
}
