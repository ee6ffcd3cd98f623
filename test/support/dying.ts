import type { KyselyPlugin } from 'kysely';
import type { Services } from '../../src/services.ts';

/** What is thrown to whoever goes on after their end. */
export class Killed extends Error {}

/**
 * Services of a process that ends after so many statements: none that comes later reaches the database, and what its
 * transactions have not committed by then is undone, as where its connection is lost.
 */
export function dyingAfter(services: Services, statements: number): Services {
  let left = statements;
  const end: KyselyPlugin = {
    transformQuery({ node }) {
      left -= 1;
      if (left < 0) throw new Killed('the process has ended');
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return { ...services, db: services.db.withPlugin(end) };
}
