import type { People } from '../people/kinds.ts';

/** What asks for the people behind a number. */
export function peopleQuery({ kind, detail, destination, text }: People): URLSearchParams {
  const parts = { what: kind, detail, to: destination, text };
  const given = Object.entries(parts).filter(([, value]) => value !== undefined && value !== null);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
}

/** Where the people behind a number of an edition are. */
export function peopleAddress(editionId: number, people: People): string {
  return `/desk/editions/${editionId}/people?${peopleQuery(people).toString()}`;
}
