import type { Db } from '../db.ts';
import { findMixedScripts } from '../text/mixed-scripts.ts';
import { selectNewsletters, selectPublication, selectSenders } from './queries.ts';

/**
 * What readers would take for another's name, a sentence for each: names of senders, of the publication and of its
 * newsletters with a word of letters that are drawn alike. A warning: some papers are spelled so on purpose.
 */
export async function findOddNames(db: Db): Promise<string[]> {
  const [publication, newsletters, senders] = await Promise.all([
    selectPublication(db),
    selectNewsletters(db),
    selectSenders(db),
  ]);
  const names = [
    ...senders.map(({ fromName }) => ['sender', fromName] as const),
    ['publication', publication?.name ?? ''] as const,
    ...newsletters.map(({ name }) => ['newsletter', name] as const),
  ];
  return names.flatMap(([thing, name]) =>
    findMixedScripts(name).map((odd) => `the ${thing} ${JSON.stringify(name)}: ${odd}`),
  );
}
