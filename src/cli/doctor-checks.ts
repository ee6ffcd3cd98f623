import { checkDns } from '../delivery/check-dns.ts';
import { checkRelay } from '../delivery/check-relay.ts';
import { checkRelayTls } from '../delivery/check-relay-tls.ts';
import { checkDkim } from '../delivery/dkim.ts';
import { signingKeys } from '../delivery/dkim-keys.ts';
import type { DnsResolver } from '../delivery/dns/ask.ts';
import { fail, type Finding, found, warn } from '../delivery/finding.ts';
import { messageOf } from '../errors.ts';
import { pendingMigrations } from '../migrate.ts';
import { findOddNames } from '../publication/odd-names.ts';
import { loadPublication } from '../publication/publication.ts';
import { senderFor } from '../publication/senders.ts';
import { checkServices, type Services } from '../services.ts';

export interface Check extends Finding {
  name: string;
}

/** Everything that must be there to send, looked at one after the other; nothing is thrown. */
export async function runChecks(services: Services, resolver: DnsResolver): Promise<Check[]> {
  const { config, db } = services;
  const { database, queue } = await checkServices(services);
  const of = (name: string, error: unknown): Check => ({
    name,
    ...(error === null ? found('answers') : fail(messageOf(error))),
  });
  return [
    of('database', database),
    of(`queue (${services.jobs.backend})`, queue),
    await check('migrations', () => checkMigrations(services)),
    await check('relay', async () => found(await checkRelay(config.smtpUrl))),
    await check('relay TLS', () => checkRelayTls(config.smtpUrl)),
    await check('DKIM', () => checkSigning(services)),
    await check('publication', () => checkPublication(services)),
    await check('sender', async () => found((await senderFor(db, null)).fromAddress)),
    await check('names', () => checkNames(services)),
    ...(await checkPublished(services, resolver)),
  ];
}

async function check(name: string, run: () => Promise<Finding>): Promise<Check> {
  try {
    return { name, ...(await run()) };
  } catch (error) {
    return { name, ...fail(messageOf(error)) };
  }
}

async function checkMigrations(services: Services): Promise<Finding> {
  const pending = await pendingMigrations(services);
  if (pending.length === 0) return found('up to date');
  return fail(`pending: ${pending.join(', ')}`, 'broadsheet migrate');
}

async function checkSigning({ config: { dkim } }: Services): Promise<Finding> {
  if (dkim === null) return found('not set: mail goes out as the relay signs it');
  await checkDkim(dkim);
  const names = signingKeys(dkim).map(({ selector, domain }) => `${selector}._domainkey.${domain}`);
  return found(`signs as ${names.join(' and ')}`);
}

async function checkPublication({ db }: Services): Promise<Finding> {
  const publication = await loadPublication(db);
  if (publication === null)
    return fail(
      'there is none yet',
      'broadsheet publication set --name "NAME" --postal-address "STREET, CITY"',
    );
  if (publication.postalAddress !== '') return found(publication.name);
  return fail(
    'has no postal address, which the law asks for',
    'broadsheet publication set --postal-address "STREET, CITY"',
  );
}

async function checkNames({ db }: Services): Promise<Finding> {
  const odd = await findOddNames(db);
  return odd.length === 0 ? found('each word is of one script') : warn(odd.join('; '));
}

/** By DNS; without a sender, or with a key that cannot be read, the check of that has said so. */
async function checkPublished({ config, db }: Services, resolver: DnsResolver): Promise<Check[]> {
  try {
    const publication = await loadPublication(db);
    const { fromAddress } = await senderFor(db, null);
    const domain = fromAddress.slice(fromAddress.lastIndexOf('@') + 1).toLowerCase();
    return await checkDns(config, { resolver, domain, isSample: publication?.isSample ?? false });
  } catch (error) {
    return [{ name: 'DNS', ...warn(`not asked: ${messageOf(error)}`) }];
  }
}
