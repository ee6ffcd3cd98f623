import type { Rule } from './rule.ts';

/** What passes: the destination or the way to it is in trouble. */
export const troubleRules: readonly Rule[] = [
  {
    class: 'soft',
    pattern:
      /try (again )?later|try again|temporar(y|ily)|gr[ae]y ?-?list|later retry|retry later|please retry|host not found, try again|come back later|\btemp ?fail/,
    why: 'the server asks for patience',
  },
  {
    class: 'soft',
    pattern:
      /(connection|conversation|session|connect|open)\b.{0,60}(refused|timed ?out|reset|closed|dropped|lost|failed)|timed? ?-?out\b|timeout|network (is )?unreachable|no route to host|(unable|failed|not able|wasn't able|couldn't|could not) to?\s?(establish|connect|contact)|lost connection|network error|bad connection|did not accept our requests to connect|host (is )?(down|unreachable)|not responding|no answer from/,
    why: 'the destination does not answer',
  },
  {
    class: 'soft',
    pattern:
      /too many hops|hop count|(mail|routing|forwarding) loop|loops? back|loop detected|too many received|message looping|mail is looping/,
    why: 'the way there is a circle',
  },
  {
    class: 'soft',
    pattern:
      /in the queue too long|(message|delivery|retry|queue) (time ?)?\w* ?(expired|timeout exceeded)|retry time not reached|queue\.expired|(delivery|envelope|message) (has )?expired|not (be )?delivered (within|for) \d|has been in the queue|attempts?:? \d+|unable to deliver .{0,40}(hours|days)|(failed|deferred) (after )?\d+ attempts|giving up/,
    why: 'it was tried for as long as it may be',
  },
  {
    class: 'soft',
    pattern:
      /(dns|name ?server|ldap|database|directory server|lookup).{0,40}(fail\w*|error|timed|unavailable|problem|refused)|servfail|name service error.{0,60}try again|(local|internal|system|server|disk|i\/o) (configuration |processing )?error|misconfigur|resources? (temporarily )?(unavailable|exceeded|limit)|lock failure|out of memory|can't create|cannot create|unable to (create|open|lock)|service (is )?(currently )?(unavailable|not available)|server (is )?(too )?busy|system (is )?not accepting|not accepting (network )?messages|overload/,
    why: 'the destination is in trouble',
  },
];
