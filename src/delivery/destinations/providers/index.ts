import { apple } from './apple.ts';
import { gmail } from './gmail.ts';
import { outlook } from './outlook.ts';
import type { Provider } from './provider.ts';
import { yahoo } from './yahoo.ts';

/** Every provider whose domains and replies are known. A new one is a file and a line here. */
export const providers: readonly Provider[] = [gmail, yahoo, outlook, apple];
