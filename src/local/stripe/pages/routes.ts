import { checkoutPages } from './checkout.ts';
import { controlPages } from './control.ts';
import { invoicePages } from './invoice.ts';
import type { PageRoutes, PageVerb } from './page.ts';
import { portalPages } from './portal.ts';

const routes: PageRoutes = { ...checkoutPages, ...controlPages, ...invoicePages, ...portalPages };

const patterns = Object.entries(routes).map(([route, verb]) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, pattern: new RegExp(`^${path.replaceAll(/:\w+/g, '([^/]+)')}$`), verb };
});

/** The page at an address, if there is one. */
export function findPage(method: string, path: string): { verb: PageVerb; ids: string[] } | null {
  for (const { method: wanted, pattern, verb } of patterns) {
    const match = method === wanted ? pattern.exec(path) : null;
    if (match !== null) return { verb, ids: match.slice(1).map(decodeURIComponent) };
  }
  return null;
}
