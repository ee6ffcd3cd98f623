import type { Message } from './message.ts';
import { failureTitles, says } from './phrases.ts';
import { isFromDaemon } from './senders.ts';

/** How programs that answer for a person say so (RFC 3834 and what came before it). */
const signs: ReadonlyArray<{ header: string; pattern: RegExp }> = [
  { header: 'auto-submitted', pattern: /^\s*auto-(replied|notified)/i },
  { header: 'x-autoreply', pattern: /^(?!\s*no\b).*$/i },
  { header: 'x-autorespond', pattern: /^.*$/ },
  { header: 'x-autoresponder', pattern: /^.*$/ },
  { header: 'x-autoresponse', pattern: /^.*$/ },
  { header: 'x-autoreply-from', pattern: /^.*$/ },
  { header: 'x-mail-autoreply', pattern: /^.*$/ },
  { header: 'x-vacation', pattern: /^.*$/ },
  { header: 'x-apple-action', pattern: /vacation/i },
  { header: 'precedence', pattern: /auto[-_]?reply/i },
  { header: 'x-precedence', pattern: /auto[-_]?reply/i },
  { header: 'preference', pattern: /auto[-_]?reply/i },
  { header: 'delivered-to', pattern: /^autoresponder$/i },
];

// What nothing but a program writes.
const titles: readonly RegExp[] = [
  /^\W*(re:\s{0,3})?(auto(matic(ally generated)?|mated|matische)?[ -]?(reply|response|responder|answer|antwort|svar)|autorespond|auto:|\[auto)/i,
  /\bout[ -]of[ -](the[ -])?office\b|\bvacation (reply|response|message|notice|auto)|\baway from (my|the) (office|desk|mail)|\booo\b/i,
  /automatische antwort|abwesenheits(notiz|nachricht|meldung)|automatisch (erstellte|generierte) (antwort|nachricht)/iu,
  /r[ée]ponse automatique|absen(ce|te?)( du)? (du )?bureau|message d.absence/iu,
  /respuesta autom[aá]tica|fuera de (la )?oficina|autorrespuesta|resposta autom[aáà]tica|fora do escrit[oó]rio/iu,
  /risposta automatica|fuori (sede|ufficio)|automatisch antwoord|afwezigheid(sbericht|smelding)?/iu,
  /odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|poza biurem|automatick[áa] odpov[eě][ďd]|mimo kancel/iu,
  /автоматический ответ|автоответ|автоматична відповідь|автовідповід|автоматичен отговор|вне офиса/iu,
  /auto(matisk)?t?[ -]?svar|fr[åa]nvaromeddelande|automaattinen (vastaus|poissa)|poissaoloviesti/iu,
  /automatikus v[áa]lasz|h[áa]zon k[íi]v[üu]l|r[ăa]spuns automat|otomatik (yan[ıi]t|cevap)|ofis d[ıi][şs][ıi]nda/iu,
  /automatski odgovor|samodejni odgovor|automatinis atsakymas|autom[āa]tisk[āa] atbilde|automaatvastus|αυτόματη απάντηση|εκτός γραφείου/iu,
  /自動(応答|返信|回覆|回复)|不在通知|自动(回复|答复|应答)|자동 ?(회신|응답|답장)|부재 ?중|trả lời tự động|ตอบกลับอัตโนมัติ|balasan otomatis/u,
  /رد تلقائي|الرد التلقائي|תשובה אוטומטית|מענה אוטומטי|پاسخ خودکار/u,
];
// What a person may write too; a program that does so wants no answer itself.
const vagueTitles: readonly RegExp[] = [
  /\bon (annual |parental |maternity |sick )?(leave|vacation|holiday)\b|auto(matically)?[ -]generated/i,
  /abwesen(d|heit)|(im|in) urlaub|nicht im büro|absence|en congés?\b|aus[eê]ncia|de f[eé]rias|vacaciones/iu,
  /assenza|in ferie|afwezig|buiten kantoor|nieobecno[sś][cć]|нет на рабочем|в отпуске|відпустк/iu,
  /fr[åa]nvaro|ikke til stede|p[åa] semester|ferie|frav[æe]r|poissa|lomalla|不在/iu,
];

/**
 * Whether a program answers in a person's place. A mail system's own report says "auto-replied" too, and is
 * none.
 */
export function isAutoReply({ headers, subject }: Message): boolean {
  if (headers.size === 0 || isFromDaemon(headers)) return false;
  if (says(titles, subject)) return !headers.has('list-id');
  if (wantsNoAnswer(headers) && says(vagueTitles, subject)) return true;
  const isSigned = signs.some(({ header, pattern }) => pattern.test(headers.get(header) ?? '\n'));
  return isSigned && !says(failureTitles, subject);
}

function wantsNoAnswer(headers: Message['headers']): boolean {
  return headers.has('x-auto-response-suppress') || /^<\s?>$/.test(headers.get('return-path')?.trim() ?? '');
}
