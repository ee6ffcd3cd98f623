import { txtRecord } from '../dkim-keys.ts';
import { fail, type Finding, found, warn } from '../finding.ts';
import { askTexts, type DnsResolver } from './ask.ts';
import { finds } from '../say.ts';

const maxNames = 8;

/** Which DMARC policy holds for a domain: its own record, else that of a name above it (RFC 9989's walk). */
export async function checkDmarc(resolver: DnsResolver, domain: string): Promise<Finding> {
  const paste = txtRecord(`_dmarc.${domain}`, `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`).paste;
  for (const name of namesAbove(domain)) {
    const texts = await askTexts(resolver, `_dmarc.${name}`);
    const records = texts.filter((text) => /^v=DMARC1\s*(;|$)/i.test(text));
    if (records.length > 1)
      return fail(finds.manyDmarc(`_dmarc.${name}`, String(records.length)), finds.keepOne(paste));
    const [record] = records;
    if (record !== undefined) return judge(record, name, name === domain, paste);
  }
  return fail(finds.noDmarc(domain), finds.readAddress(paste));
}

function judge(record: string, name: string, isOwn: boolean, paste: string): Finding {
  const tag = (wanted: string): string | undefined =>
    new RegExp(`;\\s*${wanted}\\s*=\\s*(none|quarantine|reject)\\s*(?:;|$)`, 'i')
      .exec(record)?.[1]
      ?.toLowerCase();
  const policy = (isOwn ? undefined : tag('sp')) ?? tag('p');
  if (policy === undefined) return warn(finds.noPolicy(`_dmarc.${name}`, record), paste);
  const meaning = { none: finds.asksReports, quarantine: finds.asksQuarantine, reject: finds.asksReject };
  return found(finds.policy(policy, `_dmarc.${name}`, meaning[policy as keyof typeof meaning]));
}

/** The domain and those above it that have a dot, eight at the most. */
function namesAbove(domain: string): string[] {
  const labels = domain.split('.');
  const names = labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'));
  return names.length <= maxNames ? names : [domain, ...names.slice(1 - maxNames)];
}
