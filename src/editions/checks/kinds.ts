import { filterCheck } from './filter.ts';
import { linkCheck } from './link.ts';
import { senderCheck } from './sender.ts';

/** Every kind of look at what is not ours. A new one is a file and a line here. */
export const checkKinds = { link: linkCheck, sender: senderCheck, filter: filterCheck };

export type CheckName = keyof typeof checkKinds;
export type AboutOf<N extends CheckName> = Parameters<(typeof checkKinds)[N]['run']>[1];
export type ResultOf<N extends CheckName> = Awaited<ReturnType<(typeof checkKinds)[N]['run']>>;
