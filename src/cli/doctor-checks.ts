import { checkDns } from '../delivery/check-dns.ts';
import { checkRelays, relaysInUse } from '../delivery/check-relays.ts';
import { checkDkim } from '../delivery/dkim.ts';
import { signingKeys } from '../delivery/dkim-keys.ts';
import type { DnsResolver } from '../delivery/dns/ask.ts';
import { type Check, check, fail, type Finding, found, warn } from '../delivery/finding.ts';
import { whyUnsendable } from '../delivery/sendable.ts';
import { mailboxFault } from '../delivery/inbound/mailbox.ts';
import { lastSeen } from '../delivery/inbound/probe.ts';
import { messageOf } from '../errors.ts';
import {
  checkReconciliation,
  checkStripeEvents,
  checkStripeKey,
} from '../memberships/stripe/check-account.ts';
import { pendingMigrations } from '../migrate.ts';
import { findOddNames } from '../publication/odd-names.ts';
import { loadPublication } from '../publication/publication.ts';
import { senderFor } from '../publication/senders.ts';
import { checkServices, type Services } from '../services.ts';

/** Everything that must be there to send, looked at one after the other; nothing is thrown. */
export async function runChecks(services: Services, resolver: DnsResolver): Promise<Check[]> {
  const { db } = services;
  const { database, queue } = await checkServices(services);
  const of = (name: string, error: unknown): Check => ({
    name,
    ...(error === null ? found('answers') : fail(messageOf(error))),
  });
  return [
    of('database', database),
    of(`queue (${services.jobs.backend})`, queue),
    await check('migrations', () => checkMigrations(services)),
    ...(await checkRelaysInUse(services)),
    await check('DKIM', () => checkSigning(services)),
    await check('inbound', () => checkInbound(services)),
    await check('publication', () => checkPublication(services)),
    await check('sender', async () => found((await senderFor(db, null)).fromAddress)),
    await check('names', () => checkNames(services)),
    await check('Stripe', () => checkStripeKey(services)),
    await check('Stripe events', () => checkStripeEvents(services)),
    await check('comparison with Stripe', () => checkReconciliation(services, new Date())),
    ...(await checkPublished(services, resolver)),
  ];
}

async function checkRelaysInUse({ config, db }: Services): Promise<Check[]> {
  try {
    return await checkRelays(await relaysInUse(db, config));
  } catch (error) {
    return [{ name: 'relay', ...fail(`the relays in the database cannot be read: ${messageOf(error)}`) }];
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

async function checkInbound({ db, config: { inbound } }: Services): Promise<Finding> {
  if (inbound.domain === null)
    return found('not set: what comes back goes to the From address, and nobody reads it');
  const fault = await mailboxFault(db, inbound);
  if (fault !== null) return fail(fault, 'look at INBOUND_IMAP_URL; the worker tries again each minute');
  const seen = await lastSeen(db, inbound.domain);
  if (seen !== null) return found(`a probe came in by ${seen.seenBy} at ${seen.seenAt.toISOString()}`);
  return warn(
    `no mail to ${inbound.domain} has been seen to come in yet, so none of its addresses is used`,
    'broadsheet doctor inbound',
  );
}

async function checkPublication({ config, db }: Services): Promise<Finding> {
  const publication = await loadPublication(db);
  if (publication === null)
    return fail(
      'there is none yet',
      'broadsheet publication set --name "NAME" --postal-address "STREET, CITY"',
    );
  const why = await whyUnsendable(db, config);
  if (why !== null) return fail(why);
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
    const relays = await relaysInUse(db, config);
    return await checkDns(config, { resolver, domain, isSample: publication?.isSample ?? false, relays });
  } catch (error) {
    return [{ name: 'DNS', ...warn(`not asked: ${messageOf(error)}`) }];
  }
}
