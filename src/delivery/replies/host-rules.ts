import type { Rule } from './rule.ts';

/** The domain is not there, or takes no mail. */
export const hostRules: readonly Rule[] = [
  {
    class: 'soft',
    pattern:
      /not found, try again|(lookup|resolution) (\w+ ){0,3}(fail\w*|timed|timeout)|temporary lookup|could not be looked up/,
    why: 'the name could not be looked up for now',
  },
  {
    class: 'hard',
    pattern:
      /\b(host|domain|hostname|host name|server|mail domain|domain name|system|machine|site)\b[^:;]{0,60}?\b(unknown|not found|does ?n[o']t exist|does not exist|non-?existent|is not valid|invalid|no longer exists?|not known|is not reachable|could ?n[o']t be found|cannot be found|has expired|not be resolved|unresolvable)\b/,
    why: 'no such domain',
  },
  {
    class: 'hard',
    pattern:
      /\b(unknown|no such|non-?existent|nonexistent|invalid|illegal|bad|unresolvable) (\w+ ){0,2}(host|domain|system|destination|server|site)\b|nxdomain|host or domain name not found|name or service not known|unrout(e)?able mail domain|couldn't find any host|cannot find any host|domain must exist|recipient domain.{0,20}(not|must)|badhost|domain may not exist/,
    why: 'no such domain',
  },
  {
    class: 'hard',
    pattern:
      /\bnull ?-?mx\b|(does not|doesn't|do not|don't|never|will not|cannot|no longer|not) (accept|receive|handle|take|want)s? (any )?(e-?mail|mail|messages?)\b(?! (from|that|which|with|without|larger|of|if|due|because))|no (smtp|mail) service|\bno mx\b(?!.{0,30}sender)|couldn't find a mail exchanger|(mx|srv) records? (\w+ ){0,4}(non-?existent|indicated)|no (valid )?(mail exchanger|mail server|mx record|mx host)s?|all relevant mx records|lowest numbered mx|domain .{0,60}has no/,
    why: 'the domain takes no mail',
  },
  {
    class: 'hard',
    pattern:
      /(domaine|domäne|domain|dominio|domínio|домен|ドメイン|域名|도메인)\S{0,4}.{0,30}(inconnu|inexistant|n'existe pas|unbekannt|existiert nicht|no existe|inexistente|não existe|non esiste|bestaat niet|не найден|не существует|не знайдено|не існує|存在しません|見つかりません|不存在|존재하지)/u,
    why: 'no such domain (other languages)',
  },
];
