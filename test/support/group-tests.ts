import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../../src/config.ts';

// These start processes of their own, or measure this one; they are long, and so they come first.
const alone = [
  /^test\/browser\/(sample|morning|compose|desk)\./,
  /^test\/cli\//,
  /^test\/local\/(?!stripe\/(api|checkout|clock|contract|pages|webhooks)\.)/,
  /^test\/memberships\/stripe\/(lost|orders|sequences)\./,
  /^test\/delivery\/(torture|ten-thousand|disasters|ledger-model|races|relays-two-processes|service-first|metrics)\./,
  /^test\/(queue-away|jobs|log)\./,
];
const perGroup = 16;

/**
 * Test files for so many processes, fewer than there are files: each process loads the whole product first, which takes
 * longer than most files. A group is a file that gives each of its files a suite of its own, so that hooks stay apart.
 * @returns the paths to run
 */
export async function groupTests(files: string[], folder: string): Promise<string[]> {
  const long = files.filter((file) => alone.some((pattern) => pattern.test(file)));
  const short = files.filter((file) => !long.includes(file));
  await mkdir(folder);
  const groups = Array.from({ length: Math.ceil(short.length / perGroup) }, async (_, index) => {
    const members = short.slice(index * perGroup, (index + 1) * perGroup);
    const path = join(folder, `group-${index + 1}.test.ts`);
    await writeFile(path, groupOf(members));
    return path;
  });
  return [...long, ...(await Promise.all(groups))];
}

function groupOf(members: string[]): string {
  const suites = members.map((file) => {
    const address = pathToFileURL(join(projectRoot, file)).href;
    return `describe(${JSON.stringify(file)}, async () => { await import(${JSON.stringify(address)}); });\n`;
  });
  return `import { describe } from 'node:test';\n${suites.join('')}`;
}
