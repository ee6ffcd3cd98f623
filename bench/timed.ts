import { median } from './print.ts';

// What a person waits for, and a page asks more than one question.
const budgetMs = 100;

/** How many milliseconds something takes: the middle of so many rounds, after one that is not counted. */
export async function timed(ask: () => Promise<unknown>, rounds: number): Promise<number> {
  await ask();
  const figures: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const began = performance.now();
    await ask();
    figures.push(performance.now() - began);
  }
  return median(figures);
}

/** Names what took too long for a page. */
export function printSlow(figures: Array<[name: string, ms: number]>): void {
  const slow = figures.filter(([, ms]) => ms > budgetMs);
  if (slow.length > 0) console.log(`  over ${budgetMs} ms: ${slow.map(([name]) => name).join(', ')}`);
}
