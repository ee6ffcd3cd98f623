import { type Child, type Html, html } from '../../../../views/html.ts';

export interface Field {
  /** Of the item that it belongs to. */
  key: string;
  name: string;
  label: Child;
  value: string;
  lang: string;
  locked: boolean;
  most: number;
  /** Lines that a longer text begins with; without them it is one line. */
  rows?: number;
  /** One line that may be longer than its field: it wraps. */
  grows?: boolean;
  type?: 'url' | 'date';
  hint?: string;
  /** The hint is about the length, and follows it while one types. */
  counts?: boolean;
  /** Between the label and the field. */
  tools?: Child;
  more?: Child;
}

/**
 * A text of an item, with what it was when the form was made: what others write to it meanwhile is joined with it, not
 * overwritten.
 */
export function field({ key, name, label, value, hint, tools, more, counts = false, ...shape }: Field): Html {
  const id = idOf(key, name);
  const hintId = hint === undefined ? null : `${id}-hint`;
  return html`<div class="field" id="${id}-field"><label for="${id}">${label}</label>${tools}
${control({ id, name, value, hintId, ...shape })}${was(name, value)}
${hint !== undefined && html`<p class="hint" id="${id}-hint"${counts && html` data-counts="${id}"`}>${hint}</p>`}${more}</div>`;
}

export function idOf(key: string, name: string): string {
  return `field-${key}-${name.replace('.', '-')}`;
}

type Control = Pick<Field, 'lang' | 'locked' | 'most' | 'rows' | 'grows' | 'type'> & {
  id: string;
  name: string;
  value: string;
  hintId: string | null;
};

function control({ id, name, value, lang, locked, most, rows, grows = false, type, hintId }: Control): Html {
  const more = html` autocomplete="off" maxlength="${most}" lang="${lang}"${hintId !== null && html` aria-describedby="${hintId}"`}${locked && html` disabled`}`;
  if (rows === undefined && !grows)
    return html`<input id="${id}" name="${name}" type="${type ?? 'text'}" value="${value}"${more}>`;
  return html`<textarea id="${id}" name="${name}" rows="${rows ?? 1}"${grows && html` data-line`}${more}>
${value}</textarea>`;
}

/** What a field was when its form was made. */
export function was(name: string, value: string): Html {
  return html`<input type="hidden" name="was.${name}" value="${value}" data-was="${name}">`;
}

/** A box to tick. */
export function tick({
  key,
  name,
  label,
  isOn,
  locked,
}: Pick<Field, 'key' | 'name' | 'label' | 'locked'> & { isOn: boolean }): Html {
  const id = idOf(key, name);
  return html`<label class="pick-one" for="${id}"><input type="checkbox" id="${id}" name="${name}" value="true"${isOn && html` checked`}${locked && html` disabled`}><span>${label}</span></label>${was(name, String(isOn))}`;
}

/** One of several. */
export function choice({
  key,
  name,
  label,
  value,
  options,
  locked,
}: Pick<Field, 'key' | 'name' | 'label' | 'value' | 'locked'> & {
  options: Array<{ value: string; label: string }>;
}): Html {
  const id = idOf(key, name);
  return html`<div class="field"><label for="${id}">${label}</label><select id="${id}" name="${name}"${locked && html` disabled`}>${options.map(
    (option) =>
      html`<option value="${option.value}"${option.value === value && html` selected`}>${option.label}</option>`,
  )}</select>${was(name, value)}</div>`;
}
