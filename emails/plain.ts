const width = 72;

/** Lines of at most 72 characters; a word, an address or a marked slot is never broken. */
export function wrap(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/[ \t\n]+/).filter((part) => part !== '')) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line.length > indent.length ? ` ${word}` : word;
  }
  return [...lines, line].join('\n').trimEnd();
}

/** A headline with a rule of its own width below. */
export function underline(text: string, rule: string): string {
  const lines = wrap(text).split('\n');
  return `${lines.join('\n')}\n${rule.repeat(Math.min(width, Math.max(...lines.map((line) => line.length))))}`;
}

/** Parts with an empty line between, those that are empty left out. */
export function stack(...parts: Array<string | false | null>): string {
  return parts.filter((part): part is string => typeof part === 'string' && part !== '').join('\n\n');
}

export const ruler: string = '-'.repeat(width);
