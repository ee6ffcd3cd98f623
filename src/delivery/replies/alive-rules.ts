import { box, type Rule, rulesOf, say } from './rule.ts';

const full = rulesOf({ class: 'soft', overCodes: true }, [
  [
    say`\bover ?-?quota|\bquota ?(?:is |was |limit |usage |has been )?(?:exceed|full|violat|reach|overflow)`,
    'over its quota',
  ],
  [
    say`\b(?:over|exceed\w*|beyond|out of|overdrawn)\b (?:\S+ ){0,5}(?:quota|storage|disk ?space|allocation)`,
    'over its quota',
  ],
  [
    say`\b(?:${box}|mail ?folder|mail ?drop|disk|disc|file ?system|spool|storage)\b.{0,40}\b(?:full|over ?flow\w*|overquota|exhausted|used up)\b`,
    'full',
  ],
  [say`\bfull (?:mail ?box|inbox|disk)|\bmail ?box ?full|quota ?exceeded ?exception|shutoffquota`, 'full'],
  [
    say`${box}.{0,30}\b(?:exceeds?|exceeded|over|reached|at) (?:\w+ ){0,4}(?:size|limit|capacity|quota|maximum|storage)`,
    'full',
  ],
  [
    say`\b(?:insufficient|not enough|no more|no|out of|lacks?|low on|too little) (?:\w+ ){0,3}(?:disk ?|storage|space|quota)\b|no space left|space (?:is )?not enough`,
    'no space',
  ],
  [
    say`too (?:many messages|much mail|many mails) (?:\w+ ){0,4}(?:in|on|mailbox|server)|has too many messages|(?:messages|size) in recipient's mailbox exceed|message count`,
    'full',
  ],
  [
    say`bo[iî]te\b.{0,60}(?:pleine|satur|remplie)|quota.{0,12}(?:d[ée]pass|atteint)|overquota`,
    'full (French)',
  ],
  [
    say`(?:postfach|mailbox|briefkasten|speicher\w*)\b.{0,40}(?:\bvoll\b|überfüllt|ueberfuellt|überschritten|ueberschritten|erschöpft)|zu ?viele mails auf dem server`,
    'full (German)',
  ],
  [
    say`(?:buz[oó]n|casilla|caixa|casella)\b.{0,40}(?:llen[ao]|chei[ao]|lotad[ao]|pien[ao])|(?:cuota|cota|quota)\b.{0,20}(?:excedid|superad|esgotad)`,
    'full (Spanish, Portuguese, Italian)',
  ],
  [
    say`(?:postvak|mailbox|postbus)\b.{0,15}\bvol\b|(?:brevlåda|postkasse|postboks|innboks|inkorg)\S{0,3}.{0,20}\b(?:full|fuld)\b|postilaatikko.{0,15}täynnä`,
    'full (Dutch, Nordic)',
  ],
  [
    say`skrzynk\S{0,6}.{0,30}(?:pełna|przepełnion)|schránk\S{0,3}.{0,30}(?:plná|zaplněn)|(?:postafiók|fiók).{0,20}(?:megtelt|tele)|c[ăa]su[țt]a.{0,20}plin`,
    'full (Polish, Czech, Hungarian, Romanian)',
  ],
  [
    say`(?:ящик|скринь?к|сховищ)\S{0,4}.{0,30}(?:переполн|перепов|заполн|заповн)|(?:превышен|перевищен)\S{0,3}.{0,20}(?:квот|размер)`,
    'full (Russian, Ukrainian)',
  ],
  [
    say`(?:posta kutusu|kota).{0,20}(?:dolu|aşıl|doldu)|(?:κουτί|γραμματοκιβώτιο).{0,20}(?:γεμάτο|πλήρες)|hộp thư.{0,10}đầy`,
    'full (Turkish, Greek, Vietnamese)',
  ],
  [
    say`(?:メールボックス|受信箱|容量|ディスク).{0,15}(?:一杯|いっぱい|満杯|超え|超過|オーバー)`,
    'full (Japanese)',
  ],
  [
    say`(?:邮箱|信箱|郵箱|空间|空間|配额|容量).{0,10}(?:已满|已滿|满了|不足|超出|超过|滿)|(?:메일함|사서함|편지함|용량|저장 ?공간).{0,12}(?:가득|초과|부족)`,
    'full (Chinese, Korean)',
  ],
]);

// An account that sleeps may wake; only one that is closed for good is gone.
const asleep = rulesOf({ class: 'soft' }, [
  [
    say`${box}.{0,40}\b(?:(?:is|was|been) blocked|disabled|suspended|de-?activated|in-?active|locked|frozen|on hold|not active|not activated|not enabled|discontinued|expired)\b(?! (?:permanently|for good))`,
    'asleep',
  ],
  [
    say`\b(?:inactive|in-active|suspended|deactivated|disabled|blocked|locked|expired|temporarily disabled)\W{0,2}(?:e-?mail )?${box}`,
    'asleep',
  ],
  [
    say`disabled ?user|account ?disabled|mailbox ?disabled|receiving disabled|not accepting any mail|not (?:currently )?(?:accepting|being accepted)(?: mail| messages)? (?:for|at) this`,
    'asleep',
  ],
  [
    say`compte.{0,30}(?:bloqu|d[ée]sactiv|suspendu)|archiv[ée]e|konto.{0,30}(?:gesperrt|deaktiviert)|account.{0,30}(?:geblokkeerd|gedeactiveerd)`,
    'asleep (French, German, Dutch)',
  ],
  [
    say`(?:cuenta|conta|casilla|usuario|indirizzo|utenza)\b.{0,40}(?:deshabilitad|suspendid|bloquead|desactivad|desativad|suspens|inactiv[oa]|expirad|disabilitat|sospes|bloccat)`,
    'asleep (Spanish, Portuguese, Italian)',
  ],
  [
    say`(?:аккаунт|ящик|акаунт|запись|скринька).{0,30}(?:заблокир|заблоков|отключ|вимкн|неактив)|konto.{0,20}(?:zablokowan|nieaktywn|zawieszon)`,
    'asleep (Russian, Ukrainian, Polish)',
  ],
  [
    say`(?:アカウント|利用).{0,10}(?:停止|無効)|(?:帐户|账户|帳戶|帐号|账号|用户).{0,8}(?:停用|冻结|禁用|锁定)`,
    'asleep (Japanese, Chinese)',
  ],
]);

const closed = rulesOf({ class: 'hard' }, [
  [
    say`${box}.{0,60}\b(?:permanently|for good)\b.{0,20}\b(?:disabled|suspended|inactive|deactivated|closed|deleted)|(?:disabled|deactivated|closed|suspended) (?:permanently|for good)`,
    'closed for good',
  ],
]);

/** The mailbox is full, so it is there. */
export const fullRules: readonly Rule[] = full;

/** The mailbox is asleep; and the one that will not wake. */
export const asleepRules: readonly Rule[] = [...closed, ...asleep];
