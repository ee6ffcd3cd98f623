import { box, type Rule, rulesOf, say } from './rule.ts';

const unknownTo = String.raw`\b(?:unknown|not known|unrecogni[sz]ed|not recogni[sz]ed|not (?:be |been )?(?:found|verified|resolved|located)|wasn't found|(?:n't|not|cannot) be (?:found|verified|resolved)|does ?n[o']t exist|does not exists?|did not exist|do(?:es)? not exists?|not exists?|no exist|is not existing|non-?existent|not listed|invalid|is not (?:a )?(?:known|valid|registered|hosted|local|one of our|here|on this)|not a member|not ok|lookup .{0,20}failed)\b`;
const nowhere = String.raw`(?:no such|no valid|not a valid|not valid|non-?existent|non-?existing|unrecogni[sz]ed|undefined|unknown|invalid|illegal|bad|incorrect|wrong|unlisted|blank)`;

// Postfix, Sendmail and most others; and so do filters, of mail that they have taken and do not like.
const bare: readonly Rule[] = [
  {
    class: 'unknown',
    pattern: say`(?:^|\d|>) : user unknown`,
    why: "no address where it should stand: a KDDI filter's words",
    overCodes: true,
  },
  {
    class: 'hard',
    pattern: say`\buser unknown\b|\bunknown user\b|\bno such user\b`,
    why: 'no such mailbox',
    inDoubt: 'unknown',
  },
];

const gone = rulesOf({ class: 'hard' }, [
  [say`\b${nowhere}(?:[ -](?!message|mail\b|e-?mail\b)[\w/]+){0,3}[ -]${box}`, 'no such mailbox'],
  [say`${box}[^;]{0,80}?${unknownTo}`, 'no such mailbox'],
  [
    say`\bno (?:mail ?-?box|account|user|recipient|person|address|one)s?\b (?:\w+ ){0,4}(?:here|by (?:that|this)|with (?:that|this)|found|for|in this|matching|on this)|\bhere by that name`,
    'no such mailbox',
  ],
  [
    say`(?:does ?n[o']t|does not|did not) have (?:a|an|any) (?:[\w.]+ ){0,3}(?:account|mail ?box|user|address)|not (?:our|a) (?:\w+ )?(?:user|customer|subscriber|client|recipient)`,
    'no such mailbox',
  ],
  [
    say`not (?:listed |found )?in (?:the |our |public |domino )*(?:directory|name & address|address book|database)|several matches found|not unique`,
    'no such mailbox, or more than one',
  ],
  [
    say`recip(?:ient)?notfound|recipientunknown|usernotfound|nosuchuser|unknownrecipient|no_such_user|mailbox_not_found|addressnotfound|addressnonexist`,
    'no such mailbox, as Exchange and others abbreviate it',
  ],
  [
    say`recipient name is not recogni[sz]ed|(?:can ?n[o']t|could ?n[o']t|unable to) (?:find|verify|validate|deliver mail for) (?:the |a |this |that |alias )?(?:recipient|user|mailbox)|can't find user|cannot deliver mail for`,
    'no such mailbox',
  ],
  [
    say`${box}.{0,80}?\bno longer (?:\w+ ){0,3}(?:exists?|valid|active|available|in use|used|here|employed|works?|accepts?|with|monitored|supported|on|at|receives?)\b|\bno longer (?:works?|employed|on server)`,
    'no longer there',
  ],
  [
    say`${box}.{0,60}?\b(?:deleted|removed|closed|terminated|cancell?ed|retired|purged|decommissioned)\b`,
    'closed or deleted',
  ],
  [say`\bno longer accepts mail|this address does not receive mail|\bdd this user`, 'no longer there'],
  [
    say`recipient address rejected: access denied|recipient(?:s)? (?:\S+ )?(?:is|are) invalid`,
    "Exchange Online's directory or Postfix's table does not know it",
  ],
  [
    say`(?:recipient|mailbox name|account) (?:is )?(?:not (?:allowed|accepted|permitted)|unrecogni[sz]ed|undeliverable|denied)`,
    'refused, and no reason is given',
  ],
]);

const moved = rulesOf({ class: 'hard' }, [
  [say`${box}.{0,40}\b(?:has |have )?(?:moved|relocated)\b|user not local|not our user`, 'moved'],
  [
    say`address (?:has )?(?:changed|been (?:changed|replaced))|new (?:e-?mail )?address(?: is|:)|forwarding address`,
    'moved',
  ],
]);

export const goneRules: readonly Rule[] = [...bare, ...moved, ...gone];

/** What many refusals carry; believed where nothing else is said. */
export const faintRules: readonly Rule[] = rulesOf({ class: 'hard' }, [
  [
    say`mail ?box (?:is )?(?:currently )?(?:unavailable|not available)|no mail ?box by that name`,
    "RFC 5321's own words for 550",
  ],
  [
    say`(?:recipient|destination)(?: address)? rejected[.:]?\s*(?:\(in reply.{0,40})?$|(?:^|[\s#.:])address rejected\.?$`,
    'refused, and no reason is given',
  ],
  [
    say`^\d{3} (?:5\.\d\.\d )?<?\S{1,64}@[\w.-]{1,255}>?:? (?:address )?rejected\b`,
    'refused, and no reason is given',
  ],
  [
    say`(?:recipient|destination) address rejected: (?:undeliverable|unverified)|undeliverable address|address (?:is )?undeliverable`,
    'Postfix asked the next server about it',
  ],
  [say`unrout(?:e)?able (?:e-?mail )?address|unrouteable mailbox`, "Exim's routers do not know where to"],
]);
