import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './needs.ts';

const own = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{ 7 | times: 7 }}',
  '${7*7}',
  '<%= 7 %>',
  'Robert\r\nBcc: evil@evil.example',
  'a, b@evil.example',
  '</mj-text>',
  ']]>',
  '&amp;&lt;',
  '[[slot]]',
  '\u202Eevil',
  'Ω≈ç√∫',
  '👩‍👩‍👧 family',
  'ﷺ',
  '\uE000address\uE001',
  '=?UTF-8?Q?x?=',
  '..',
  '.',
  '-1',
  "' or 1=1 --",
  '%s%n',
  '\u2028line',
  'Ṱ̺̺̕o͞ ̷i̲̬',
  '\uD800',
];

/** Strings that programs stumble over: a few of our own, and the well-known list where it is at hand. */
export function hostileStrings(): string[] {
  const path = join(dataFolder, 'sec-blns', 'blns.json');
  const list = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as string[]) : [];
  return [...own, ...list];
}
