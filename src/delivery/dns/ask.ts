import { Resolver } from 'node:dns/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf, messageOf } from '../../errors.ts';
import { type Finding, warn } from '../finding.ts';
import { finds } from '../say.ts';

/** What is asked of DNS; node's own resolver has these, and a test gives an object. */
export interface DnsResolver {
  resolveTxt(name: string): Promise<string[][]>;
  resolve4(name: string): Promise<string[]>;
  resolve6(name: string): Promise<string[]>;
  reverse(address: string): Promise<string[]>;
}

const checkMs = 5_000;

/** The machine's own resolver. */
export function createResolver(): DnsResolver {
  return new Resolver({ timeout: 2_000, tries: 2 });
}

/** DNS gave no answer, which says nothing about what is published. */
class DnsSilent extends Error {}

/** The answers to one question; none where the name or the record does not exist. */
async function answersTo<T>(question: Promise<T[]>): Promise<T[]> {
  try {
    return await question;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
    throw new DnsSilent(messageOf(error));
  }
}

/** The texts of a name, each put together from its strings. */
export async function askTexts(resolver: DnsResolver, name: string): Promise<string[]> {
  return (await answersTo(resolver.resolveTxt(name))).map((strings) => strings.join(''));
}

export async function askNames(resolver: DnsResolver, address: string): Promise<string[]> {
  return answersTo(resolver.reverse(address));
}

export async function askAddresses(resolver: DnsResolver, name: string): Promise<string[]> {
  const both = await Promise.all([answersTo(resolver.resolve4(name)), answersTo(resolver.resolve6(name))]);
  return both.flat();
}

/** A check by DNS, 5 s at the most; where DNS cannot be asked it is a warning. */
export async function checkByDns(check: () => Promise<Finding>, withinMs = checkMs): Promise<Finding> {
  const enough = new AbortController();
  const late = sleep(withinMs, undefined, { signal: enough.signal }).then(() => {
    throw new DnsSilent(finds.noAnswerWithin(String(withinMs / 1000)));
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    if (error instanceof DnsSilent) return warn(finds.noAnswer(error.message));
    throw error;
  } finally {
    late.catch(() => {});
    enough.abort();
  }
}

// RFC 6761: nobody can publish anything there.
const reserved = new Set(['example', 'test', 'localhost', 'invalid']);

/** Whether a domain is made up, as in documentation and tests. */
export function isMadeUp(domain: string): boolean {
  return reserved.has(domain.toLowerCase().split('.').at(-1) ?? '');
}
