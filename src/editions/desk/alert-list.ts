import { type Html, html } from '../../views/html.ts';
import type { Alert } from './alerts.ts';
import type { LineView } from './entries.ts';
import { type Named, nameOf, told } from './parts.ts';
import { dayNameOf, timeText } from './times.ts';

/** What needs a look, or that nothing does. */
export function alertList(view: LineView, alerts: Alert[]): Html {
  const { title, none } = view.words.alerts;
  if (alerts.length === 0) return html`<p class="soft">${none}</p>`;
  return html`<section class="alerts" aria-labelledby="alerts"><h2 id="alerts">${title}</h2><ul>${alerts.map((alert) => html`<li>${alertText(view, alert)}</li>\n`)}</ul></section>`;
}

function alertText(view: LineView, alert: Alert): Html {
  const { words, clock } = view;
  const { alerts: say } = words;
  const time = (at: Date | null): string => (at === null ? '' : timeText(clock, at, clock.timeZone));
  switch (alert.kind) {
    case 'source':
      return html`${say.source(alert.title, alert.failures)} ${detail(alert.detail, clock.language)}${alert.url !== null && leadTo(alert.url, say.openSource, words.about(say.openSource, alert.title))}`;
    case 'relay':
      return relayText(view, alert.relay, time);
    case 'cooling': {
      const { destination, perMinute, relay, until, why } = alert.cooling;
      return html`${say.cooling(destination, perMinute, relay, time(until))} ${detail(why, clock.language)}`;
    }
    case 'breach':
      return html`${say.breach(nameOf(alert.edition))} ${detail(alert.detail, clock.language)}${toEdition(view, alert.edition, '/sending')}`;
    case 'payments':
      return html`${say.payments(alert.payments.open.count, alert.payments.lost.count)}`;
    case 'not-assembled':
      return html`${say.notAssembled(alert.coming.newsletter, timeText(clock, alert.coming.at, alert.coming.timeZone))}`;
    case 'deadline':
      return html`${say.deadline(nameOf(alert.edition))}${toEdition(view, alert.edition)}`;
    case 'missed-run':
      return missedRun(view, alert.missed);
    case 'missed-send':
      return html`${say.missedSend(nameOf(alert.edition), timeText(clock, alert.at, alert.edition.timeZone))}${toEdition(view, alert.edition)}`;
  }
}

function toEdition({ words }: LineView, edition: Omit<Named, 'subject'>, part = ''): Html {
  const { look } = words.alerts;
  return leadTo(`/desk/editions/${edition.id}${part}`, look, words.about(look, nameOf(edition)));
}

function leadTo(address: string, text: string, spoken: string): Html {
  return html` <a href="${address}" aria-label="${spoken}">${text}</a>`;
}

function missedRun(
  { words, clock, mayAct }: LineView,
  { newsletterId, newsletter, localDate }: Extract<Alert, { kind: 'missed-run' }>['missed'],
): Html {
  const { missedRun: say, assembleNow } = words.alerts;
  const act = html` <form method="post" action="/desk/newsletters/${newsletterId}/assemble"><button id="assemble-${newsletterId}" class="link" aria-label="${words.about(assembleNow, newsletter)}">${assembleNow}</button></form>`;
  return html`${say(newsletter, dayNameOf(localDate, clock.language))}${mayAct && act}`;
}

function relayText(
  { words: { alerts: say }, clock }: LineView,
  { name, state, missing, restingUntil, lastError }: Extract<Alert, { kind: 'relay' }>['relay'],
  time: (at: Date | null) => string,
): Html {
  const until = time(restingUntil);
  const text =
    state === 'resting'
      ? say.relayResting(name, until)
      : state === 'service only'
        ? say.relayServiceOnly(name, until)
        : missing === null
          ? say.relayFailing(name)
          : say.relayMissing(name, missing);
  return html`${text} ${lastError !== null && detail(lastError, clock.language)}`;
}

function detail(text: string, language: string): Html | null {
  return text === '' ? null : html`<span class="soft small">${told(text, language)}</span>`;
}
