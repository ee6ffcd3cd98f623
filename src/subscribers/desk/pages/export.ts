import type { Newsletter } from '../../../publication/newsletters.ts';
import { type DeskFrame, deskPage, problemNotice } from '../../../views/desk.ts';
import { selectInput } from '../../../views/desk-fields.ts';
import { html } from '../../../views/html.ts';
import { readerWords } from '../words.ts';

/** What of whom goes into the file. */
export function exportPage(
  frame: DeskFrame,
  { newsletters, columns, problem }: { newsletters: Newsletter[]; columns: string[]; problem: string | null },
): string {
  const { exporting: words, back } = readerWords(frame.language);
  const names = newsletters.map(({ id, name }) => ({ value: String(id), label: name }));
  const options = [{ value: '', label: words.everybody }, ...names];
  const body = html`<p class="small crumbs"><a href="/desk/readers">${back}</a></p>
<h1>${words.title}</h1><p>${words.text}</p>${problemNotice(problem)}
<form method="post" action="/desk/readers/export">
${selectInput({ name: 'newsletter', label: words.whom, value: '', options })}
<fieldset><legend>${words.fields}</legend><div class="ticks">${columns.map(
    (column) =>
      html`<label><input type="checkbox" name="column" value="${column}" checked> ${Object.hasOwn(words.names, column) ? words.names[column] : column}</label>`,
  )}</div></fieldset>
<button>${words.button}</button></form>`;
  return deskPage(frame, { title: words.title, body, width: 'narrow' });
}
