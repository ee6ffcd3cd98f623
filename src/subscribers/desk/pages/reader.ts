import { nameOfLanguage } from '../../../text/name-of-language.ts';
import { type DeskFrame, deskPage, deskTime, doneNotice, problemNotice } from '../../../views/desk.ts';
import { breakable, type Child, type Html, html } from '../../../views/html.ts';
import { readerWords } from '../words.ts';
import type { ReaderAct, ReaderWords } from '../words/reader-words.ts';
import { elsewherePart, mailsPart, proofsPart, suppressionsPart } from './reader-parts.ts';
import { nameOfNewsletter, type ReaderView } from './reader-view.ts';

/** One reader: subscriptions and their proofs, what stands against mail, the last mails, and what may be done. */
export function readerPage(frame: DeskFrame, view: ReaderView): string {
  const words = readerWords(frame.language);
  const { reader, did, problem, timeZone } = view;
  const { person } = reader;
  const since = deskTime(person.createdAt, frame.language, timeZone);
  const body = html`<p class="small crumbs"><a href="/desk/readers">${words.back}</a></p>
<h1>${breakable(person.address)}</h1>
<p class="lead">${person.name}</p>
${doneNotice(did === null || problem !== null ? null : words.acts[did].done)}${problemNotice(problem)}
<dl class="facts"><div><dt>${words.columns.since}</dt><dd>${since}</dd></div>
<div><dt>${words.one.language}</dt><dd>${person.language === null ? '–' : nameOfLanguage(person.language, frame.language)}</dd></div>
<div><dt>${words.one.timeZone}</dt><dd>${person.timeZone ?? '–'}</dd></div></dl>
${person.disposable && html`<p class="soft">${words.one.disposable}</p>`}
${subscriptionsPart(frame, words, view)}
${suppressionsPart(frame, words, view)}
${mailsPart(frame, words, view)}
${elsewherePart(frame, words, view)}
${proofsPart(frame, words, view)}
${view.mayChange && actsPart(words, view)}`;
  return deskPage(frame, { title: person.address, body });
}

function subscriptionsPart(frame: DeskFrame, words: ReaderWords, view: ReaderView): Html {
  const { one } = words;
  const { reader, mayChange, timeZone } = view;
  const { id } = reader.person;
  const items = reader.subscriptions.map(
    ({ newsletterId, state, confirmedAt, endedAt, requestedAt }): Child => {
      const name = nameOfNewsletter(view, newsletterId, one.all);
      const known = state as keyof typeof one.states;
      const at = { pending: requestedAt, confirmed: confirmedAt, ended: endedAt }[known];
      const link = html`<a href="/desk/readers/${id}/unsubscribe?newsletter=${newsletterId}" aria-label="${one.unsubscribeFrom(name)}">${one.unsubscribe}</a>`;
      return html`<div><dt>${name}</dt><dd>${one.states[known]}${at !== null && html` <span class="soft">${deskTime(at, frame.language, timeZone)}</span>`}
${mayChange && known !== 'ended' && link}</dd></div>`;
    },
  );
  return html`<h2>${one.subscriptions}</h2>
${items.length === 0 ? html`<p class="soft">${one.noSubscriptions}</p>` : html`<dl class="facts">${items}</dl>`}`;
}

function actsPart(words: ReaderWords, { reader, mayExport }: ReaderView): Html {
  const { one, acts } = words;
  const { id } = reader.person;
  const link = (act: ReaderAct, look: string): Html =>
    html`<a class="button ${look}" href="/desk/readers/${id}/${act}">${acts[act].link}</a>`;
  const stands = reader.suppressions.some(({ liftedAt }) => liftedAt === null);
  return html`<h2>${one.act}</h2>
<div class="actions">${link('unsubscribe', 'quiet')}${link('suppress', 'quiet')}${stands && link('lift', 'quiet')}${link('erase', 'quiet')}</div>
${mayExport && html`<form method="post" action="/desk/readers/${id}/data"><p class="soft">${one.dataText}</p><button class="quiet">${one.data}</button></form>`}`;
}
