import { type Rule, rulesOf, say } from './rule.ts';

/** What passes: the destination or the way to it is in trouble. */
export const troubleRules: readonly Rule[] = rulesOf({ class: 'soft' }, [
  [
    say`try (?:again )?later|try again|temporar(?:y|ily)|gr[ae]y ?-?list|retry later|please retry|come back later|deferred:`,
    'the server asks for patience',
  ],
  [
    say`(?:connection|conversation|session|connect|open)\b.{0,60}\b(?:refused|time[ds]? ?out|reset|closed|dropped|lost|failed|broken)\b|\btime[ds]? ?-?out\b|lost connection`,
    'the destination does not answer',
  ],
  [
    say`(?:network|host) (?:is )?(?:unreachable|down)|no route to host|(?:unable|failed|not able) to (?:establish|connect|contact)|could ?n[o']t (?:connect|contact)|network error|bad connection|did not accept our requests|not responding|no answer from|socket error`,
    'the destination does not answer',
  ],
  [
    say`too many hops|hop count|(?:mail|routing|forwarding|dns) ?loop|loops? back|points back to|loop detected|message (?:is )?looping|listed as a best-preference`,
    'the way there is a circle',
  ],
  [
    say`in the queue too long|(?:message|delivery|retry|queue|envelope) (?:\w+ )?(?:has )?(?:expired|timeout exceeded)|retry time not reached|queue\.expired|too old|not (?:be )?delivered (?:within|for) \d|\b\d+ attempts|unreachable for too long|for the last \d+ (?:seconds|minutes|hours|days)|multiple retries|giving up`,
    'it was tried for as long as it may be',
  ],
  [
    say`(?:dns|name ?server|ldap|database|directory server|lookup)\b.{0,40}(?:fail|error|timed|unavailable|problem|refused)|servfail`,
    'the destination cannot look something up',
  ],
  [
    say`(?:local|internal|system|server|software|disk|i/o|input/output|config\w*|mailer|delivery agent) (?:configuration |processing |config )?error|misconfigur|resources?\b.{0,20}(?:unavailable|not available|exceeded)|out of memory|command died|i/o error`,
    'the destination is in trouble',
  ],
  [
    say`can(?:not|'t| not) (?:create|open|store|append|access)|unable to (?:create|open|lock|switch|chdir)|lock failure|file too large|error (?:writing|opening)|permission denied`,
    'the destination cannot write',
  ],
  [
    say`service (?:is )?(?:currently )?(?:unavailable|not available)|(?:server|system|service) (?:is )?(?:too )?(?:busy|shutting|overload)|not accepting (?:network )?messages|not capable to receive`,
    'the destination is busy',
  ],
  [
    say`(?:essayer|réessayer) plus tard|später (?:noch einmal|erneut)|más tarde|mais tarde|più tardi|позже|пізніше|后再试|後でもう一度`,
    'the server asks for patience (other languages)',
  ],
]);
