import type { Rule } from './rule.ts';

/** The mailbox is not there, and will not be. */
export const goneRules: readonly Rule[] = [
  {
    class: 'unknown',
    pattern: /\b550 : user unknown/,
    why: "KDDI's filters say it, without an address, of mail that they do not like",
  },
  {
    class: 'hard',
    pattern: /\buser unknown\b|\bunknown user\b/,
    why: 'no such mailbox; but filters say just this of mail that they do not like',
    inDoubt: 'unknown',
  },
  {
    class: 'hard',
    pattern:
      /\b(no such|non-?existent|nonexisting|non-existing|unrecogni[sz]ed|undefined|inexistent) (\w+ ){0,2}(user|mail ?box|recipient|addresse?e?|account|alias|person|local part|id|name|customer|subscriber|member|people|contact)s?\b/,
    why: 'no such mailbox',
  },
  {
    class: 'hard',
    pattern:
      /\b(unknown|invalid|illegal|bad|incorrect|wrong|not a valid|no valid|not valid|not an existing|unlisted) (\w+ ){0,3}(user|mail ?box|recipient|addressee|address|account|alias|local[- ]part|userid|user ?name|final delivery userid|destination|to address|rcpt|customer|mailbox name)s?\b/,
    why: 'no such mailbox',
  },
  {
    class: 'hard',
    pattern:
      /\b(user|mail ?box|recipient|addressee|address|account|alias|inbox|person|username|userid|local part|customer|subscriber|member|rcpt|name)s?\b.{0,80}?\b(unknown|not known|not (be |been )?found|does ?n[o']t exist|does not exist|did not exist|do(es)? not exists?|not exist\w*|is not existing|was ?n't found|not recogni[sz]ed|not listed|invalid|non-?existent|is not (a )?(known|valid|registered|hosted|local|one of our|here|on this))\b/,
    why: 'no such mailbox',
  },
  {
    class: 'hard',
    pattern:
      /\b(user|mail ?box|recipient|addressee|address|account|alias|inbox|person|employee|customer|subscriber|member|e-?mail|he|she)s?\b.{0,80}?\b(no longer (\w+ ){0,3}(exists?|valid|active|available|in use|used|here|employed|works?|accept\w*|with|monitored|supported|a customer|on server|at|receiv\w+)|(has|have|was|were|been|is) (\w+ )?(deleted|removed|closed|terminated|cancelled|canceled|retired|purged|decommissioned)|permanently (disabled|closed|deleted|suspended|inactive|deactivated)|(disabled|closed|deactivated) permanently|has left)/,
    why: 'the mailbox is gone for good',
  },
  {
    class: 'hard',
    pattern:
      /\bno (mail ?-?box|account|user|recipient|person|address|one)s?\b (\w+ ){0,4}(here|by (that|this) name|with (that|this) name|found|for|by that|in this domain|matching|on this)|no mail ?-?box (here|by)|no (mailbox|account) for|\bhere by that name/,
    why: 'no such mailbox',
  },
  {
    class: 'hard',
    pattern:
      /(does ?n[o']t|does not|did not|not) have (a|an|any) (\w+(\.\w+)? ){0,3}(account|mail ?box|user|address)|not (our|a) (user|customer|subscriber|client|known user|valid (user|mailbox|recipient|account|address))|\bis not (a )?(known|valid) (user|recipient|mailbox|address|account)|no longer on server|not listed in|user not listed|not (in|found in|listed in) (the |our |public |domino )*(directory|name|address book|database|user database)/,
    why: 'no such mailbox',
  },
  {
    class: 'hard',
    pattern:
      /recipientnotfound|recipnotfound|recipientunknown|usernotfound|nosuchuser|unknownrecipient|no_such_user|mailbox_not_found|addressnotfound|invalidrecipient|recipient name is not recogni[sz]ed|no matches to nameserver query for user|unable to find (the )?(recipient|user|mailbox)|(could|can) ?n[o']t (be found|find) (the |a |this )?(recipient|user|mailbox|address|account)|(address|recipient|user|account|mailbox)\b.{0,60}(couldn't|could not|can't|cannot) be (found|resolved)|i cannot deliver mail for|\bdd (this user|sorry, your message)/,
    why: 'no such mailbox',
  },
  {
    class: 'hard',
    pattern:
      /\b(user|recipient|he|she|mail ?box|account|person|address)\b.{0,40}\b(has |have )?(moved( to| permanently|;|,|\.|$)|relocated)|address (has )?(changed|been (changed|replaced))|new (e-?mail )?address( is|:)|user not local|not our user|account has moved|forwarding address|mailbox has (been )?moved/,
    why: 'the mailbox has moved',
  },
  {
    class: 'hard',
    pattern: /recipient address rejected: access denied/,
    why: "Exchange Online's directory and Postfix's table of recipients do not know it",
  },
];

/** What many refusals carry; believed where nothing else is said. */
export const faintRules: readonly Rule[] = [
  {
    class: 'hard',
    pattern: /mail ?box (is )?(currently )?(unavailable|not available)|no mail ?box by that name is/,
    why: "RFC 5321's own words for 550",
  },
  {
    class: 'hard',
    pattern:
      /(recipient|destination) (address )?rejected[.:]?\s*(\(in reply.{0,40})?$|(recipient|destination) address rejected: (access denied|undeliverable|unverified)|(^|[\s#.:])address rejected\.?$|undeliverable address|recipient .{0,80} (denied|not allowed|not accepted)$|that recipient is not allowed|mailbox name not allowed|unrout(e)?able (e-?mail )?address|recipient not accepted|recipient (is )?(unrecogni[sz]ed|undeliverable)/,
    why: 'the recipient is refused, and no other reason is given',
  },
];
