import type { Article } from '../../../../articles/article.ts';
import { type Html, html } from '../../../../views/html.ts';
import { textOf } from '../items.ts';
import type { Chosen, ComposeView } from '../view.ts';
import { type Field, field, idOf, tick } from './fields.ts';
import { linksText } from './links-text.ts';
import { audienceField } from './part-fields.ts';
import { pictureFields } from './picture-fields.ts';
import { composerWords } from './words.ts';

/** What of a story can be another here than at its source, and the way back to that. */
export function storyFields(language: string, view: ComposeView, { item, parent, source }: Chosen): Html {
  const { settings } = composerWords(language);
  const { key, fields } = item;
  const isHeadline = parent?.kind === 'headlines';
  const text = (name: keyof typeof most, label: string, shape: Partial<Field>): Html =>
    field({
      key,
      name,
      label,
      value: textOf(item, name),
      lang: view.edition.language,
      locked: view.locked !== null,
      most: most[name],
      more: sourceLine(language, view, key, name, label, textOf(item, name), source),
      ...shape,
    });
  return html`${text('title', settings.headline, { rows: 2, grows: true })}
${
  !isHeadline &&
  html`${text('standfirst', settings.standfirst, { rows: 4, grows: true })}
${pictureFields(language, view, item)}
<details class="more-fields" id="more-${key}"><summary>${settings.author}, ${settings.category}, ${settings.readAlso}</summary>
${text('author', settings.author, {})}${text('category', settings.category, {})}
${field({ key, name: 'readAlso', label: settings.readAlso, value: linksText(fields['readAlso']), lang: view.edition.language, locked: view.locked !== null, most: 5_000, rows: 3, hint: settings.readAlsoHint })}
${parent === null && audienceField(language, view, item)}</details>`
}
${tick({ key, name: 'updated', label: settings.updated, isOn: fields['updated'] === true, locked: view.locked !== null })}
<p class="small"><a href="${textOf(item, 'url')}" rel="noreferrer" target="_blank">${settings.source}</a></p>`;
}

const most = { title: 500, standfirst: 3_000, author: 300, category: 200 };

/** What stands at the source, where it is another; and the button that takes it. */
function sourceLine(
  language: string,
  view: ComposeView,
  key: string,
  name: keyof typeof most,
  label: string,
  value: string,
  source: Article | null,
): Html | null {
  const { settings } = composerWords(language);
  if (source === null) return null;
  const theirs = name === 'category' ? (source.categories[0] ?? '') : source[name];
  if (theirs === value) return null;
  const button = html`<button name="act" value="source:${name}" class="link small" aria-label="${settings.takeBackOf(label)}">${settings.takeBack}</button>`;
  return html`<div class="at-source small" id="${idOf(key, name)}-source"><span>${settings.atSource(theirs)}</span> ${view.locked === null && button}</div>`;
}
