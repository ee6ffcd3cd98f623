import { formatMoney } from '../../../text/money.ts';
import { type DeskFrame, deskTable, deskTime } from '../../../views/desk.ts';
import { type Child, type Html, html } from '../../../views/html.ts';
import type { ReaderWords } from '../words/reader-words.ts';
import { nameOfNewsletter, type ReaderView } from './reader-view.ts';
import { hearDelivery } from '../../../delivery/say.ts';

type Time = (at: Date) => Html;

function timeOf({ language }: DeskFrame, { timeZone }: ReaderView): Time {
  return (at) => deskTime(at, language, timeZone);
}

/** A word of ours for a value, or the value where there is none. */
function wordFor(words: Record<string, string>, value: string): string {
  return Object.hasOwn(words, value) ? (words[value] ?? value) : value;
}

/** What stands or stood against mailing them. */
export function suppressionsPart(frame: DeskFrame, { one }: ReaderWords, view: ReaderView): Html {
  const time = timeOf(frame, view);
  const { reason, streams, since, by, lifted } = one.suppressionColumns;
  const { suppressions } = view.reader;
  const rows = suppressions.map((row): Child[] => [
    html`<strong>${wordFor(one.reasons, row.reason)}</strong>${row.newsletterId !== null && html` <span class="soft">${nameOfNewsletter(view, row.newsletterId, one.all)}</span>`}`,
    row.streams.map((stream) => wordFor(one.streams, stream)).join(', '),
    time(row.createdAt),
    row.createdBy,
    row.liftedAt === null ? null : [time(row.liftedAt), html` <span class="soft">${row.liftedBy}</span>`],
  ]);
  const table = deskTable({ caption: one.standing, columns: [reason, streams, since, by, lifted], rows });
  return html`<h2>${one.standing}</h2>${rows.length === 0 ? html`<p class="soft">${one.noSuppressions}</p>` : table}`;
}

/** The last editions and service mails, with what became of each and why. */
export function mailsPart(frame: DeskFrame, { one }: ReaderWords, view: ReaderView): Html {
  const time = timeOf(frame, view);
  const { what, state, when } = one.mailColumns;
  const columns = [what, state, when];
  const whyOf = (reason: string): string =>
    hearDelivery(reason)?.(frame.language) ?? wordFor(one.reasons, reason);
  const became = (row: { state: string; reason: string | null; reply: string | null }): Child => {
    const why = row.reason === null ? null : whyOf(row.reason);
    return html`${wordFor(one.mailStates, row.state)}${why !== null && html`: ${why}`}${row.reply !== null && row.state !== 'sent' && html`<br><span class="soft small" lang="en">${row.reply}</span>`}`;
  };
  const { deliveries, serviceMails } = view.reader;
  const editions = deliveries.map((row): Child[] => [
    html`<a href="/desk/editions/${row.editionId}">${row.subject ?? `#${row.editionId}`}</a>`,
    // Why they got it, or did not, in words.
    html`<a href="/desk/editions/${row.editionId}/readers/${view.reader.person.id}">${became(row)}</a>`,
    time(row.updatedAt),
  ]);
  const mails = serviceMails.map((row): Child[] => [row.kind, became(row), time(row.createdAt)]);
  const none = (text: string): Html => html`<p class="soft">${text}</p>`;
  return html`<h2>${one.mails}</h2><p>${one.mailsText}</p>
${editions.length === 0 ? none(one.noMails) : deskTable({ caption: one.mails, columns, rows: editions })}
<h2>${one.service}</h2>
${mails.length === 0 ? none(one.noService) : deskTable({ caption: one.service, columns, rows: mails })}`;
}

/** What other domains keep of them. */
export function elsewherePart(frame: DeskFrame, { one }: ReaderWords, view: ReaderView): Html {
  const { what, when, detail } = one.elsewhereColumns;
  const rows = view.reader.elsewhere.map(({ kind, at, ...values }): Child[] => [
    html`<strong>${wordFor(one.kinds, String(kind))}</strong>`,
    at instanceof Date ? timeOf(frame, view)(at) : null,
    valueList(frame, view, values),
  ]);
  const table = deskTable({ caption: one.elsewhere, columns: [what, when, detail], rows });
  return html`<h2>${one.elsewhere}</h2>
${rows.length === 0 ? html`<p class="soft">${one.noElsewhere}</p>` : html`<p class="soft">${one.elsewhereText}</p>${table}`}`;
}

function valueList(frame: DeskFrame, view: ReaderView, values: Record<string, unknown>): Html {
  const { amount, currency, ...rest } = values;
  const isMoney = typeof amount === 'number' && typeof currency === 'string';
  const money = isMoney ? { amount: formatMoney(amount, currency, frame.language) } : {};
  const shown = Object.entries({ ...money, ...rest }).filter(([, value]) => value !== null && value !== '');
  return html`<dl class="change">${shown.map(([name, value]) => html`<dt>${name}</dt><dd>${textOf(frame, view, value)}</dd>`)}</dl>`;
}

function textOf(frame: DeskFrame, view: ReaderView, value: unknown): Child {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text) && !Number.isNaN(Date.parse(text));
  return isTime ? timeOf(frame, view)(new Date(text)) : text;
}

/** What they agreed to and withdrew, with its words and where it came from. */
export function proofsPart(frame: DeskFrame, { one }: ReaderWords, view: ReaderView): Html {
  const { when, what, how } = one.proofColumns;
  const rows = view.reader.consents
    .toReversed()
    .map((row): Child[] => [
      timeOf(frame, view)(row.at),
      html`<strong>${wordFor(one.actions, row.action)}</strong> ${nameOfNewsletter(view, row.newsletterId, one.all)}`,
      html`${[row.source, row.formUrl, row.ip].filter((part) => part !== null).join(' · ')}${row.wording !== '' && html`<br><span class="soft small">“${row.wording}”</span>`}`,
    ]);
  const table = deskTable({ caption: one.proofs, columns: [when, what, how], rows });
  return html`<h2>${one.proofs}</h2>
${rows.length === 0 ? html`<p class="soft">${one.noProofs}</p>` : html`<p class="soft">${one.proofsText}</p>${table}`}`;
}
