import { type Html, html } from './html.ts';

export interface TextFieldShape {
  name: string;
  label: string;
  value?: string;
  hint?: string;
  /** What was wrong with it, beside it. */
  problem?: string | null;
  type?: 'text' | 'email' | 'date';
  autocomplete?: string;
  isRequired?: boolean;
  maxLength?: number;
}

/** A label and its field, with what was wrong. */
export function textInput(shape: TextFieldShape): Html {
  const { name, label, value = '', hint = '', problem = null, type = 'text' } = shape;
  const { autocomplete = 'off', isRequired = true, maxLength = 254 } = shape;
  return html`<div class="field"><label for="${name}">${label}${hint !== '' && html` <span class="hint">(${hint})</span>`}</label>
${problem !== null && html`<p class="wrong" id="${name}-error" role="alert">${problem}</p>`}
<input id="${name}" name="${name}" type="${type}"${isRequired && html` required`} autocomplete="${autocomplete}" maxlength="${maxLength}" value="${value}"${problem !== null && html` aria-invalid="true" aria-describedby="${name}-error"`}></div>`;
}

/** A field for six digits. */
export function codeInput(label: string, hint: string, problem: string | null): Html {
  return html`<div class="field"><label for="code">${label} <span class="hint">(${hint})</span></label>
${problem !== null && html`<p class="wrong" id="code-error" role="alert">${problem}</p>`}
<input id="code" name="code" type="text" class="code" inputmode="numeric" autocomplete="one-time-code" required maxlength="24"${problem !== null && html` aria-invalid="true" aria-describedby="code-error"`}></div>`;
}

interface SelectShape {
  name: string;
  label: string;
  value: string;
  options: Array<{ value: string; label: string }>;
  /** Only for screen readers, where a column's heading says it to the eye. */
  isLabelHidden?: boolean;
}

/** A label and a choice of one. */
export function selectInput({ name, label, value, options, isLabelHidden = false }: SelectShape): Html {
  const items = options.map(
    (one) =>
      html`<option value="${one.value}"${one.value === value && html` selected`}>${one.label}</option>`,
  );
  if (isLabelHidden) return html`<select name="${name}" aria-label="${label}">${items}</select>`;
  return html`<div class="field"><label for="${name}">${label}</label><select id="${name}" name="${name}">${items}</select></div>`;
}

/** Harm in two presses, without a page between: the first opens what the second does. */
export function twoPresses({
  act,
  about,
  really,
  action,
}: {
  act: string;
  /** What is said aloud, where the act alone does not name the thing. */
  about?: string;
  really: string;
  action: string;
}): Html {
  return html`<details><summary${about !== undefined && html` aria-label="${about}"`}>${act}</summary>
<form method="post" action="${action}"><button class="harm">${really}</button></form></details>`;
}
