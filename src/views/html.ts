/** Markup that is safe to send: made by the `html` tag, which escapes what is put into it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

export type Child = Html | string | number | null | undefined | false | Child[];

/**
 * Markup with values escaped, for text and for quoted attributes alike. A list is put in one behind the other;
 * null, undefined and false are nothing.
 */
export function html(strings: TemplateStringsArray, ...values: Child[]): Html {
  return new Html(strings.reduce((markup, part, index) => markup + render(values[index - 1]) + part));
}

/** Text that may be broken before an @: an address in large letters is not cut within a word. */
export function breakable(text: string): Html {
  return html`${text.split(/(?=@)/).map((part, index) => html`${index > 0 && html`<wbr>`}${part}`)}`;
}

/** Markup from elsewhere that has been made safe already. */
export function raw(markup: string): Html {
  return new Html(markup);
}

function render(value: Child): string {
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) return value.markup;
  if (Array.isArray(value)) return value.map(render).join('');
  return escape(String(value));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escape(text: string): string {
  return text.toWellFormed().replace(/[&<>"'`]/g, (character) => entities[character] ?? '');
}
