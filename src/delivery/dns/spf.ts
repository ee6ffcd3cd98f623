import { txtRecord } from '../dkim-keys.ts';
import { fail, type Finding, found, warn } from '../finding.ts';
import { askTexts, type DnsResolver } from './ask.ts';
import { finds } from '../say.ts';

const maxLookups = 10;
const asking = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect']);
// Relays whose owners say which record names their machines.
const known: Record<string, string> = {
  'amazonaws.com': 'amazonses.com',
  'mailgun.org': 'mailgun.org',
  'sendgrid.net': 'sendgrid.net',
  'postmarkapp.com': 'spf.mtasv.net',
};

/** Whether a domain says which machines send for it (RFC 7208), in a way that others will follow. */
export async function checkSpf(
  resolver: DnsResolver,
  domain: string,
  relayHosts: string[],
): Promise<Finding> {
  const records = await spfRecords(resolver, domain);
  const [record] = records;
  if (record === undefined)
    return fail(
      finds.noSpf(domain),
      finds.orInclude(
        txtRecord(domain, ['v=spf1', ...new Set(relayHosts.map(relayMechanism)), '~all'].join(' ')).paste,
      ),
    );
  if (records.length > 1)
    return fail(
      finds.manySpf(domain, String(records.length)),
      finds.keepOneOfAll(txtRecord(domain, joinRecords(records)).paste),
    );
  if (termsOf(record).some(isPassAll))
    return fail(
      finds.passAll(domain),
      txtRecord(domain, record.replace(/(^|\s)\+?all(?=\s|$)/i, '$1~all')).paste,
    );
  return judgeLookups(domain, record, await countLookups(resolver, record));
}

function judgeLookups(domain: string, record: string, { count, without }: Lookups): Finding {
  if (without !== null)
    return fail(
      finds.includesNone(domain, without),
      finds.takeOut(without, txtRecord(domain, dropTerm(record, without)).paste),
    );
  if (count > maxLookups)
    return fail(finds.manyLookups(domain, String(maxLookups)), finds.takeOutOld(record));
  const ends = termsOf(record).some(({ name }) => name === 'all' || name === 'redirect');
  const facts = [record, String(count), String(maxLookups)] as const;
  return ends
    ? found(finds.spf(...facts))
    : warn(finds.spfOpen(...facts), txtRecord(domain, `${record} ~all`).paste);
}

async function spfRecords(resolver: DnsResolver, domain: string): Promise<string[]> {
  return (await askTexts(resolver, domain)).filter((text) => /^v=spf1( |$)/i.test(text));
}

interface Term {
  qualifier: string;
  name: string;
  value: string;
}

function termsOf(record: string): Term[] {
  const terms = record.trim().split(/\s+/).slice(1);
  return terms.map((term) => {
    const [, qualifier = '', name = '', value = ''] = /^([+~?-]?)([a-z0-9]+)[:=]?(.*)$/i.exec(term) ?? [];
    return { qualifier, name: name.toLowerCase(), value };
  });
}

function isPassAll({ qualifier, name }: Term): boolean {
  return name === 'all' && (qualifier === '' || qualifier === '+');
}

interface Lookups {
  count: number;
  /** An included domain that has no record. */
  without: string | null;
}

/** The look-ups of a record and of those it includes (RFC 7208 section 4.6.4); it stops soon after the limit. */
async function countLookups(resolver: DnsResolver, record: string, before = 0): Promise<Lookups> {
  let count = before;
  for (const { name, value } of termsOf(record)) {
    if (!asking.has(name)) continue;
    count += 1;
    if (count > maxLookups) break;
    // A macro stands for what only a mail on its way knows.
    if ((name !== 'include' && name !== 'redirect') || value.includes('%')) continue;
    const [next] = await spfRecords(resolver, value);
    if (next === undefined) return { count, without: value };
    const inner = await countLookups(resolver, next, count);
    if (inner.without !== null) return inner;
    ({ count } = inner);
  }
  return { count, without: null };
}

function relayMechanism(host: string): string {
  const owner = Object.keys(known).find((name) => host === name || host.endsWith(`.${name}`));
  if (owner !== undefined) return `include:${known[owner]}`;
  if (/^[\d.]+$/.test(host)) return `ip4:${host}`;
  return host.includes(':') ? `ip6:${host}` : `a:${host}`;
}

function joinRecords(records: string[]): string {
  const terms = records.flatMap((record) => record.trim().split(/\s+/).slice(1));
  const last = terms.find((term) => /^[~?-]all$/i.test(term)) ?? '~all';
  return ['v=spf1', ...new Set(terms.filter((term) => !/^[+~?-]?all$/i.test(term))), last].join(' ');
}

function dropTerm(record: string, domain: string): string {
  const kept = record
    .split(/\s+/)
    .filter((term) => !term.endsWith(`:${domain}`) && !term.endsWith(`=${domain}`));
  return kept.join(' ');
}
