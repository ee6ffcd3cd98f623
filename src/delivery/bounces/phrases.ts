/** How reports are titled, in the languages of those who send them. */
export const failureTitles: readonly RegExp[] = [
  /undeliver(able|ed)|non-?deliver|not deliver|could ?n[o']t be (delivered|sent)|address not found/i,
  /deliver(y|ed)? (status|fail|problem|report|error|notif|delay|has failed|attempts|incomplete|unsuccessful)/i,
  /fail(ed|ure) (notice|delivery|of delivery)|permanent (delivery )?failure|bounced? (mail|message)/i,
  /return(ed)? (mail|to sender|message)|mail (delivery|system error|could not|failure|error)/i,
  /message (delivery|delayed|could not|not delivered|undeliverable)/i,
  // German, Dutch
  /unzustellbar|nicht zu(stellbar|gestellt)|zustellung(sstatus|sfehler| fehlgeschlagen| nicht)|onbestelbaar|niet (bezorgd|afgeleverd)/i,
  // French
  /non (remis|distribuable|délivr)|échec de (la )?(remise|distribution|livraison|envoi)|(remise|envoi) (impossible|échoué)/i,
  // Spanish, Portuguese, Italian
  /no se puede entregar|no entregado|(correo|mensaje) devuelto|error de entrega|(não|nao) entregue|mensagem devolvida|falha (na|de|no) (entrega|envio)|mancat[oa] (recapito|consegna)|non recapitabile/i,
  // Polish, Czech, Slovak, Hungarian, Romanian
  /niedostarcz|nie dostarczon|nedoruč(iteln|en)|kézbesíthetetlen|nelivrat/i,
  // Russian, Ukrainian
  /недоставлен|не доставлен|не удалось доставить|невозможно доставить|ошибка доставки|не вдалося доставити/i,
  // Swedish, Danish, Norwegian, Finnish
  /olevererad|går inte att leverera|kan ikke leveres|ikke lever(t|et)|toimittamaton|toimitusvirhe/i,
  // Turkish, Greek
  /teslim edilemedi|iletilemedi|ανεπίδοτ/i,
  // Japanese, Chinese, Korean
  /配信(不能|エラー|失敗|できません)|配達(不能|できません)|送信(できません|エラー|失敗)|エラー(通知|メール)|不達/,
  /未送達|未送达|无法送达|無法傳遞|退信|退件|投递失败|传递失败|배달(되지| 실패| 못)|전송 실패|반송/,
];

/** How reports say that a mail did not arrive. */
export const failureWords: readonly RegExp[] = [
  /(could|can|was|were|is|has|have|been|did)( ?not|n't) (be |been |yet )?(delivered|deliverable|sent|reach)/i,
  /cannot be delivered|undeliver|non-?deliver|not delivered|(unable|failed) to (deliver|send)|did not reach/i,
  /(delivery|mail|message|sending)\b.{0,60}\b(failed|failure|error|unsuccessful)|delivery (problems?|errors?)/i,
  /delivering your mail|attempting to deliver|(permanent|fatal) (fatal )?errors?|transcript of session|failure reasons/i,
  /(was|were|been|be) (rejected|returned|bounced)|rejected by|address (not found|couldn't)|does not (exist|accept)/i,
  /nicht (zugestellt|zustellbar|übermittelt)|niet (worden )?(bezorgd|afgeleverd)|n'a pas (pu|été)|non remis/i,
  /no (se )?(ha podido|pudo|puede)|não (foi|pôde|pode) (possível )?entreg|impossibile|non è stato possibile/i,
  /nie (została|mógł|można) |не (может быть|удалось|было|вдалося|може бути) /i,
  /kunde inte|kunne ikke|ei voitu|できません|できない|エラー|无法|無法|未能|失败|실패|못했/i,
];

/** How reports say that it is still being tried. */
export const delayWords: readonly RegExp[] = [
  /warning message only|(has been|is) delayed|delivery (has been |is )?delayed|\(delay\)|delivery incomplete/i,
  /not yet been delivered|message still undelivered|could not send message for past|temporary problem delivering/i,
  /will (be retried|retry|continue to|keep trying)|still being retried|temporary failure report|need (not|to) re-?send/i,
];

/** How reports say that it was given up, whatever else they say of trying. */
export const endWords: readonly RegExp[] = [
  /permanent (fatal )?error|failed permanently|permanent failure|given up|giving up/i,
];

/** Whether any of the patterns fits the beginning of a text, wherever its lines break. */
export function says(patterns: readonly RegExp[], text: string): boolean {
  const beginning = text.slice(0, 20_000).replace(/\s+/g, ' ');
  return patterns.some((pattern) => pattern.test(beginning));
}
