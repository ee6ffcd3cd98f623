import { txtRecord } from '../dkim-keys.ts';
import { fail, type Finding, found, warn } from '../finding.ts';
import { askTexts, type DnsResolver } from './ask.ts';

const maxNames = 8;

/** Which DMARC policy holds for a domain: its own record, else that of a name above it (RFC 9989's walk). */
export async function checkDmarc(resolver: DnsResolver, domain: string): Promise<Finding> {
  const paste = txtRecord(`_dmarc.${domain}`, `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`).paste;
  for (const name of namesAbove(domain)) {
    const texts = await askTexts(resolver, `_dmarc.${name}`);
    const records = texts.filter((text) => /^v=DMARC1\s*(;|$)/i.test(text));
    if (records.length > 1)
      return fail(
        `_dmarc.${name} has ${records.length} DMARC records, so none counts`,
        `keep one:\n${paste}`,
      );
    const [record] = records;
    if (record !== undefined) return judge(record, name, name === domain, paste);
  }
  return fail(`${domain} has no DMARC record`, `${paste}\n(to an address that somebody reads)`);
}

function judge(record: string, name: string, isOwn: boolean, paste: string): Finding {
  const tag = (wanted: string): string | undefined =>
    new RegExp(`;\\s*${wanted}\\s*=\\s*(none|quarantine|reject)\\s*(?:;|$)`, 'i')
      .exec(record)?.[1]
      ?.toLowerCase();
  const policy = (isOwn ? undefined : tag('sp')) ?? tag('p');
  if (policy === undefined) return warn(`_dmarc.${name} names no policy that is known: ${record}`, paste);
  const meaning = policy === 'none' ? 'asks others for reports only' : `asks others to ${policy} what fails`;
  return found(`policy ${policy} at _dmarc.${name}: it ${meaning}`);
}

/** The domain and those above it that have a dot, eight at the most. */
function namesAbove(domain: string): string[] {
  const labels = domain.split('.');
  const names = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  return names.length <= maxNames ? names : [domain, ...names.slice(1 - maxNames)];
}
