import type { Request } from 'express';
import type { PoolFilter } from '../../pool.ts';
import type { Asked } from './view.ts';

const uses: ReadonlyArray<PoolFilter['use']> = ['', 'new', 'used'];

/** What the address of a page of the composer asks for; what is not written as ours asks for nothing. */
export function askedIn({ query }: Request): Asked {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.trim().slice(0, 200) : '';
  };
  return {
    chosen: /^[a-z0-9]{4,32}$/.exec(text('block'))?.[0] ?? '',
    pool: {
      sourceId: /^[1-9]\d{0,9}$/.test(text('source')) ? Number(text('source')) : null,
      category: text('category'),
      use: uses.find((use) => use === text('use')) ?? '',
      search: text('q'),
      after: afterIn(text('after')),
    },
    evenIfApproved: /^[1-9]\d{0,14}$/.test(text('edit')) ? Number(text('edit')) : null,
    history: historyIn(text('history')),
  };
}

function afterIn(text: string): PoolFilter['after'] {
  const [, at, id] = /^(\d{1,15})-([1-9]\d{0,14})$/.exec(text) ?? [];
  if (at === undefined || id === undefined || Number(at) > 8.64e15) return null;
  return { publishedAt: new Date(Number(at)), id: Number(id) };
}

function historyIn(text: string): Asked['history'] {
  if (text === '') return null;
  return /^\d{1,15}$/.test(text) ? Number(text) : 'newest';
}
