import type { Rule } from './rule.ts';

/** What is said of the mail, of where it comes from and of how much of it: never the recipient's fault. */
export const contentRules: readonly Rule[] = [
  {
    class: 'sender',
    pattern:
      /\b(black|block|deny|reject|real-?time black)[- ]?(hole )?list\w*|\brbl\b|dnsbl|\bdnsrbl|spamhaus|spamcop|sorbs|barracuda|cloudmark|abuseat|invaluement|ivmsip|senderbase|spamrl|uribl|surbl|proofpoint|\bs31[45]\d\b|\[?tss?0\d\]?|\bipts0\d|\bbl2[13]\b|listed (in|at|on|by)\b|\bib6\d\d\b|\bis_blocked|cs01|reputation/,
    why: 'the sender is on a list',
    overCodes: true,
  },
  {
    class: 'sender',
    pattern:
      /\bspam\w*|unsolicited|junk ?-?mail|\bbulk\b|\babus(e|ive)\b|phish\w*|virus|malware|infected|suspicious|malicious|worm\b|viagra|\buce\b|suspected|high probability|looks like|\bdt:spm|\brp:|hl:/,
    why: 'the mail is held for spam or worse',
    overCodes: true,
  },
  {
    class: 'sender',
    pattern:
      /too many (recipients|connections|messages|mails|emails|rcpts?|invalid|unknown|errors|concurrent|requests|sessions)|rate[- ]?limit\w*|\bthrottl\w+|(frequency|rate) (is )?limit\w*|(exceeded|exceeds|exceeding|over) (\w+ ){0,5}(rate|limit|connections|messages per|sending|max\w*|hourly|daily)|(rate|limit|connections) (\w+ ){0,3}(exceeded|reached)|unusual rate|sending limit|recipients this (hour|day)|receiving mail (at a rate|too quickly)|receivingrate|max(imum)? (number of )?(connections|messages)/,
    why: 'too much at once',
    overCodes: true,
  },
  {
    class: 'sender',
    pattern:
      /\b(message|mail|size|attachment|header|line)s?\b.{0,40}\b(too (large|big|long)|exceed\w* .{0,30}(size|limit|maximum)|larger than|size limit|over ?size\w*|is too)\b|size limit|(maximum|max\w*) (message |mail |fixed )*size|too (large|big) (message|for)|message size|line (too long|limit exceeded)|sizelimit/,
    why: 'the mail is too large',
    overCodes: true,
  },
  {
    class: 'sender',
    pattern:
      /\bpolic(y|ies)\b|security (reason|policy|violation)|content (rejected|policy|filter\w*|denied|not accepted|restriction\w*)|(message|mail|email|content|attachment|file) (\w+ ){0,4}(rejected|refused|denied|blocked|prohibited|not accepted|not allowed|rejected due)|rejected (for|by|due|per|because)|header .{0,40}(missing|invalid|duplicate|malformed)|rfc ?-?\d{3,4}|not rfc|\b(missing|invalid|multiple|bad) (\w+[ :-]){0,2}(header|date|message-id|subject|from|mime)|bare (lf|cr)|8 ?bit|not conform\w*/,
    why: 'the mail breaks a rule of the server',
  },
  {
    class: 'sender',
    pattern:
      /\bblock(ed|ing)?\b|block-send|\bbanned\b|\b(access|permission|connection|delivery) (is )?(denied|rejected|refused|prohibited|forbidden)|not (permitted|allowed|authori[sz]ed|welcome)|don't have permission|not have permission|no permission|unauthori[sz]ed|restricted|refused by|administratively|administrative prohibition|prohibited|go away|command rejected|transaction failed|message denied|connections? not accepted|not accept(ed|ing)? (connections|mail|messages|email)? ?from|(will|do|does) not accept (\w+ ){0,3}from|invalid ip|your (ip|server|host|domain|network)/,
    why: 'the sender is not welcome',
  },
  {
    class: 'sender',
    pattern:
      /\bsyntax error|command (not |parameter |unrecogni[sz]ed|un)|unrecogni[sz]ed (command|parameter)|(bad|improper|wrong|out of) sequence|parameters? (not|in)|protocol (error|violation)|pipelining|need (mail|rcpt|helo|ehlo)|send hello|polite people say/,
    why: 'the two did not understand each other',
  },
  {
    class: 'sender',
    pattern:
      /redirected|сообщение.{0,30}(спам|отклонен)|спам|спамов|\bcontenu\b.{0,20}refus|service refus|nicht (angenommen|akzeptiert)|abgelehnt|rechazad|rejeitad|rifiutat|odrzucon|отклонен|відхилен|拒否|拒绝|拒收|垃圾邮件|迷惑メール|スパム|스팸|거부/u,
    why: 'the mail is refused (other languages)',
  },
];
