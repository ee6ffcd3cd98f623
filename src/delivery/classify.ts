import {
  isGeneric,
  isTemporary,
  likelyMeaning,
  meaningOf,
  type ReplyCodes,
  readCodes,
} from './replies/codes.ts';
import type { ReplyClass, Rule } from './replies/rule.ts';
import { rules } from './replies/rules.ts';

export type { ReplyClass } from './replies/rule.ts';

/** What is known of a reply besides its words. */
export interface ReplyClues {
  /** The enhanced code that a report gives beside the reply. */
  status?: string;
  /**
   * Of whom the step was at which it was said: of the message also where it may have been. Without it, the
   * recipient.
   */
  about?: 'sender' | 'recipient' | 'message';
}

const maxLength = 2_000;

/**
 * Sorts a refusal by RFC 3463's codes, the three digits and the words: `hard` is about a mailbox that is not
 * there, `soft` passes or may pass, `sender` is about the mail or who sends it and says nothing about the
 * recipient. Words outrank a code that is missing or says nothing of its own.
 */
export function classifyReply(reply: string, clues: ReplyClues = {}): ReplyClass {
  const line = reply.slice(0, maxLength).replace(/\s+/g, ' ').trim().toLowerCase();
  const codes = codesOf(line, clues.status ?? '');
  if (isTemporary(codes)) return 'soft';
  const text = withoutHosts(joinLines(line));
  const rule = rules.find(({ pattern }) => pattern.test(text));
  const sure = meaningOf(codes.enhanced);
  if (sure !== null && !(sure === 'hard' && rule?.overCodes)) return believe(sure, clues);
  const said = classOf(rule, aboutOf(codes, clues));
  return believe(said === 'unknown' ? likelyMeaning(codes) : said, clues);
}

/** The codes of a reply, completed by the one that a report gives beside it. */
export function codesOf(reply: string, status: string): ReplyCodes {
  const codes = readCodes(reply);
  if (isGeneric(codes.enhanced) && status !== '' && !isGeneric(status)) return { ...codes, enhanced: status };
  return { ...codes, enhanced: codes.enhanced || status };
}

function classOf(rule: Rule | undefined, about: ReplyClues['about']): ReplyClass {
  if (rule === undefined) return 'unknown';
  return about === 'message' ? (rule.inDoubt ?? rule.class) : rule.class;
}

/** A code of RFC 3463's subject 1 is about an address, at whatever step it came. */
function aboutOf({ enhanced }: ReplyCodes, { about }: ReplyClues): ReplyClues['about'] {
  return enhanced.startsWith('5.1.') ? 'recipient' : about;
}

/** A server that was still being told who sends has said nothing about the recipient. */
function believe(found: ReplyClass, { about }: ReplyClues): ReplyClass {
  return about === 'sender' && (found === 'hard' || found === 'unknown') ? 'sender' : found;
}

/** Without the code that begins each further line of a reply. */
function joinLines(line: string): string {
  const [code] = /(?<!\d)[45]\d\d(?=[ -])/.exec(line) ?? [];
  if (code === undefined) return line;
  const end = line.indexOf(code) + code.length;
  const repeated = new RegExp(` ${code}[ -](?:[45]\\.\\d{1,3}\\.\\d{1,3} )?`, 'g');
  return line.slice(0, end) + line.slice(end).replace(repeated, ' ');
}

/** The name of a host says nothing: that of a filter's maker may stand in it. */
function withoutHosts(line: string): string {
  return line.replace(/\bhost \S{1,255}?\s?\[[0-9a-f.:]{3,45}\](?::| said:)? ?/g, '');
}
