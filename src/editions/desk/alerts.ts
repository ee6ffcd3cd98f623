import { can, type Role } from '../../access/permissions.ts';
import { failingSources } from '../../articles/sources.ts';
import { type CoolingStatus, listCoolings } from '../../delivery/destinations/list.ts';
import { listRelays, type RelayStatus } from '../../delivery/relays/settings.ts';
import { describeBreaches } from '../../delivery/stop-rules/apply.ts';
import { type FailedPayments, readFailedPayments } from '../../memberships/dunning/report.ts';
import type { Services } from '../../services.ts';
import type { Gone, Live, Planned, Prepared, Today } from './today.ts';

// One poll that fails is the internet; three in a row are a fault.
const failuresToTell = 3;
const breachesForMs = 3 * 24 * 3_600_000;
const assemblyTakesMs = 10 * 60_000;
const paymentsForMs = 30 * 24 * 3_600_000;

/** What somebody should look at. */
export type Alert =
  | { kind: 'source'; title: string; url: string | null; failures: number; detail: string }
  | { kind: 'relay'; relay: RelayStatus }
  | { kind: 'cooling'; cooling: CoolingStatus }
  | { kind: 'breach'; edition: Live | Gone; detail: string }
  | { kind: 'payments'; payments: FailedPayments }
  | { kind: 'not-assembled'; coming: Planned }
  | { kind: 'deadline'; edition: Prepared }
  | { kind: 'missed-run'; missed: Today['missed'][number] }
  | { kind: 'missed-send'; edition: Prepared; at: Date };

/** What is wrong now, what keeps an edition from readers first; what is no business of a role is left out. */
export async function readAlerts(
  { db, config }: Pick<Services, 'db' | 'config'>,
  role: Role,
  today: Today,
  now: Date,
): Promise<Alert[]> {
  return [
    ...ofEditions(today, now),
    ...(await ofBreaches(db, today, now)),
    ...(can(role, 'settings.see') ? await ofRelays(db, config) : []),
    ...(await ofSources(db, role)),
    ...(can(role, 'memberships.see') ? await ofPayments(db, now) : []),
  ];
}

function ofEditions({ line, missed }: Today, now: Date): Alert[] {
  const runs = missed.map((one): Alert => ({ kind: 'missed-run', missed: one }));
  const ofLine = line.flatMap((entry): Alert[] => {
    if (entry.kind === 'planned')
      return entry.isDue && now.getTime() - entry.at.getTime() > assemblyTakesMs
        ? [{ kind: 'not-assembled', coming: entry }]
        : [];
    if (entry.kind !== 'prepared') return [];
    if (entry.missedAt !== null) return [{ kind: 'missed-send', edition: entry, at: entry.missedAt }];
    return entry.settled?.by === 'deadline' && entry.settled.isAlert
      ? [{ kind: 'deadline', edition: entry }]
      : [];
  });
  return [...runs, ...ofLine];
}

/** A limit counts what a newsletter has sent lately: it is told of what goes out, else of what went out last. */
async function ofBreaches(db: Services['db'], { line, gone }: Today, now: Date): Promise<Alert[]> {
  const live = line.filter((entry) => entry.kind === 'live');
  const recent = gone.filter(({ launchedAt }) => now.getTime() - launchedAt.getTime() < breachesForMs);
  const all: Array<Live | Gone> = [...live, ...recent];
  const told = all.filter(
    (one, index) =>
      live.some(({ id }) => id === one.id) ||
      all.findIndex(({ newsletter }) => newsletter === one.newsletter) === index,
  );
  const found = await Promise.all(
    told.map(async (edition) =>
      (await describeBreaches(db, edition.id)).map((detail): Alert => ({ kind: 'breach', edition, detail })),
    ),
  );
  return found.flat();
}

async function ofRelays(db: Services['db'], config: Services['config']): Promise<Alert[]> {
  const relays = await listRelays(db, config);
  const unwell = relays.filter(
    ({ state, missing }) => state !== 'off' && (state !== 'ready' || missing !== null),
  );
  const coolings = await listCoolings(db);
  return [
    ...unwell.map((relay): Alert => ({ kind: 'relay', relay })),
    ...coolings.map((cooling): Alert => ({ kind: 'cooling', cooling })),
  ];
}

/** An address may hold a key: it is for those who may see what is set. */
async function ofSources(db: Services['db'], role: Role): Promise<Alert[]> {
  const sources = await failingSources(db, failuresToTell);
  return sources.map(({ title, url, failures, lastError }): Alert => {
    const address = can(role, 'settings.see') ? url : null;
    const name = title || (address ?? new URL(url).host);
    return { kind: 'source', title: name, url: address, failures, detail: lastError ?? '' };
  });
}

async function ofPayments(db: Services['db'], now: Date): Promise<Alert[]> {
  const payments = await readFailedPayments(db, new Date(now.getTime() - paymentsForMs));
  return payments.open.count === 0 ? [] : [{ kind: 'payments', payments }];
}
