import type { Block } from '../../emails/index.ts';

/** The segments that blocks of an edition are for, once each. */
export function segmentsIn(blocks: Block[]): string[] {
  return [...new Set(blocks.flatMap(({ audience }) => [audience ?? []].flat()))];
}

/** The ids behind the names of one kind, such as `ballot:7`. */
export function idsIn(blocks: Block[], kind: 'ballot' | 'correction'): number[] {
  const names = segmentsIn(blocks).filter((name) => name.startsWith(`${kind}:`));
  const ids = names.map((name) => name.slice(kind.length + 1));
  return ids.filter((id) => /^[1-9]\d{0,14}$/.test(id)).map(Number);
}
