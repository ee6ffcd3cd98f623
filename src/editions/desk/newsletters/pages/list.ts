import { languagesWith } from '../../../../../languages/index.ts';
import { nameOfLanguage } from '../../../../text/name-of-language.ts';
import { type DeskFrame, deskPage, deskTable, emptyState, problemNotice } from '../../../../views/desk.ts';
import { type Html, html } from '../../../../views/html.ts';
import { countIn } from '../../parts.ts';
import { sentenceOf } from '../sentence.ts';
import type { ListView } from '../view.ts';
import { newsletterWords } from '../words.ts';
import { choiceField, textField, zoneField } from './inputs.ts';

/** The newsletters with their rhythms; for an owner with a form that adds one. */
export function listPage(frame: DeskFrame, view: ListView): string {
  const words = newsletterWords(frame.language);
  const { title, text, empty, columns } = words;
  const count = countIn(frame.language);
  const rows = view.newsletters.map(({ newsletter, rules, readers }) => [
    html`<strong><a href="/desk/newsletters/${newsletter.id}">${newsletter.name}</a></strong>${newsletter.priority === 'alert' && html`<br><span class="small soft">${words.priorities.alert}</span>`}`,
    sentenceOf(rules, frame.language, words),
    newsletter.timeZone,
    count(readers),
  ]);
  const body = html`<h1>${title}</h1><p class="lead">${text}</p>${problemNotice(view.problem)}
${rows.length === 0 ? emptyState(empty.title, empty.text) : deskTable({ caption: title, columns: [columns.name, columns.rhythm, columns.zone, columns.readers], rows })}
${view.mayChange ? addForm(frame, view) : html`<p class="soft">${words.ownersOnly}</p>`}`;
  return deskPage(frame, { title, body });
}

function addForm(frame: DeskFrame, { typed, timeZone, language }: ListView): Html {
  const { add, fields, priorities } = newsletterWords(frame.language);
  const value = (name: string, first = ''): string => String(typed[name] ?? first);
  const known = [...new Set([...languagesWith('mails'), language])];
  return html`<h2 id="add">${add.title}</h2><form method="post" action="/desk/newsletters" class="columns">
${textField({ name: 'name', ...fields.name, value: value('name') }, 120, true)}
${textField({ name: 'slug', ...add.slug, value: value('slug') }, 60, true)}
${choiceField(
  { name: 'language', ...fields.language, value: value('language', language) },
  known.map((tag) => ({ value: tag, label: nameOfLanguage(tag, frame.language) })),
)}
${zoneField({ name: 'timeZone', ...fields.timeZone, value: value('timeZone', timeZone) })}
${choiceField(
  { name: 'priority', ...fields.priority, value: value('priority', 'normal') },
  Object.entries(priorities).map(([tag, label]) => ({ value: tag, label })),
)}
<div class="actions"><button>${add.button}</button></div></form>`;
}
