import { type Rule, rulesOf, say } from './rule.ts';

/** The quota of who sends is no full mailbox. */
export const sendingRules: readonly Rule[] = rulesOf({ class: 'sender', overCodes: true }, [
  [
    say`\b(?:sending|sender|outgoing|outbound|daily|hourly|relay) (?:\w+ ){0,3}(?:quota|limit)\b`,
    'the sender may send no more',
  ],
]);

/**
 * Too much at once; before what is said of recipients, since "too many invalid recipients" is said to the
 * sender.
 */
export const excessRules: readonly Rule[] = rulesOf({ class: 'sender', overCodes: true }, [
  [
    say`too many (?:\w+ )?(?:recipients|rcpts?|connections|sessions|requests|attempts|errors)`,
    'too much at once',
  ],
  [say`too many (?:\w+ )?(?:messages|mails|emails|invalid|unknown|concurrent)`, 'too much at once'],
  [
    say`rate[- ]?limit|throttl|(?:frequency|rate) (?:is )?limit|unusual rate|receivingrate`,
    'too much at once',
  ],
  [
    say`recipients this (?:hour|day)|receiving (?:mail|e-?mail) (?:at a rate|too quickly)`,
    'too much at once',
  ],
  [
    say`max(?:imum)? (?:number of )?(?:connections|messages|emails)|exceeded (?:\w+ ){0,3}(?:rate|connections|hourly|per hour)`,
    'too much at once',
  ],
]);

// These say clearly whose fault it is, whatever code stands beside them.
const blamed = rulesOf({ class: 'sender', overCodes: true }, [
  [
    say`\b(?:black|block|deny|reject)[- ]?(?:hole )?list\w*|\blisted (?:in|at|on|by)\b`,
    'the sender is on a list',
  ],
  [say`\brbl\b|dnsbl|\bdns ?rbl|_is_blocked|badmailfrom|reputation`, 'the sender is on a list'],
  [
    say`spamhaus|spamcop|sorbs|barracuda|cloudmark|abuseat|invaluement|ivmsip|senderbase|spamrl|uribl|surbl|hostkarma|proofpoint`,
    'a list is named',
  ],
  [say`\bs31[45]\d\b|\b(?:ou|sc|dy|rp)-00\d\b`, "Outlook's marks for the sender"],
  [say`\btss?0\d\b|\bipts0\d\b|\bbl2[13]\b|rtr:(?:bl|sc)|\bcon:b1`, "Yahoo's and AOL's marks for the sender"],
  [
    say`\bib[16]\d\d\b|\bhl:itc|\bdt:spm|\bofr_?\d{3}\b`,
    "GoDaddy's, NetEase's and Orange's marks for the sender",
  ],
  [say`\bspam\w*|unsolicited|junk ?-?mail|\bbulk\b|\buce\b|\babus(?:e|ive)\b|complaints?\b`, 'held for spam'],
  [
    say`phish\w*|virus|malware|infected|suspicious|malicious|looks like`,
    'held for something worse than spam',
  ],
  [
    say`\b(?:message|mail|attachment|header|file)s?\b.{0,40}\b(?:too (?:large|big|long)|larger than|over ?size\w*)`,
    'the mail is too large',
  ],
  [
    say`\b(?:message|mail|attachment|header|file)s?\b.{0,40}\bexceed\w* .{0,30}(?:size|limit|maximum)`,
    'the mail is too large',
  ],
  [
    say`size ?limit|(?:max\w*|fixed) (?:message |mail )*size|message size|line (?:too long|limit)`,
    'the mail is too large',
  ],
]);

const refused = rulesOf({ class: 'sender' }, [
  [say`\bpolic(?:y|ies)\b|security (?:reason|violation|regulation)`, 'the mail breaks a rule of the server'],
  [
    say`\bcontent\b.{0,20}\b(?:reject|polic|filter|denied|not accepted|restrict|unacceptable)\w*|unacceptable|prohibited|banned`,
    'the mail breaks a rule of the server',
  ],
  [
    say`\b(?:message|mail|e-?mail|attachments?|data) (?:\S+ ){0,4}(?:rejected|refused|denied|blocked|not accepted|not allowed|filtered)`,
    'the mail is refused',
  ],
  [say`rejected (?:for|by|due|per|because|as|using)|possible forgery`, 'the mail is refused'],
  [
    say`\bheader\b.{0,40}(?:missing|invalid|duplicate|malformed)|rfc ?-?\d{3,4}|bare (?:lf|cr)|8 ?bit|mime error`,
    'the mail is not made as it should be',
  ],
  [
    say`\b(?:missing|invalid|multiple|bad|illegal) (?:\w+[ :-]){0,2}(?:header|date|message-id|subject|mime|content|data|structure|attachment)`,
    'the mail is not made as it should be',
  ],
  [say`non-western|required standards`, 'the mail is not made as it should be'],
  [say`\bblock(?:ed|ing)?\b|block-send|\bdenied\b|\brefused\b|go away`, 'the sender is not welcome'],
  [
    say`\b(?:access|permission|connection|delivery)\b.{0,12}(?:denied|rejected|refused|forbidden)`,
    'the sender is not welcome',
  ],
  [
    say`not (?:permitted|allowed|authori[sz]ed|welcome|have permission)|n't have permission|no permi(?:ssion|t)|unauthori[sz]ed`,
    'the sender is not welcome',
  ],
  [
    say`restrict\w*|administrative\w* prohibit\w*|command rejected|transaction failed|invalid ip`,
    'the sender is not welcome',
  ],
  [say`connections? (?:will )?not (?:be )?accepted|accept (?:\w+ ){0,3}from`, 'the sender is not welcome'],
  [
    say`\bsyntax error|command (?:not |parameter |un)|unrecogni[sz]ed (?:command|parameter)|need (?:mail|rcpt|helo|ehlo)`,
    'the two did not understand each other',
  ],
  [
    say`(?:bad|improper|wrong|out of) sequence|protocol (?:error|violation)`,
    'the two did not understand each other',
  ],
  [
    say`service refus|mail rejet|message rejet|\bcontenu\b.{0,20}refus|nicht (?:angenommen|akzeptiert)|abgelehnt`,
    'refused (French, German)',
  ],
  [say`rechazad|rejeitad|rifiutat|odrzucon|спам|отклонен|відхилен`, 'refused (Romance and Slavic languages)'],
  [say`拒否|拒绝|拒收|垃圾邮件|迷惑メール|スパム|스팸|거부`, 'refused (Japanese, Chinese, Korean)'],
]);

/** What is said of the mail, of where it comes from and of how much of it: never the recipient's fault. */
export const contentRules: readonly Rule[] = [...blamed, ...refused];
