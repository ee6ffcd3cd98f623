import { stat } from 'node:fs/promises';
import type { Actor } from '../../access/actor.ts';
import { recordAudit } from '../../access/audit.ts';
import { demand } from '../../access/demand.ts';
import { AppError, InvalidInput, messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { parseAddress } from '../../subscribers/address.ts';
import { readCsv } from '../../subscribers/import-file.ts';
import { listTiers } from '../tiers.ts';
import { endImported, takeMember, type Taken, type TakenMember } from './import-member.ts';
import { type PatreonColumns, readPatreonColumns, unknownColumns } from './patreon-columns.ts';
import { foldName, readPatreonRow, type TierNames } from './patreon-row.ts';

export interface MemberImport {
  actor: Actor;
  path: string;
  /** How we know of these memberships. */
  attestation: string;
  /** Slugs of ours by the names of theirs. */
  tierMap: Record<string, string>;
  onProgress(bytes: number, total: number): void;
}

export interface MemberImported extends Record<Taken, number> {
  rows: number;
  refused: number;
  /** Why rows were refused, by line; the first thousand. */
  problems: Array<{ line: number; problem: string }>;
  /** Columns of the file that are not known, and were not read. */
  unknownColumns: string[];
  /** What patrons have beside it, by line; the first thousand. */
  overlaps: Array<{ line: number; has: string }>;
}

const maxProblems = 1_000;

/**
 * Takes the members of a Patreon export, row by row, however many: each becomes or stays a patron until their access
 * there ends. Nobody is subscribed to a newsletter, nobody is mailed, and a second time changes nothing. A row that
 * cannot be taken is told with its reason and the others go on.
 * @throws InvalidInput where the file cannot be read or is none of Patreon's, or a tier of the map does not exist
 */
export async function importMembers(
  services: Services,
  { actor, path, attestation, tierMap, onProgress }: MemberImport,
  now: Date = new Date(),
): Promise<MemberImported> {
  demand(actor, 'memberships.change');
  if (attestation.trim().length < 10)
    throw new InvalidInput(
      'say with --attest where this file is from, such as "Patreon export of 28 November"',
    );
  const tiers = await namesOfTiers(services, tierMap);
  const size = await sizeOf(path);
  const counts = { added: 0, changed: 0, ended: 0, unchanged: 0 };
  const result: MemberImported = {
    rows: 0,
    ...counts,
    refused: 0,
    problems: [],
    unknownColumns: [],
    overlaps: [],
  };
  const seen = new Map<string, number>();
  let columns: PatreonColumns | null = null;
  for await (const { record, info } of readCsv(path, (bytes) => onProgress(bytes, size))) {
    if (columns === null) {
      columns = readPatreonColumns(record);
      result.unknownColumns = unknownColumns(record);
      continue;
    }
    result.rows += 1;
    const from = { columns, record, line: info.lines, tiers, seen };
    try {
      const { taken, overlap } = await takeRow(services, from, { actor, attestation }, now);
      result[taken] += 1;
      const has = overlap.map(({ id, rail }) => `membership ${id} (${rail})`).join(', ');
      if (has !== '' && result.overlaps.length < maxProblems) result.overlaps.push({ line: info.lines, has });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      result.refused += 1;
      if (result.problems.length < maxProblems)
        result.problems.push({ line: info.lines, problem: error.message });
    }
  }
  if (columns === null) throw new InvalidInput('the file is empty; its first row must name the columns');
  const { problems: _, overlaps, ...audited } = result;
  await recordAudit(services.db, actor, 'membership.import', 'memberships', {
    ...audited,
    overlapping: overlaps.length,
  });
  return result;
}

interface Row {
  columns: PatreonColumns;
  record: string[];
  line: number;
  tiers: TierNames;
  /** Lines by the addresses on them. */
  seen: Map<string, number>;
}

async function takeRow(
  services: Services,
  { columns, record, line, tiers, seen }: Row,
  by: { actor: Actor; attestation: string },
  now: Date,
): Promise<TakenMember> {
  const row = readPatreonRow(columns, record, tiers);
  const address = row.kind === 'former' ? row.address : row.member.address;
  const { key } = parseAddress(address);
  const earlier = seen.get(key);
  if (earlier !== undefined) throw new InvalidInput(`${address} stands in line ${earlier} already`);
  seen.set(key, line);
  return row.kind === 'former'
    ? endImported(services, address, now)
    : takeMember(services, { ...row.member, ...by }, now);
}

/** Tiers by their name, their slug, and what the map calls them. */
async function namesOfTiers({ db }: Services, tierMap: Record<string, string>): Promise<TierNames> {
  const tiers = await listTiers(db, { all: true });
  const names: TierNames = new Map(
    tiers.flatMap((tier) => [
      [foldName(tier.name), tier],
      [foldName(tier.slug), tier],
    ]),
  );
  for (const [name, slug] of Object.entries(tierMap)) {
    const tier = tiers.find((one) => one.slug === slug);
    if (tier === undefined)
      throw new InvalidInput(
        `--tier-map names the tier ${JSON.stringify(slug)}; there are: ${tiers.map((one) => one.slug).join(', ') || 'none yet'}`,
      );
    names.set(foldName(name), tier);
  }
  return names;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw new InvalidInput(`${path} cannot be read: ${messageOf(error)}`, { cause: error });
  }
}
