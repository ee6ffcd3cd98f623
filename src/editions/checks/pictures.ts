import type { Db } from '../../db.ts';
import type { Services } from '../../services.ts';
import type { Frozen } from '../freeze.ts';
import type { Edition } from '../edition.ts';
import { type Fault, warning } from '../faults.ts';
import { selectPictureSizes } from '../queries/checks.ts';
import { askChecks } from './ask-checks.ts';

/** In bytes: one that takes seconds on a phone's network, and all of a mail together. */
export const pictureLimits = { one: 400_000, all: 2_000_000 };

export interface Pictures {
  faults: Fault[];
  count: number;
  /** Of all that is known. */
  bytes: number;
  isPending: boolean;
}

/** How heavy the pictures of a mail are as its reader loads them; those that do not stand with us are asked for their size. */
export async function weighPictures(
  services: Pick<Services, 'db' | 'jobs' | 'config'>,
  edition: Edition,
  { mails }: Frozen,
): Promise<Pictures> {
  const { publicUrl } = services.config;
  const addresses = [
    ...new Set(
      [...(mails[0]?.html ?? '').matchAll(/<img[^>]* src="([^"]+)"/g)].map(([, src = '']) => unescaped(src)),
    ),
  ];
  const own = addresses.filter((address) => address.startsWith(`${publicUrl}/i/`));
  const others = addresses.filter((address) => !own.includes(address) && /^https?:/.test(address));
  const sizes = await ownSizes(services.db, own, publicUrl);
  const answers = await askChecks(
    services,
    'link',
    others.map((url) => ({ url })),
  );
  for (const [index, { result }] of answers.entries())
    if (result?.bytes != null) sizes.set(others[index] ?? '', result.bytes);
  const bytes = [...sizes.values()].reduce((sum, one) => sum + one, 0);
  const faults = [...sizes]
    .filter(([, size]) => size > pictureLimits.one)
    .map(([address, size]) => tooHeavy(edition, address.replace(publicUrl, ''), size));
  if (bytes > pictureLimits.all)
    faults.push(
      warning(
        { code: 'heavy-pictures', bytes, most: pictureLimits.all },
        `its pictures have ${bytes} bytes together; ${pictureLimits.all} are enough for a phone`,
      ),
    );
  return { faults, count: addresses.length, bytes, isPending: answers.some(({ isPending }) => isPending) };
}

async function ownSizes(db: Db, own: string[], publicUrl: string): Promise<Map<string, number>> {
  const byHash = await selectPictureSizes(
    db,
    own.map((address) => address.slice(`${publicUrl}/i/`.length)),
  );
  return new Map([...byHash].map(([hash, bytes]) => [`${publicUrl}/i/${hash}`, bytes]));
}

function tooHeavy({ blocks }: Edition, address: string, bytes: number): Fault {
  const place = blocks.findIndex((block) =>
    JSON.stringify(block).includes(JSON.stringify(address).slice(1, -1)),
  );
  const block = Math.max(0, place);
  const title = address.split('/').at(-1) ?? address;
  const facts = { code: 'heavy-picture', block, title, bytes, most: pictureLimits.one } as const;
  return warning(facts, `the picture ${title} has ${bytes} bytes; ${pictureLimits.one} are enough`);
}

function unescaped(attribute: string): string {
  return attribute.replaceAll('&amp;', '&').replaceAll('&#38;', '&');
}
