import { letterOf } from '../../../text/letter-of.ts';
import { can } from '../../../access/permissions.ts';
import { decideAt, type ReadTest } from '../../../delivery/subject-tests.ts';
import { deskTable, deskTime } from '../../../views/desk.ts';
import { type Html, html } from '../../../views/html.ts';
import type { Decision } from '../../subjects/decide.ts';
import { subjectsOf } from '../../subjects/subject-test.ts';
import { countIn } from '../parts.ts';
import type { SubjectsView } from './view.ts';
import type { SubjectWords } from './words/subject-words.ts';

/** What came of each subject of a send, and what is decided of it. */
export function resultPart(words: SubjectWords, language: string, view: SubjectsView, test: ReadTest): Html {
  const { edition, who } = view;
  const isOpen = test.winner === null && ['sending', 'paused'].includes(test.state);
  return html`<section aria-labelledby="test"><h2 id="test">${words.test.title}</h2>
${statePart(words, language, view, test)}${figuresTable(words, language, view, test)}
${isOpen && can(who.role, 'editions.send') && chooseLinks(words, edition.id, test)}</section>`;
}

function statePart(
  { test: words }: SubjectWords,
  language: string,
  view: SubjectsView,
  test: ReadTest,
): Html {
  const { winner, state, testedAt, latestAt, decision } = test;
  if (winner !== null && decision !== null) {
    const { reason } = decision.data as Decision;
    return html`<p><strong>${words.winner(letterOf(winner))}</strong> ${words.reasons[reason]}</p>`;
  }
  if (state === 'cancelled' || state === 'finished')
    return html`<p>${state === 'cancelled' ? words.cancelled : words.over}</p>`;
  if (state === 'paused') return html`<p>${words.paused}</p>`;
  const time = (at: Date): string => deskTime(at, language, view.timeZone).markup.replace(/<[^>]+>/g, '');
  return html`<p>${testedAt === null ? words.goingOut(time(latestAt)) : words.decidedAt(time(decideAt(test)))}</p>`;
}

function figuresTable(
  words: SubjectWords,
  language: string,
  { edition }: SubjectsView,
  test: ReadTest,
): Html {
  const { caption, columns } = words.test;
  const count = countIn(language);
  const rate = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });
  const names = subjectsOf(edition);
  // As they were when it was decided: the rest has clicked since.
  const figures = (test.decision?.data as Decision | undefined)?.figures ?? test.figures;
  const rows = figures.map(({ subject, readers, sent, clicks }) => [
    html`<strong>${letterOf(subject)}</strong> <span lang="${edition.language}">${names[subject]?.subject}</span>`,
    count(readers),
    count(sent),
    count(clicks),
    sent === 0 ? '–' : rate.format((clicks / sent) * 100),
  ]);
  const { subject, readers, sent, clicks, rate: hundred } = columns;
  return deskTable({ caption, columns: [subject, readers, sent, clicks, hundred], rows });
}

function chooseLinks({ choose }: SubjectWords, editionId: number, { figures }: ReadTest): Html {
  return html`<p class="soft">${choose.label}:</p><div class="actions">${figures.map(
    ({ subject }) =>
      html`<a class="button quiet" href="/desk/editions/${editionId}/subjects/choose?subject=${letterOf(subject)}">${choose.link(letterOf(subject))}</a>`,
  )}</div>`;
}
