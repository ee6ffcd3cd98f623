import type { Rule } from './rule.ts';

/** The mailbox is there: full, or asleep. */
export const aliveRules: readonly Rule[] = [
  {
    class: 'soft',
    pattern: /\b(over|exceed\w*|out of|above|beyond)\W{0,3}(\w+ ){0,5}(quota|storage|disk ?space|allocation)/,
    why: 'the mailbox is full',
    overCodes: true,
  },
  {
    class: 'soft',
    pattern:
      /\b(quota|storage|allocation|mail ?box|inbox|disk|file ?system|mail ?drop|spool|folder)\b.{0,40}\b(is |was |too |over|has )?(full|exceeded|exceeds|exhausted|over ?flow\w*|over ?quota|violation|reached|too large|too big)\b/,
    why: 'the mailbox is full',
    overCodes: true,
  },
  {
    class: 'soft',
    pattern:
      /\bover ?-?quota|\bquota ?(is )?(exceed|full|limit|violation)|full ?mail ?box|mail ?box ?full|\bquotaexceeded/,
    why: 'the mailbox is full',
    overCodes: true,
  },
  {
    class: 'soft',
    pattern:
      /\b(insufficient|not enough|no more|no|out of|lacks?|low on|run out of)\b (\w+ ){0,3}(disk|storage|space|quota)\b|no space left/,
    why: 'the mailbox or its disk is full',
    overCodes: true,
  },
  {
    class: 'soft',
    pattern:
      /too many messages in|too much mail (data|in)|(maximum|max) (number of )?messages? (\w+ ){0,4}(mailbox|inbox)|messages in recipient's mailbox exceed|exceeded the local limit/,
    why: 'the mailbox is full',
    overCodes: true,
  },
  {
    class: 'soft',
    pattern:
      /bo[iîí]te\b.{0,30}\b(pleine|satur|remplie)|quota (d[ée]pass|atteint)|(postfach|mailbox|briefkasten|speicher\w*)\b.{0,40}(voll\b|überfüllt|ueberfuellt|überschritten|ueberschritten|erschöpft)|buz[oó]n\b.{0,20}(lleno|llena)|(cuota|cota|quota)\b.{0,20}(excedid|superad|esgotad)|(caixa|casella|casilla)\b.{0,30}(cheia|lotada|piena|llena)|postvak\b.{0,10}vol\b|mailbox (is )?vol\b/u,
    why: 'the mailbox is full (French, German, Spanish, Portuguese, Italian, Dutch)',
    overCodes: true,
  },
  {
    class: 'soft',
    pattern:
      /skrzynk\w{0,6}.{0,30}(pełna|przepełnion)|(schránk\w{0,3}).{0,30}(plná|zaplněn)|(ящик|скринь?к|сховищ)\S{0,4}.{0,30}(переполн|перепов|заполн|заповн)|превышен\S{0,3}.{0,20}(квот|размер ящик)|перевищен\S{0,3}.{0,20}квот|(brevlåda|postkasse|postboks|innboks|inkorg)\S{0,3}.{0,20}(full|fuld)\b|postilaatikko.{0,15}täynnä|(postafiók|fiók).{0,20}(megtelt|tele)|(căsuța|casuta).{0,20}plin|(posta kutusu|kota).{0,20}(dolu|aşıl|doldu)|(κουτί|γραμματοκιβώτιο).{0,20}(γεμάτο|πλήρες)/u,
    why: 'the mailbox is full (Polish, Czech, Russian, Ukrainian, Nordic, Hungarian, Romanian, Turkish, Greek)',
    overCodes: true,
  },
  {
    class: 'soft',
    pattern:
      /(メールボックス|受信箱|容量|ディスク).{0,15}(一杯|いっぱい|満杯|超え|超過|オーバー)|(邮箱|信箱|郵箱|空间|空間|配额|容量).{0,10}(已满|已滿|满了|不足|超出|超过|滿)|(메일함|사서함|편지함|용량|저장 ?공간).{0,12}(가득|초과|부족)|hộp thư.{0,10}đầy/u,
    why: 'the mailbox is full (Japanese, Chinese, Korean, Vietnamese)',
    overCodes: true,
  },
  {
    class: 'soft',
    pattern:
      /\b(user|account|mail ?box|recipient|address|inbox|email)\b(?!.{0,60}\b(unknown|not exist|not found)).{0,40}\b(is |has been |was |currently |temporarily |now )*(disabled|suspended|deactivated|inactive|in-active|locked|blocked|frozen|on hold|not active|not activated|not enabled|discontinued)\b|\bdisabled (user|account|mail ?box|recipient|address)|\b(inactive|suspended|deactivated|disabled|blocked|locked)\W{0,2}(e-?mail )?(user|account|mail ?box|recipient|address)|\baccount (has )?expired|disableduser/,
    why: 'the account sleeps; nobody says for good',
  },
  {
    class: 'soft',
    pattern:
      /compte.{0,30}(bloqu|d[ée]sactiv|suspendu)|(konto|account).{0,30}(gesperrt|deaktiviert|geblokkeerd)|cuenta.{0,30}(deshabilitad|suspendid|bloquead|desactivad)|conta.{0,30}(desativad|suspens|bloquead)|(аккаунт|ящик|акаунт|учетная запись|скринька).{0,30}(заблокир|заблоков|отключ|вимкн|неактив)|konto.{0,20}(zablokowan|nieaktywn|zawieszon)|account.{0,30}(disabilitat|sospes)|(アカウント|利用).{0,10}(停止|無効)|(帐户|账户|帳戶|帐号|账号).{0,8}(停用|冻结|禁用|锁定)/u,
    why: 'the account sleeps (other languages)',
  },
];
