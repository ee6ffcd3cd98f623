import type { Html } from '../../../views/html.ts';
import type { Controlled } from '../control.ts';
import type { World } from '../core/world.ts';

/** What a page is asked with. */
export interface PageCall {
  world: World;
  ids: string[];
  form: Record<string, string>;
  controlled: Controlled;
}

/** A page, or the address to go to. */
export type PageAnswer = { page: Html; status?: number } | { to: string } | { text: string; type: string };

export type PageVerb = (call: PageCall) => PageAnswer | null | Promise<PageAnswer | null>;

export type PageRoutes = Record<string, PageVerb>;
