import { isDeepStrictEqual } from 'node:util';
import { type Block, topicTextsOf } from '../../emails/index.ts';
import { type Actor, describeActor } from '../access/actor.ts';
import { recordAudit } from '../access/audit.ts';
import { demand } from '../access/demand.ts';
import type { Db } from '../db.ts';
import { Conflict } from '../errors.ts';
import type { Services } from '../services.ts';
import { type Ballot, findBallotById, keepBallot, requireBallot } from '../topics/ballots/ballot.ts';
import { listBallots } from '../topics/ballots/list-ballots.ts';
import { changeMade } from './compose/audited-save.ts';
import { Draft } from './compose/draft.ts';
import { holdComposed } from './compose/hold.ts';
import { rewriteBlocks } from './compose/rewrite-blocks.ts';
import { saveChanges } from './compose/save.ts';
import { type Edition, requireEdition } from './edition.ts';
import { localeOf } from '../text/long-day.ts';
import { note, say } from './say.ts';

/**
 * Puts a ballot into an edition, before its foot: for those who may vote, and its teaser for other readers where it has
 * one. An approved edition needs approval again.
 * @throws Conflict where the edition has gone out, the ballot is over, or stands in it already
 */
export async function showBallotIn(
  { db, config }: Pick<Services, 'db' | 'config'>,
  actor: Actor,
  { editionId, slug }: { editionId: number; slug: string },
): Promise<Edition> {
  demand(actor, 'editions.write');
  return db.transaction().execute(async (trx) => {
    const held = await holdComposed(trx, editionId);
    const { edition } = held;
    if (edition.state === 'launched') throw new Conflict(say.notOpen(editionId, edition.state));
    const ballot = await requireBallot(trx, slug);
    if (ballot.state !== 'open' && ballot.state !== 'draft')
      throw new Conflict(say.ballotOver(JSON.stringify(slug), ballot.state));
    if (edition.blocks.some((block) => block.kind === 'ballot' && block.audience === `ballot:${ballot.id}`))
      throw new Conflict(say.ballotStands(JSON.stringify(slug), editionId));
    const blocks = beforeFoot(edition.blocks, ballotBlocks(ballot, edition, config.publicUrl));
    const draft = new Draft(held.doc);
    const entry = rewriteBlocks(draft, held, blocks, describeActor(actor));
    const author = { actor: describeActor(actor) };
    const { isOther } = await saveChanges(trx, held, draft.doc, [entry], author, new Date());
    const change = changeMade(held, draft.doc, isOther);
    await recordAudit(trx, actor, 'edition.show-ballot', `edition:${editionId}`, { ballot: slug }, change);
    return requireEdition(trx, editionId);
  });
}

// Each takes one of the fifteen segments of an edition, and a digest is to be read.
const mostByRule = 5;

/**
 * The blocks of the ballots that are open, for a digest that shows them by rule. Of more than five those that close
 * first: the others have their turn later, and the notes say so.
 */
export async function openBallotBlocks(
  db: Db,
  shown: Pick<Edition, 'language' | 'timeZone'>,
  publicUrl: string,
  now: Date,
): Promise<{ blocks: Block[]; notes: string[] }> {
  const open = (await listBallots(db, ['open']))
    .filter(({ closesAt }) => closesAt > now)
    .toSorted((one, other) => Number(one.closesAt) - Number(other.closesAt) || one.id - other.id);
  const left = open.slice(mostByRule).map(({ slug }) => slug);
  return {
    blocks: open.slice(0, mostByRule).flatMap((ballot) => ballotBlocks(ballot, shown, publicUrl)),
    notes:
      left.length === 0 ? [] : [note.manyBallots(String(open.length), String(mostByRule), left.join(', '))],
  };
}

/** The edition with its ballots in their words of now: one that was a draft may have been changed since. */
export async function withBallotsOfNow(db: Db, edition: Edition, publicUrl: string): Promise<Edition> {
  const ballots = await ballotsIn(db, edition.blocks);
  const blocks = edition.blocks.map((block, index) => {
    const ballot = ballots[index] ?? null;
    return ballot === null ? block : ballotBlock(ballot, edition, publicUrl);
  });
  return { ...edition, blocks };
}

/** What is to be known of an edition's ballots before it is approved, a sentence each. */
export async function warningsOfBallots(db: Db, { blocks }: Edition): Promise<string[]> {
  const warnings: string[] = [];
  for (const ballot of await ballotsIn(db, blocks))
    if (ballot?.state === 'draft') warnings.push(note.ballotNotOpen(JSON.stringify(ballot.slug)));
  return warnings;
}

/**
 * Keeps the ballots of a frozen edition as they are until the transaction ends.
 * @throws Conflict where one was changed since the edition was frozen
 */
export async function keepBallotsOf(trx: Db, frozen: Edition, publicUrl: string): Promise<void> {
  for (const block of frozen.blocks) {
    if (block.kind !== 'ballot') continue;
    const ballot = await keepBallot(trx, Number(block.audience.slice('ballot:'.length)));
    if (!isDeepStrictEqual(ballotBlock(ballot, frozen, publicUrl), block))
      throw new Conflict(say.ballotChanged(JSON.stringify(ballot.slug)));
  }
}

/** The ballots of an edition, block by block; null where a block is none, or of one that there is not. */
function ballotsIn(db: Db, blocks: Block[]): Promise<Array<Ballot | null>> {
  return Promise.all(
    blocks.map(async (block) =>
      block.kind === 'ballot' ? findBallotById(db, Number(block.audience.slice('ballot:'.length))) : null,
    ),
  );
}

function ballotBlocks(
  ballot: Ballot,
  shown: Pick<Edition, 'language' | 'timeZone'>,
  publicUrl: string,
): Block[] {
  const block = ballotBlock(ballot, shown, publicUrl);
  if (ballot.teaser === '') return [block];
  const heading = topicTextsOf(shown.language).vote;
  return [
    block,
    { kind: 'note', v: 1, audience: 'reader', title: heading, text: ballot.teaser, signature: '' },
  ];
}

/** A ballot in the words that it has now, for those who may vote in it. */
export function ballotBlock(
  { id, slug, title, question, options, maxChoices, closesAt }: Ballot,
  { language, timeZone }: Pick<Edition, 'language' | 'timeZone'>,
  publicUrl: string,
): Extract<Block, { kind: 'ballot' }> {
  return {
    kind: 'ballot',
    v: 1,
    audience: `ballot:${id}`,
    url: `${publicUrl}/ballots/${slug}`,
    language,
    title,
    question,
    options: options.map((option) => ({ title: option.title, details: option.details })),
    maxChoices,
    end: instantIn(closesAt, language, timeZone),
  };
}

/** Before the foot of an edition, and before the headlines where it ends with them. */
export function beforeFoot(blocks: Block[], added: Block[]): Block[] {
  const foot = blocks.findIndex(({ kind }) => kind === 'headlines' || kind === 'footer');
  const at = foot === -1 ? blocks.length : foot;
  return [...blocks.slice(0, at), ...added, ...blocks.slice(at)];
}

function instantIn(at: Date, language: string, timeZone: string): string {
  const day = { weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' } as const;
  return new Intl.DateTimeFormat(localeOf(language), { ...day, timeZoneName: 'short', timeZone }).format(at);
}
