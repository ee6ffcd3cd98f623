import { type Child, type Html, html } from '../../../../views/html.ts';

interface FieldShape {
  name: string;
  label: string;
  hint?: string;
  value: string;
}

function labelled({ name, label, hint = '' }: FieldShape, input: Html): Html {
  const note = hint === '' ? null : html` <span class="hint">${hint}</span>`;
  return html`<div class="field"><label for="${name}">${label}${note}</label>${input}</div>`;
}

export function textField(shape: FieldShape, maxLength = 200, isRequired = false): Html {
  const { name, value } = shape;
  return labelled(
    shape,
    html`<input type="text" id="${name}" name="${name}" value="${value}" maxlength="${maxLength}" autocomplete="off"${isRequired && html` required`}>`,
  );
}

export function urlField(shape: FieldShape): Html {
  const { name, value } = shape;
  return labelled(
    shape,
    html`<input type="url" id="${name}" name="${name}" value="${value}" maxlength="2000" autocomplete="off">`,
  );
}

export function numberField(shape: FieldShape, [min, max]: readonly [number, number]): Html {
  const { name, value } = shape;
  return labelled(
    shape,
    html`<input type="number" id="${name}" name="${name}" value="${value}" min="${min}" max="${max}" step="1" inputmode="numeric" required>`,
  );
}

export function clockField(shape: FieldShape, isRequired = false): Html {
  const { name, value } = shape;
  return labelled(
    shape,
    html`<input type="time" id="${name}" name="${name}" value="${value}"${isRequired && html` required`}>`,
  );
}

export function dateField(shape: FieldShape, isRequired = false): Html {
  const { name, value } = shape;
  return labelled(
    shape,
    html`<input type="date" id="${name}" name="${name}" value="${value}"${isRequired && html` required`}>`,
  );
}

export function areaField(shape: FieldShape, rows: number): Html {
  const { name, value } = shape;
  return labelled(
    shape,
    html`<textarea id="${name}" name="${name}" rows="${rows}" class="plain">${value}</textarea>`,
  );
}

export function choiceField(
  shape: FieldShape,
  options: Array<{ value: string; label: string; lang?: string }>,
): Html {
  const { name, value } = shape;
  const items = options.map(
    (one) =>
      html`<option value="${one.value}"${one.value === value && html` selected`}>${one.label}</option>`,
  );
  return labelled(shape, html`<select id="${name}" name="${name}">${items}</select>`);
}

export function zoneField(shape: FieldShape): Html {
  const zones = [...new Set([shape.value, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  return choiceField(
    shape,
    zones.filter((zone) => zone !== '').map((zone) => ({ value: zone, label: zone })),
  );
}

/** A box to tick, with what it means below. */
export function tickField({ name, label, hint = '', value }: FieldShape, more: Child = null): Html {
  const note = hint === '' ? null : html`<span class="small soft">${hint}</span>`;
  return html`<label class="pick"><input type="checkbox" name="${name}" value="on"${value === 'on' && html` checked`}><span>${label}${note !== null && html`<br>${note}`}</span></label>${more}`;
}

/** Boxes or buttons of one name under a legend. */
export function pickList(
  type: 'checkbox' | 'radio',
  { name, label, hint = '' }: Omit<FieldShape, 'value'>,
  options: Array<{ value: string; label: string }>,
  chosen: string[],
  look = '',
): Html {
  const items = options.map(
    (one) =>
      html`<label class="pick"><input type="${type}" name="${name}" value="${one.value}"${chosen.includes(one.value) && html` checked`}><span>${one.label}</span></label>`,
  );
  return html`<fieldset class="${look}"><legend>${label}${hint !== '' && html` <span class="hint">${hint}</span>`}</legend><div class="picks">${items}</div></fieldset>`;
}
