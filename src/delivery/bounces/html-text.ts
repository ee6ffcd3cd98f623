import { decodeHTML } from 'entities';

const maxLength = 200_000;

/** The words of a report that is HTML only, a line for each block. */
export function textOfHtml(html: string): string {
  const visible = withoutElement(withoutElement(html.slice(0, maxLength), 'style'), 'script');
  const lines = visible
    .replace(/<(br|\/?(p|div|tr|li|h\d|table|td|pre|blockquote))\b[^<>]{0,2000}>/gi, '\n')
    .replace(/<[^<>]{0,2000}>/g, '');
  return decodeHTML(lines)
    .replace(/\u00a0/g, ' ')
    .replace(/\n[ \t\r]+(?=\n)/g, '\n');
}

/** By hand, since a pattern would look for the end anew from each beginning. */
function withoutElement(html: string, name: string): string {
  const lower = html.toLowerCase();
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    const start = lower.indexOf(`<${name}`, at);
    const end = start < 0 ? -1 : lower.indexOf(`</${name}`, start);
    if (end < 0) return kept.join('') + html.slice(at);
    kept.push(html.slice(at, start));
    at = end;
  }
}
