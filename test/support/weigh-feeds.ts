// Reads the feeds below a folder, every one where it is thorough and each fifth else, and prints for each the seconds of the processor it took, and by how many
// megabytes the largest this process has ever been is above what it was before the first.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFeed } from '../../src/articles/feed/parse-feed.ts';
import { isThorough } from './thorough.ts';

const [folder = ''] = process.argv.slice(2);
const before = process.memoryUsage().rss;
const files = globSync(join(folder, 'feeds-*', '**', '*.{xml,json}')).sort();
for (const [index, file] of files.entries()) {
  if (!isThorough && index % 5 !== 0) continue;
  // What the feed before left behind is not this one's.
  globalThis.gc?.();
  const began = process.cpuUsage();
  try {
    parseFeed(readFileSync(file));
  } catch {
    // Some are none; that is for other tests to say.
  }
  const { user, system } = process.cpuUsage(began);
  const megabytes = (process.resourceUsage().maxRSS * 1_024 - before) / 1_000_000;
  console.log(JSON.stringify({ file, megabytes, seconds: (user + system) / 1_000_000 }));
}
