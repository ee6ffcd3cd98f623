import assert from 'node:assert/strict';

/** A number of a page that leads to the people behind it. */
interface PeopleLink {
  href: string;
  label: string;
  count: number;
}

/** The numbers of a page that lead to people. */
export function peopleLinks(page: string): PeopleLink[] {
  return [...page.matchAll(/<a[^>]* href="([^"]*\/people\?[^"]*)" aria-label="([^"]*): ([\d,]+)">/g)].map(
    ([, href = '', label = '', count = '']) => ({
      href: href.replaceAll('&amp;', '&'),
      label,
      count: Number(count.replaceAll(',', '')),
    }),
  );
}

/** Follows each number and counts who stands behind it; gives the numbers by their labels. */
export async function assertPeopleBehind(
  page: string,
  look: (path: string) => Promise<string>,
): Promise<Record<string, number>> {
  const links = peopleLinks(page);
  for (const { href, label, count } of links) {
    const [, rows = ''] = /<tbody>([\s\S]*?)<\/tbody>/.exec(await look(href)) ?? [];
    assert.equal([...rows.matchAll(/<tr/g)].length, count, `${label}: ${href}`);
  }
  return Object.fromEntries(links.map(({ label, count }) => [label, count]));
}
