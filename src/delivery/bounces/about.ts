import type { ReplyClues } from '../classify.ts';

type About = NonNullable<ReplyClues['about']>;

// How reports name the step that was answered. The last that a text names is the one that failed.
const steps: ReadonlyArray<{ pattern: RegExp; of: string }> = [
  { of: 'Postfix', pattern: /in reply to (?:the )?(?:end of )?(\w+)/gi },
  {
    of: 'Exim, GMX',
    pattern: /\bafter (?:pipelined )?(?:end of )?(rcpt|mail|data|helo|ehlo|auth|initial|starttls)/gi,
  },
  { of: 'Sendmail, KDDI', pattern: />>> ?(\w+)/g },
  { of: 'DragonFly', pattern: /did not like our (?:final )?(\w+)/gi },
  { of: 'Yahoo', pattern: /\[(rcpt|mail|data|connect|helo|ehlo)\w*\][ \t\r]{0,5}$/gim },
  { of: 'm-FILTER', pattern: /smtp command[ \t\r\n]{1,5}(\w+)/gi },
  {
    of: 'qmail',
    pattern: /does not like (recipient|sender)|but (sender|recipient) was rejected|(my name) was rejected/gi,
  },
  { of: 'qmail', pattern: /most progress was (\w+)/gi },
  { of: 'qmail', pattern: /failed (after) i sent the message/gi },
  { of: 'XMail', pattern: /\bsmtp:(rcpt|mail|data)\b/gi },
  { of: 'hMailServer', pattern: /hmailserver sent: (\w+)/gi },
  { of: 'MDaemon', pattern: /^ *--> (\w+)/gim },
  {
    of: 'Exchange, Postfix',
    pattern: /\b(?:during|while sending|in response to) (?:the )?(rcpt|mail|data|end)\b/gi,
  },
  { of: 'Gmail', pattern: /\*\* (address not found) \*\*/gi },
  { of: 'Postfix', pattern: /^ *in: +(\w+)/gim },
];

const words: Record<string, About> = {
  rcpt: 'recipient',
  recipient: 'recipient',
  vrfy: 'recipient',
  'address not found': 'recipient',
  data: 'message',
  bdat: 'message',
  end: 'message',
  dot: 'message',
  after: 'message',
  mail: 'sender',
  sender: 'sender',
  helo: 'sender',
  ehlo: 'sender',
  auth: 'sender',
  initial: 'sender',
  connect: 'sender',
  starttls: 'sender',
  'my name': 'sender',
};
const maxLength = 20_000;

/** Of what a quoted reply speaks, by the step at which it came; undefined where the text does not show it. */
export function aboutOf(text: string): About | undefined {
  const part = text.slice(0, maxLength);
  for (const { pattern } of steps) {
    const named = [...part.matchAll(pattern)].map(
      (match) => words[(match.slice(1).find(Boolean) ?? '').toLowerCase()],
    );
    const last = named.findLast((about) => about !== undefined);
    if (last !== undefined) return last;
  }
  return undefined;
}
