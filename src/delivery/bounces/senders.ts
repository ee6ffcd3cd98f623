import { findAddresses } from './addresses.ts';
import type { Message } from './message.ts';

const daemonLocal =
  /^<?"?(mailer[-_.]?daemon|post[-_.]?master|mail-?daemon|mdaemon|double-bounce|bounces?|mail-?admin|mail-?system|no-?reply-?bounce|mailsystem|mail\.?delivery|microsoftexchange[0-9a-f]+)\b/i;
const daemonName =
  /mailer[- ]?daemon|mail delivery (sub)?system|mail deliver system|delivery (sub)?system|system administrator|mail administrator|mail system|postmaster|internet mail delivery|microsoft outlook|systemadministrator|администратор|почтов/i;

// How reports are titled, in the languages of their senders.
const failureTitle =
  /undeliver(able|ed)|non-?deliver|not deliver|deliver(y|ed)? (status|fail|problem|report|error|notif|delay|has failed)|delivery (attempts|incomplete|unsuccessful)|fail(ed|ure) (notice|delivery|of delivery)|failure notice|returned (mail|to sender|message)|return(ed)? mail|mail (delivery|system|could not|failure|error|not)|message (delivery|delayed|could not|not delivered|undeliverable)|could ?n[o']t be (delivered|sent)|delivery notification|bounced? (mail|message)|permanent (delivery )?failure|address not found|unzustellbar|nicht zustellbar|unzustellbare|zustellung|nicht zugestellt|non remis|remise|échec|non distribuable|non delivr|no se puede entregar|no entregado|devuelto|error de entrega|não entregue|nao entregue|devolvid|falha|mancato recapito|non recapitabile|onbestelbaar|niet bezorgd|niet afgeleverd|niedostarcz|nie dostarczon|zwrot|недоставлен|не доставлен|невозможно доставить|ошибка доставки|не удалось доставить|не доставлено|недоставлено|olevererad|går inte att leverera|kan ikke leveres|ikke levert|toimittamaton|toimitusvirhe|nedoručiteln|nedoručen|kézbesíthetetlen|nelivrat|teslim edilemedi|iletilemedi|ανεπίδοτ|配信(不能|エラー|失敗|できません)|配達(不能|できません)|送信(できません|エラー|失敗)|エラー(通知|メール)|不達|未送達|未送达|无法送达|無法傳遞|退信|退件|投递失败|传递失败|배달(되지| 실패| 못)|전송 실패|반송/iu;

/** Whether the message says by its sender or title that it reports on another; so does what has no header at all. */
export function isFromMailSystem({ headers, subject }: Message): boolean {
  if (headers.size === 0 || headers.has('x-failed-recipients')) return true;
  return (
    isDaemon(headers.get('from') ?? '') || isDaemon(headers.get('sender') ?? '') || failureTitle.test(subject)
  );
}

/** Whether a program that carries mail has written it, by its address or name. */
export function isDaemon(from: string): boolean {
  const written = from.slice(0, 1_000);
  const inside = /<([^<>]{0,320})>/.exec(written)?.[1] ?? written;
  return daemonLocal.test(inside.trim()) || daemonName.test(written) || /<\s*>/.test(written);
}

/** The addresses that the report was written by and sent to: they are none that failed. */
export function ownAddresses({ headers }: Message): Set<string> {
  const written = ['from', 'to', 'sender', 'reply-to'].map(
    (name) => headers.get(name)?.slice(0, 2_000) ?? '',
  );
  return new Set(written.flatMap(findAddresses).map((address) => address.toLowerCase()));
}
