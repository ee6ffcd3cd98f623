import { type Html, html } from '../../../../views/html.ts';
import type { Item, Value } from '../../../compose/contract.ts';
import { textOf, tiersOf } from '../items.ts';
import type { ComposeView } from '../view.ts';
import { choice, type Field, field, idOf, tick } from './fields.ts';
import { audienceName } from './names.ts';
import { composerWords } from './words.ts';

type Draw = (name: string, label: string, shape: Partial<Field>) => Html;

/** What can be set of a part that is no story. */
export function partFields(language: string, view: ComposeView, item: Item): Html {
  const { settings } = composerWords(language);
  const draw: Draw = (name, label, shape) =>
    field({
      key: item.key,
      name,
      label,
      value: valueOf(item, name),
      lang: view.edition.language,
      locked: view.locked !== null,
      most: 500,
      ...shape,
    });
  const title = draw('title', settings.name, { grows: true });
  const prose = draw('text', settings.text, { rows: 6, most: 20_000 });
  switch (item.kind) {
    case 'note':
      return html`${title}${noteText(language, view, item, draw)}${draw('signature', settings.signature, { most: 300 })}${audienceField(language, view, item)}`;
    case 'thanks':
      return html`${title}${prose}${audienceField(language, view, item)}`;
    case 'patrons-only':
      return html`${title}${prose}${buttonFields(language, draw)}${audienceField(language, view, item)}`;
    case 'appeal':
      return html`${title}${prose}${buttonFields(language, draw)}${draw('small', settings.small, { rows: 2, most: 1_000 })}`;
    case 'correction':
      return html`${draw('date', settings.date, { type: 'date', most: 10 })}${draw('wrong', settings.wrong, { rows: 3, most: 5_000 })}${draw('right', settings.right, { rows: 3, most: 5_000 })}${linkFields(language, draw)}${audienceField(language, view, item)}`;
    case 'section':
    case 'headlines':
      return html`${title}${audienceField(language, view, item)}`;
    case 'link':
      return html`${title}${draw('url', settings.url, { type: 'url', most: 2_000 })}`;
    case 'footer':
      return draw('text', settings.text, { rows: 3, most: 2_000, hint: settings.footer });
    case 'ballot':
      return html`<p class="soft">${settings.ballot}</p>`;
    case 'divider':
      return html`<p class="soft">${settings.divider}</p>${audienceField(language, view, item)}`;
    default:
      return audienceField(language, view, item);
  }
}

/** A field as a text; `button.url` is the address in a button. */
function valueOf(item: Item, name: string): string {
  const [outer = '', inner] = name.split('.');
  if (inner === undefined) return textOf(item, outer);
  const value = item.fields[outer];
  const found = typeof value === 'object' && value !== null && !Array.isArray(value) ? value[inner] : '';
  return typeof found === 'string' ? found : '';
}

function noteText(language: string, view: ComposeView, item: Item, draw: Draw): Html {
  const { settings } = composerWords(language);
  const { key, fields } = item;
  const isMarkdown = fields['markdown'] === true;
  const { tools } = settings;
  const buttons = (['bold', 'italic', 'link', 'list', 'quote'] as const).map(
    (tool) =>
      html`<button type="button" class="tool tool-${tool}" data-tool="${tool}">${tools[tool]}</button>`,
  );
  const bar =
    isMarkdown && view.locked === null
      ? html`<div class="tools" role="toolbar" aria-label="${tools.label}" aria-controls="${idOf(key, 'text')}">${buttons}</div>`
      : null;
  return html`<div class="prose-field" id="prose-${key}">${draw('text', settings.text, { rows: 9, most: 20_000, tools: bar })}</div>${tick({ key, name: 'markdown', label: settings.markdown, isOn: isMarkdown, locked: view.locked !== null })}`;
}

function buttonFields(language: string, draw: Draw): Html {
  const { settings } = composerWords(language);
  return html`${draw('button.label', settings.buttonLabel, { most: 200 })}${draw('button.url', settings.buttonUrl, { type: 'url', most: 2_000 })}`;
}

function linkFields(language: string, draw: Draw): Html {
  const { settings } = composerWords(language);
  return html`${draw('link.title', settings.linkTitle, { most: 500 })}${draw('link.url', settings.linkUrl, { type: 'url', most: 2_000 })}`;
}

const ofPatrons: ReadonlyArray<Item['kind']> = ['thanks', 'patrons-only'];

/** Who is shown it. */
export function audienceField(language: string, view: ComposeView, item: Item): Html {
  if (ofPatrons.includes(item.kind)) return tiersField(language, view, item);
  const { audience: label, audiences } = composerWords(language).settings;
  const value = audienceText(item.fields['audience']);
  const patrons = [
    { value: 'patron', label: audiences.patron },
    ...view.tiers.map(({ slug, name }) => ({ value: `tier:${slug}`, label: audiences.tier(name) })),
  ];
  const options = [
    { value: '', label: audiences.all },
    { value: 'reader', label: audiences.reader },
    ...patrons,
  ];
  const isKnown = options.some((option) => option.value === value);
  const all = isKnown ? options : [...options, { value, label: audienceName(language, item) }];
  return choice({
    key: item.key,
    name: 'audience',
    label,
    value,
    options: all,
    locked: view.locked !== null,
  });
}

/** What is for patrons is for them alone: for those of the tiers that are ticked, or, where none is, for all. */
function tiersField(language: string, view: ComposeView, item: Item): Html {
  const { audience: label, audiences, tiersHint } = composerWords(language).settings;
  const { key, fields } = item;
  const chosen = tiersOf(fields['audience']);
  const known = view.tiers.map(({ slug, name }) => ({ tier: `tier:${slug}`, name: audiences.tier(name) }));
  const gone = chosen.filter((one) => known.every(({ tier }) => tier !== one));
  const all = [...known, ...gone.map((tier) => ({ tier, name: audiences.tier(tier.replace('tier:', '')) }))];
  if (all.length === 0) return html`<p class="soft">${label}: ${audiences.patron}</p>`;
  const hintId = `tiers-${key}-hint`;
  return html`<fieldset class="tiers" id="tiers-${key}" aria-describedby="${hintId}"><legend>${label}</legend>
${all.map(({ tier, name }) => tick({ key, name: `audience.${tier}`, label: name, isOn: chosen.includes(tier), locked: view.locked !== null }))}
<p class="hint" id="${hintId}">${tiersHint}</p></fieldset>`;
}

/** An audience as a form carries it: the names of its segments with a `|` between. */
function audienceText(value: Value | undefined): string {
  return [value ?? []]
    .flat()
    .filter((name) => typeof name === 'string')
    .join('|');
}
