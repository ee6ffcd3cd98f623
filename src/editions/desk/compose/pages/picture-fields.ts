import { type Html, html } from '../../../../views/html.ts';
import type { Item } from '../../../compose/contract.ts';
import { placeOf, places, shapeOf, shapes } from '../crop.ts';
import { textOf } from '../items.ts';
import type { ComposeView } from '../view.ts';
import { choice, field, idOf, tick, was } from './fields.ts';
import { composerWords } from './words.ts';

/** The picture of a story: whether it is shown, which part of it, and its words. */
export function pictureFields(language: string, view: ComposeView, item: Item): Html {
  const { picture: words } = composerWords(language).settings;
  const { key, fields } = item;
  const locked = view.locked !== null;
  const original = fields['original'] as { src: string; width: number; height: number } | null | undefined;
  if (original === null || original === undefined)
    return html`<fieldset class="picture-fields"><legend>${words.title}</legend><p class="small soft">${words.none}</p></fieldset>`;
  const text = (name: 'alt' | 'credit', label: string, hint?: string): Html =>
    field({
      key,
      name,
      label,
      value: textOf(item, name),
      lang: view.edition.language,
      locked,
      most: name === 'alt' ? 1_000 : 300,
      ...(name === 'alt' && { rows: 2, grows: true }),
      ...(hint !== undefined && { hint }),
    });
  return html`<fieldset class="picture-fields" id="picture-${key}"><legend>${words.title}</legend>
${tick({ key, name: 'picture', label: words.shown, isOn: fields['picture'] !== false, locked })}
${fields['picture'] !== false && cropPart(language, view, item, original)}
${text('alt', words.alt, words.altHint)}${text('credit', words.credit)}</fieldset>`;
}

/** The whole picture with a frame in it; without scripts the frame is chosen by its shape and its place. */
function cropPart(
  language: string,
  view: ComposeView,
  { key, fields }: Item,
  original: { src: string; width: number; height: number },
): Html {
  const { picture: words } = composerWords(language).settings;
  const locked = view.locked !== null;
  const crop = (fields['crop'] ?? null) as Parameters<typeof shapeOf>[0];
  const value = crop === null ? '' : JSON.stringify(crop);
  const shape = shapeOf(crop, original);
  const named = (
    name: 'shape' | 'place',
    label: string,
    chosen: string,
    options: Array<{ value: string; label: string }>,
  ) => choice({ key, name, label, value: chosen, options, locked });
  const offered = [...(shape === 'own' ? (['own'] as const) : []), ...shapes];
  return html`<div class="crop" id="crop-${key}" data-crop="${value}" data-width="${original.width}" data-height="${original.height}" data-label="${words.frame}. ${words.frameHint}"${locked && html` data-locked`}><img src="${original.src}" width="${original.width}" height="${original.height}" alt="${textOf({ fields } as Item, 'alt')}" draggable="false"></div>${!locked && html`<p class="hint crop-hint">${words.frameHint}</p>`}
<input type="hidden" name="crop" id="${idOf(key, 'crop')}" value="${value}">${was('crop', value)}
<div class="crop-choices">${named(
    'shape',
    words.shape,
    shape,
    offered.map((one) => ({ value: one, label: words.shapes[one] })),
  )}${named(
    'place',
    words.place,
    placeOf(crop),
    places.map((one) => ({ value: one, label: words.places[one] })),
  )}</div>`;
}
