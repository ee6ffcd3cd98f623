import { place, type Rule, rulesOf, say } from './rule.ts';

const lookup = rulesOf({ class: 'soft' }, [
  [
    say`not found,? try again|not known.{0,20}try again|(?:lookup|resolution|query) (?:\w+ ){0,3}(?:fail|timed|timeout)|temporary lookup|could not be looked up|dns query failed|name ?server(?:: | )(?:\S+ )?(?:timeout|host name lookup)`,
    'the name could not be looked up for now',
  ],
]);

const missing = String.raw`\b(?:unknown|not found|does ?n[o']t exist|non-?existent|is not valid|invalid|no longer exists?|not known|not reachable|could ?n[o']t be found|cannot be found|unresolvable|not (?:be )?resolved)\b`;

const gone = rulesOf({ class: 'hard' }, [
  [say`${place}[^:;]{0,60}?${missing}`, 'no such domain'],
  [
    say`\b(?:unknown|no such|non-?existent|invalid|illegal|bad|unresolvable) (?:\w+ ){0,2}${place}|nxdomain|domainnonexistent|badhost`,
    'no such domain',
  ],
  [
    say`host or domain name not found|name or service not known|unrout(?:e)?able mail domain|(?:couldn't|cannot|could not) find any host|domain may not exist|no matches to nameserver query|tenant or domain not found`,
    'no such domain',
  ],
  [say`(?<![@\w.-])[\w-]+(?:\.[\w-]+)+ (?:does not exist|not found)\b`, 'no such domain, which is named'],
  [
    say`\bnull ?-?mx\b|${place}.{0,40}(?:does not|doesn't|do not|never|no longer) (?:accept|receive|handle|take)s? (?:any )?(?:e-?mail|mail|messages?)\b(?! (?:from|that|which|with|larger|of|if|in\b))`,
    'the domain takes no mail',
  ],
  [
    say`no (?:smtp|mail) service|\bno (?:valid )?(?:mail exchanger|mail server|mx record|mx host)s?\b|find a mail exchanger|(?:mx|srv) records? (?:\w+ ){0,4}(?:non-?existent|indicated)|not (?:have|used for) (?:any )?(?:mail exchanger|mail)\b`,
    'the domain takes no mail',
  ],
  [
    say`(?:domaine|dominio|domínio|domeny?|домен|ドメイン|域名|도메인)\S{0,4}.{0,30}(?:inconnu|inexistant|n'existe pas|unbekannt|existiert nicht|no existe|inexistente|não existe|non esiste|bestaat niet|nie istnieje|не найден|не существует|не знайдено|не існує|存在しません|見つかりません|不存在|존재하지)`,
    'no such domain (other languages)',
  ],
]);

/** The domain is not there, or takes no mail. */
export const hostRules: readonly Rule[] = [...lookup, ...gone];
