import type { Rule } from './rule.ts';

/** What is said of who sends: the address, the domain, the host, and that they prove who they are. */
export const identityRules: readonly Rule[] = [
  {
    class: 'sender',
    pattern:
      /\b(sender|senders|sender's|envelope[- ]from|mail[- ]from|return[- ]path|reverse[- ]path|originat\w+|from[- ]address|from:? address|from header|in from:)\b.{0,60}\b(unknown|not exist|doesn't exist|not found|invalid|rejected|denied|reject|blocked|refused|verif\w+|resolv\w+|not (allowed|accepted|permitted|authori[sz]ed|valid|local)|must|no mx|null ?mx|has no|black ?list\w*|unroutable|unrouteable|syntax|malformed|missing|mismatch|cannot|could not|unresolvable|is not|does not)\b/,
    why: "the sender's address is refused",
    overCodes: true,
  },
  {
    class: 'sender',
    pattern:
      /\b(invalid|unknown|bad|unverified|unroutable|unrouteable|unauthori[sz]ed|unresolvable|forged|fake|illegal|blacklisted|no such)\b (\w+ ){0,2}(sender|envelope|from|return path|originator)\b|domain of (the )?sender|sending domain|sender (address )?(domain|verify|callback)|valid sender/,
    why: "the sender's address is refused",
    overCodes: true,
  },
  {
    class: 'sender',
    pattern:
      /\b(helo|ehlo)\b.{0,80}\b(reject\w*|invalid|not|unknown|bad|refused|fail\w*|denied|must|fqdn|mismatch|host)\b|\b(invalid|bad|rejected) (helo|ehlo)|my name was rejected|invalid domain name/,
    why: "the sender's greeting is refused",
    overCodes: true,
  },
  {
    class: 'sender',
    pattern:
      /\breverse ?dns|\brdns\b|\bptr\b|\breverse (lookup|hostname|name|mapping|dns)|cannot (find|resolve) your|find your (reverse )?(hostname|host name|domain)|(client host|your host|your ip|your server|hostname|ip name|ip address)\b.{0,60}\b(rejected|not (allowed|resolve|found|verified|permitted)|unresolvable|lookup|no name|mismatch|denied|possibly forged|forged)\b|fcrdns|forward-confirmed/,
    why: "the sender's host is refused",
    overCodes: true,
  },
  {
    class: 'sender',
    pattern:
      /\b(spf|dkim|dmarc|arc|sender ?id|domainkeys|dmarcrejection)\b|unauthenticated|not authenticated|authenticat\w+ (fail\w*|is required|required|credentials|checks?|results?|information|information)|authrequired|(requires?|need|must|without|proper|missing|use|turn on|enable|smtp) (\w+ ){0,3}auth\w*\b|auth(entication|orization)? (is )?(required|needed)|not (properly )?signed|sender identity|identit(y|ies) failed|address is not verified|email address is not verified/,
    why: 'the sender has not proved who it is',
    overCodes: true,
  },
  {
    class: 'sender',
    pattern:
      /\brelay(ing|ed|s)?\b.{0,40}\b(denied|not (allowed|permitted|possible|authori[sz]ed|accepted)|prohibited|reject\w*|refused|disallowed|disabled|access|forbidden|is not|blocked|attempt)\b|(not|isn't|cannot|can't|unable to|no|unauthori[sz]ed|n't|refuse to|will not|don't|does not) (\w+ ){0,4}relay|\brcpthosts\b|open relay|not configured to relay|we do ?n[o']t relay|not local; please relay|mail server requires authentication/,
    why: 'the server does not forward for the sender',
    overCodes: true,
  },
  {
    class: 'sender',
    pattern:
      /\b(starttls|tls|ssl|encryption)\b.{0,40}\b(required|must|need|not support|does not support|fail\w*|only|first|handshake)|(requires?|must|not support|issue) (\w+ ){0,3}(starttls|tls|encryption)/,
    why: 'the connection is not protected as the server wants it',
    overCodes: true,
  },
];
