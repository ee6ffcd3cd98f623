import type { Services } from '../services.ts';
import type { Html } from '../views/html.ts';
import type { PageFrame } from '../views/layout.ts';

/**
 * A part of the account's page that another domain has: what it shows to a person who is signed in, under a heading
 * of its own; null: nothing.
 * @param did the act that the person comes back from, as its redirect names it; '' for none
 */
export type AccountSection = (
  services: Services,
  frame: PageFrame,
  subscriberId: number,
  now: Date,
  did: string,
) => Promise<Html | null>;
