import { dkimRecord, type SigningKey } from '../dkim-keys.ts';
import { fail, type Finding, found, warn } from '../finding.ts';
import { askTexts, type DnsResolver } from './ask.ts';
import { finds } from '../say.ts';

/** Whether what is published for a key is its public half (RFC 6376 section 3.6). */
export async function checkDkimRecord(resolver: DnsResolver, key: SigningKey): Promise<Finding> {
  const { name, paste } = dkimRecord(key);
  const records = (await askTexts(resolver, name)).map(tagsOf).filter((tags) => tags.has('p'));
  const [tags] = records;
  if (tags === undefined) return fail(finds.noDkim(name), paste);
  if (records.length > 1) return fail(finds.manyDkim(name, String(records.length)), finds.keepThis(paste));
  if (tags.get('p') === '') return fail(finds.revoked(name), paste);
  if ((tags.get('k') ?? 'rsa') !== key.algorithm || tags.get('p') !== key.publicKey)
    return fail(finds.otherKey(name, key.setting), paste);
  if ((tags.get('t') ?? '').split(':').includes('y')) return warn(finds.isTest(name), paste);
  return found(finds.isPublicHalf(name, key.setting));
}

function tagsOf(record: string): Map<string, string> {
  return new Map(
    record.split(';').flatMap((part) => {
      const at = part.indexOf('=');
      return at === -1
        ? []
        : [[part.slice(0, at).trim(), part.slice(at + 1).replaceAll(/\s+/g, '')] as const];
    }),
  );
}
