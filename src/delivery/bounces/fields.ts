/** The fields of one block, by name in lower case. */
export type Fields = Map<string, string[]>;

const fieldLine = /^([A-Za-z][A-Za-z0-9-]{0,60})[ \t]{0,5}:[ \t]*(.*)$/;

/**
 * Reads blocks of fields between empty lines (RFC 3464 section 2.1). A line that is no field belongs to the
 * one before it, indented or not.
 */
export function readFieldBlocks(text: string): Fields[] {
  const blocks: Fields[] = [];
  let block: Fields = new Map();
  let values: string[] | null = null;
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (line.trim() === '') {
      if (block.size > 0) blocks.push(block);
      block = new Map();
      values = null;
      continue;
    }
    const [, name, value = ''] = /^[ \t]/.test(line) ? [] : (fieldLine.exec(line) ?? []);
    if (name === undefined) {
      if (values !== null) values[values.length - 1] += ` ${line.trim()}`;
      continue;
    }
    values = block.get(name.toLowerCase()) ?? [];
    values.push(value.trim());
    block.set(name.toLowerCase(), values);
  }
  if (block.size > 0) blocks.push(block);
  return blocks;
}

export function firstOf(fields: Fields, ...names: string[]): string {
  return names.map((name) => fields.get(name)?.[0] ?? '').find((value) => value !== '') ?? '';
}
