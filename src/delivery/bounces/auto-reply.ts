import type { Message } from './message.ts';
import { isFromMailSystem } from './senders.ts';

/** How programs that answer for a person say so (RFC 3834 and what came before it). */
const signs: ReadonlyArray<{ header: string; pattern: RegExp }> = [
  { header: 'auto-submitted', pattern: /^\s*auto-(replied|notified)/i },
  { header: 'x-autoreply', pattern: /^(?!\s*no\b)/i },
  { header: 'x-autorespond', pattern: /^/ },
  { header: 'x-autoresponder', pattern: /^/ },
  { header: 'x-autoresponse', pattern: /^/ },
  { header: 'x-autoreply-from', pattern: /^/ },
  { header: 'x-mail-autoreply', pattern: /^/ },
  { header: 'x-vacation', pattern: /^/ },
  { header: 'x-apple-action', pattern: /vacation/i },
  { header: 'precedence', pattern: /auto[-_]?reply/i },
  { header: 'x-precedence', pattern: /auto[-_]?reply/i },
  { header: 'preference', pattern: /auto[-_]?reply/i },
  { header: 'delivered-to', pattern: /^autoresponder$/i },
];

const titles: readonly RegExp[] = [
  /^\W*(re:\s*)?(auto(matic(ally generated)?|mated|matische)?[ -]?(reply|response|responder|answer|antwort|generated|svar)|autorespond|autoreply|auto:|\[auto)/i,
  /\bout[ -]of[ -](the[ -])?office\b|\bon (annual |parental |maternity |sick )?(leave|vacation|holiday)\b|\bvacation (reply|response|message|notice|auto)|\baway from (my|the) (office|desk|mail)|\booo\b/i,
  /automatische antwort|abwesenheit|automatisch (erstellte|generierte) (antwort|nachricht)|bin (im|in) urlaub|nicht im büro/iu,
  /r[ée]ponse automatique|absen(ce|te?)( du)? (du )?bureau|message d.absence|en congés?\b/iu,
  /respuesta autom[aá]tica|fuera de (la )?oficina|autorrespuesta|resposta autom[aáà]tica|fora do escrit[oó]rio|aus[eê]ncia (tempor|do escrit)|de f[eé]rias/iu,
  /risposta automatica|fuori (sede|ufficio)|assenza|automatisch antwoord|afwezig(heid)?|niet aanwezig|buiten kantoor/iu,
  /odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|autoresponder|poza biurem|nieobecno[sś][cć]|automatick[áa] odpov[eě][ďd]|mimo kancel/iu,
  /автоматический ответ|автоответ|автоматична відповідь|автовідповід|автоматичен отговор|аутоматски|вне офиса|нет на рабочем|відпустк|в отпуске/iu,
  /auto(matisk)?t?[ -]?svar|fr[åa]nvaro|ikke til stede|p[åa] semester|ferie|frav[æe]r|automaattinen (vastaus|poissa)|poissa(olo)?|lomalla/iu,
  /automatikus v[áa]lasz|h[áa]zon k[íi]v[üu]l|r[ăa]spuns automat|otomatik (yan[ıi]t|cevap)|ofis d[ıi][şs][ıi]nda|automatski odgovor|samodejni odgovor|automatinis atsakymas|autom[āa]tisk[āa] atbilde|automaatvastus|αυτόματη απάντηση|εκτός γραφείου/iu,
  /自動(応答|返信|回覆|回复)|不在(通知|です|のお知らせ)?|自动(回复|答复|应答)|자동 ?(회신|응답|답장)|부재 ?중|trả lời tự động|ตอบกลับอัตโนมัติ|balasan otomatis/u,
  /رد تلقائي|الرد التلقائي|תשובה אוטומטית|מענה אוטומטי|پاسخ خودکار/u,
];

/** Whether a program answers in a person's place. A mail system's own report says "auto-replied" too, and is none. */
export function isAutoReply(message: Message): boolean {
  if (message.headers.size === 0 || isFromMailSystem(message)) return false;
  const { headers, subject } = message;
  if (signs.some(({ header, pattern }) => headers.has(header) && pattern.test(headers.get(header) ?? '')))
    return true;
  const answers =
    headers.has('in-reply-to') ||
    headers.has('x-auto-response-suppress') ||
    headers.get('return-path') === '<>';
  return titles.some((title) => title.test(subject.slice(0, 300))) && (answers || !headers.has('list-id'));
}
