import type { Value } from '../../../compose/contract.ts';

/** Links as lines, each its words and its address. */
export function linksText(value: Value | undefined): string {
  if (!Array.isArray(value)) return '';
  return value
    .map((link) => link as { title?: string; url?: string })
    .map(({ title = '', url = '' }) => `${title} ${url}`)
    .join('\n');
}
