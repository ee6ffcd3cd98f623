import { type Rule, rulesOf, say } from './rule.ts';

const sender = String.raw`\b(?:sender|sender's|senders|envelope[ -]from|mail ?from|return[ -]path|reverse[ -]path|originator|from[ -]address|from:? header|header from)\b`;
const yours = String.raw`\b(?:client host|client address|your host|your ip|your server|your domain|your network|sending ip|sending host|sending mta|connecting host|connecting ip|ip address|host ?name|ip name)\b`;
const refused = String.raw`\b(?:unknown|not exist|n't exist|not found|invalid|reject\w*|denied|blocked|refused|verif\w+|resolv\w+|unresolvable|unroutable|not (?:allowed|accepted|permitted|authori[sz]ed|valid|local)|must|null ?mx|no mx|has no|black ?list\w*|syntax|malformed|missing|mismatch\w*|cannot|could not|is not|does not|forged|no name|lookup)\b`;

/** What is said of who sends: the address, the host, and that they prove who they are. */
export const identityRules: readonly Rule[] = rulesOf({ class: 'sender', overCodes: true }, [
  [say`${sender}.{0,60}${refused}`, "the sender's address is refused"],
  [
    say`\b(?:invalid|unknown|bad|unverified|unroutable|unrouteable|unauthori[sz]ed|unresolvable|forged|fake|illegal|no such) (?:\w+ ){0,2}${sender}`,
    "the sender's address is refused",
  ],
  [
    say`\bdomain of (?:the )?sender|\bsending domain|\bsender (?:address )?(?:domain|verify|callback)|verify mailfrom|mismatches client|callback (?:setup )?failed|for this sender\b`,
    "the sender's address is refused",
  ],
  [
    say`\b(?:helo|ehlo)\b.{0,80}(?:${refused}|fqdn|fully)|\b(?:invalid|bad|rejected) (?:helo|ehlo)|my name was rejected|invalid domain name`,
    "the sender's greeting is refused",
  ],
  [
    say`\breverse ?dns|\brdns\b|\bptr\b|\breverse (?:lookup|hostname|name|mapping)|fcrdns|forward-confirmed|(?:cannot|can't|could not|unable to) (?:find|resolve) your|dns check failed`,
    "the sender's host has no name",
  ],
  [say`${yours}.{0,60}${refused}`, "the sender's host is refused"],
  [
    say`\b(?:spf|dkim|dmarc|sender ?id|domainkeys?)\b|dmarcrejection|unauthenticated|not authenticated|authrequired`,
    'the sender has not proved who it is',
  ],
  [
    say`\bauthenticat\w+ (?:fail|is required|required|credential|check|result|information|level)|\b(?:requires?|need|must|without|proper|missing|use|turn on|enable|smtp) (?:\w+ ){0,3}auth\w*\b|\bauth\w* (?:is )?(?:required|needed|failed)|identit(?:y|ies) failed|e-?mail address is not verified`,
    'the sender has not proved who it is',
  ],
  [
    say`\brelay(?:ing|ed|s)?\b.{0,40}\b(?:denied|not (?:allowed|permitted|possible|authori[sz]ed|accepted)|prohibited|reject\w*|refused|disallowed|forbidden|msg)\b`,
    'the server does not forward for the sender',
  ],
  [
    say`\b(?:not|n't|cannot|unable to|no|unauthori[sz]ed|refuse to) (?:\w+ ){0,4}relay|\brcpthosts\b|open relay|not a gateway|local user only|only local`,
    'the server does not forward for the sender',
  ],
  [
    say`\b(?:starttls|tls|ssl)\b.{0,40}\b(?:required|must|need|not support|fail\w*|only|first|handshake)|(?:requires?|must|not support|issue) (?:\w+ ){0,3}(?:starttls|tls)\b`,
    'the connection is not protected as the server wants it',
  ],
]);
