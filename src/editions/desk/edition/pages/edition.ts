import { letterOf } from '../../../../text/letter-of.ts';
import { can } from '../../../../access/permissions.ts';
import { type DeskFrame, deskPage, deskTime, doneNotice, problemNotice } from '../../../../views/desk.ts';
import { type Child, type Html, html } from '../../../../views/html.ts';
import { asksAgain, byAsking, moving } from '../../../../views/moving.ts';
import { deskEditionWords } from '../../words.ts';
import type { EditionView } from '../view.ts';
import { blocksPart } from './blocks.ts';
import { mailPart, readerLabel } from './mail.ts';
import { preFlightPart } from './pre-flight.ts';
import { editionWords } from './words.ts';
import type { EditionWords } from './words/edition-words.ts';
import { told } from '../../parts.ts';

const longestPause = 15;

/** The page of one edition: the mail itself, what is to be mended, a test to colleagues, and its blocks. */
export function editionPage(frame: DeskFrame, view: EditionView): string {
  const words = editionWords(frame.language);
  const { subject, preheader, language, notes } = view.edition;
  const { problem, wasSent, who } = view;
  const title = subject.trim() === '' ? words.noSubject : subject;
  const isTold = problem === null && wasSent;
  const isPending = view.preFlight?.outside?.isPending ?? false;
  const body = html`<p class="small"><a href="/desk/editions">${words.back}</a>${view.edition.state === 'launched' && sendLinks(frame.language, view)}</p>
<h1 id="subject"${subject.trim() !== '' && html` lang="${language}"`}>${title}</h1>
<p class="lead" id="preheader">${preheader.trim() === '' ? html`<span class="soft">${words.noPreheader}</span>` : html`<span lang="${language}">${preheader}</span>`}</p>
${othersPart(words, view.edition)}
${factsPart(frame, view)}
${view.composer !== null && html`<p><a class="button" id="edit" href="${view.composer}">${words.edit}</a></p>`}
${doneNotice(isTold ? words.test.sent : null)}${problemNotice(problem)}
<div class="edition"><div class="edition-faults" id="faults"${isPending && askFaultsAgain(view)}>${preFlightPart(words, frame.language, view)}</div>
<div class="edition-mail">${mailPart(words, view)}</div>
<div class="edition-test">${can(who.role, 'editions.write') && testForm(frame, view)}</div></div>
${blocksPart(words, view)}
${notes.length > 0 && html`<h2>${words.notes}</h2><ul>${notes.map((note) => html`<li>${told(note, frame.language)}</li>`)}</ul>`}`;
  return deskPage(frame, { title, body, scripts: isPending ? moving(byAsking) : [] });
}

/** Later each time: what takes long is asked for less often. */
function askFaultsAgain({ edition, againAfter }: EditionView): Html {
  const later = Math.min(longestPause, Math.ceil(againAfter * 1.4));
  return asksAgain(`/desk/editions/${edition.id}?again=${later}`, 'faults', againAfter);
}

/** To how it goes out, what became of it, and what is to be told of it. */
function sendLinks(language: string, { edition }: EditionView): Html {
  const { watch, report, corrections } = deskEditionWords(language);
  const at = `/desk/editions/${edition.id}`;
  return html` · <a href="${at}/sending">${watch}</a> · <a href="${at}/report">${report}</a> · <a href="${at}/corrections">${corrections}</a>`;
}

/** What else is tried above it, with the way to where that is chosen. */
function othersPart(words: EditionWords, { id, language, subjectTest }: EditionView['edition']): Html {
  const others = subjectTest?.others ?? [];
  return html`${others.length > 0 && html`<ul class="other-subjects">${others.map(({ subject }, index) => html`<li><span class="tag">${letterOf(index + 1)}</span> <span lang="${language}">${subject}</span></li>`)}</ul>`}
<p class="small"><a href="/desk/editions/${id}/subjects">${others.length > 0 ? words.subjects.tried : words.subjects.one}</a></p>`;
}

function factsPart(frame: DeskFrame, { edition, newsletter, timeZone, preFlight }: EditionView): Html {
  const { facts } = editionWords(frame.language);
  const { state, number, sendAt, launchedAt } = edition;
  const time = (at: Date): Html => deskTime(at, frame.language, timeZone);
  const sender = preFlight?.sender ?? null;
  const rows: Array<[string, Child]> = [
    [facts.newsletter, `${newsletter} ${number}`],
    [
      facts.state,
      html`<span class="state state-${state}">${deskEditionWords(frame.language).states[state] ?? state}</span>`,
    ],
  ];
  if (launchedAt !== null) rows.push([facts.launchedAt, time(launchedAt)]);
  else if (sendAt !== null) rows.push([facts.sendAt, time(sendAt)]);
  if (sender !== null) rows.push([facts.from, `${sender.fromName} <${sender.fromAddress}>`]);
  if (sender?.replyTo) rows.push([facts.replyTo, sender.replyTo]);
  return html`<dl class="facts edition-facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function testForm({ language }: DeskFrame, view: EditionView): Html | null {
  const words = editionWords(language);
  const { edition, reader, readers, colleagues, once, who, preFlight } = view;
  const [first] = readers;
  const shown = reader.kind === 'subscriber' ? first : reader;
  if (shown === undefined || preFlight?.bytes === null) return null;
  const boxes = colleagues.map(
    ({ id, name }) =>
      html`<label class="pick"><input type="checkbox" name="to" value="${id}"${id === who.staffId && html` checked`}><span>${name}${id === who.staffId && html` <span class="soft">(${words.test.you})</span>`}</span></label>`,
  );
  return html`<section aria-labelledby="test"><h2 id="test">${words.test.title}</h2>
<p class="small">${words.test.text(readerLabel(words, shown))}${view.isOpenForCorrection && ` ${words.test.corrected}`}</p>
<form method="post" action="/desk/editions/${edition.id}/test">
<input type="hidden" name="reader" value="${shown.name}"><input type="hidden" name="once" value="${once}">
<fieldset><legend>${words.test.to}</legend>${boxes}</fieldset>
<button>${words.test.button}</button></form></section>`;
}
