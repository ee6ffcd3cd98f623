/** What a refusal says about the recipient. */
export type ReplyClass = 'hard' | 'soft' | 'sender' | 'unknown';

/** One thing that servers say, and what it means. */
export interface Rule {
  class: ReplyClass;
  /** Tried on the reply on one line, in lower case. Every gap in it is bounded. */
  pattern: RegExp;
  why: string;
  /** It is believed even beside a code that says the mailbox is gone. */
  overCodes?: boolean;
  /** The class where the answer may have been to the message: filters say it of mail that they do not like. */
  inDoubt?: ReplyClass;
}

/** Rules that differ only in what is said. */
export function rulesOf(
  common: Omit<Rule, 'pattern' | 'why'>,
  rows: ReadonlyArray<readonly [pattern: RegExp, why: string]>,
): Rule[] {
  return rows.map(([pattern, why]) => ({ ...common, pattern, why }));
}

/** A pattern with lists of words in it. */
export function say(parts: TemplateStringsArray, ...words: string[]): RegExp {
  return new RegExp(String.raw({ raw: parts.raw }, ...words), 'u');
}

/** What replies call a mailbox or whose it is. */
export const box = String.raw`\b(?:user|mail[ -]?box|recipient|rcpt|addresse?e?|account|alias|inbox|person|user ?id|user ?name|local[ -]part|customer|subscriber|member|employee|mail drop)s?\b`;

/** What replies call a domain or its host. */
export const place = String.raw`\b(?:host|domain|host ?name|domain name|mail domain|mail server|mail host|system|destination|site)s?\b`;
