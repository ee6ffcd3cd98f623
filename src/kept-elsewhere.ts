import { membershipsKept } from './memberships/kept.ts';
import type { KeptElsewhere } from './subscribers/kept-elsewhere.ts';

/** What domains to the left of subscribers keep of people: shown and erased with them. */
export const keptElsewhere: KeptElsewhere[] = [membershipsKept];
