// A newsletter's mail has one recipient: a report of more than this is none that can be meant for us.
const maxRecipients = 1_000;

/** As many recipients as are read, and how many more there are: it is said of them that they were left out. */
export function firstRecipients<T>(named: readonly T[]): { first: T[]; omitted: number } {
  return { first: named.slice(0, maxRecipients), omitted: Math.max(0, named.length - maxRecipients) };
}
