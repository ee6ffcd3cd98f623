import { type Rule, rulesOf, say } from './rule.ts';

// These say clearly whose fault it is, whatever code stands beside them.
const blamed = rulesOf({ class: 'sender', overCodes: true }, [
  [
    say`\b(?:black|block|deny|reject)[- ]?(?:hole )?list\w*|\brbl\b|dnsbl|\bdns ?rbl|\blisted (?:in|at|on|by)\b|_is_blocked|reputation|badmailfrom`,
    'the sender is on a list',
  ],
  [
    say`spamhaus|spamcop|sorbs|barracuda|cloudmark|abuseat|invaluement|ivmsip|senderbase|spamrl|uribl|surbl|hostkarma|proofpoint`,
    'the sender is on a list',
  ],
  [
    say`\bs31[45]\d\b|\btss?0\d\b|\bipts0\d\b|\bbl2[13]\b|\bib[16]\d\d\b|\b(?:ou|sc|dy|rp)-00\d\b|rtr:(?:bl|sc)|\bcon:b1|\bhl:itc|\bdt:spm|\bofr_?\d{3}\b`,
    "Outlook's, Yahoo's, GoDaddy's, AOL's, NetEase's and Orange's marks for the sender",
  ],
  [
    say`\bspam\w*|unsolicited|junk ?-?mail|\bbulk\b|\babus(?:e|ive)\b|phish\w*|virus|malware|infected|suspicious|malicious|\buce\b|looks like|complaints?\b`,
    'the mail is held for spam or worse',
  ],
  [
    say`\b(?:message|mail|attachment|header|file)s?\b.{0,40}\b(?:too (?:large|big|long)|larger than|over ?size\w*|exceed\w* .{0,30}(?:size|limit|maximum))|size limit|(?:max\w*|fixed) (?:message |mail )*size|message size|line (?:too long|limit)|sizelimit`,
    'the mail is too large',
  ],
]);

const refused = rulesOf({ class: 'sender' }, [
  [
    say`\bpolic(?:y|ies)\b|security (?:reason|violation|regulation)|\bcontent\b.{0,20}\b(?:reject|polic|filter|denied|not accepted|restrict|unacceptable)\w*|unacceptable|prohibited|banned`,
    'the mail breaks a rule of the server',
  ],
  [
    say`\b(?:message|mail|e-?mail|attachments?|data) (?:\S+ ){0,4}(?:rejected|refused|denied|blocked|not accepted|not allowed|filtered)|rejected (?:for|by|due|per|because|as|using)|possible forgery`,
    'the mail is refused',
  ],
  [
    say`\bheader\b.{0,40}(?:missing|invalid|duplicate|malformed)|rfc ?-?\d{3,4}|\b(?:missing|invalid|multiple|bad|illegal) (?:\w+[ :-]){0,2}(?:header|date|message-id|subject|mime|content|data|structure|attachment)|bare (?:lf|cr)|8 ?bit|mime error|non-western|required standards`,
    'the mail is not made as it should be',
  ],
  [
    say`\bblock(?:ed|ing)?\b|block-send|\b(?:access|permission|connection|delivery)\b.{0,12}(?:denied|rejected|refused|forbidden)|\bdenied\b|\brefused\b`,
    'the sender is not welcome',
  ],
  [
    say`not (?:permitted|allowed|authori[sz]ed|welcome|have permission)|n't have permission|no permi(?:ssion|t)|unauthori[sz]ed|restrict\w*|administrative\w* prohibit\w*|go away|command rejected|transaction failed|connections? (?:will )?not (?:be )?accepted|accept (?:\w+ ){0,3}from|invalid ip`,
    'the sender is not welcome',
  ],
  [
    say`\bsyntax error|command (?:not |parameter |un)|unrecogni[sz]ed (?:command|parameter)|(?:bad|improper|wrong|out of) sequence|protocol (?:error|violation)|need (?:mail|rcpt|helo|ehlo)`,
    'the two did not understand each other',
  ],
  [
    say`спам|отклонен|відхилен|\bcontenu\b.{0,20}refus|service refus|mail rejet|message rejet|nicht (?:angenommen|akzeptiert)|abgelehnt|rechazad|rejeitad|rifiutat|odrzucon|拒否|拒绝|拒收|垃圾邮件|迷惑メール|スパム|스팸|거부`,
    'the mail is refused (other languages)',
  ],
]);

/** Too much at once; before what is said of recipients, since "too many invalid recipients" is said to the sender. */
export const excessRules: readonly Rule[] = rulesOf({ class: 'sender', overCodes: true }, [
  [
    say`too many (?:\w+ )?(?:recipients|connections|messages|mails|emails|rcpts?|invalid|unknown|errors|concurrent|requests|sessions|attempts)|rate[- ]?limit|throttl|(?:frequency|rate) (?:is )?limit|unusual rate|sending limit|daily limit`,
    'too much at once',
  ],
  [
    say`recipients this (?:hour|day)|receiving (?:mail|e-?mail) (?:at a rate|too quickly)|receivingrate|max(?:imum)? (?:number of )?(?:connections|messages|emails)|exceeded (?:\w+ ){0,3}(?:rate|connections|hourly|per hour)`,
    'too much at once',
  ],
]);

/** What is said of the mail, of where it comes from and of how much of it: never the recipient's fault. */
export const contentRules: readonly Rule[] = [...blamed, ...refused];
