import type { SignedIn } from '../../../access/desk.ts';
import { can } from '../../../access/permissions.ts';
import { listTiers } from '../../../memberships/tiers.ts';
import { requireNewsletter } from '../../../publication/newsletters.ts';
import type { Services } from '../../../services.ts';
import { listBallots } from '../../../topics/ballots/list-ballots.ts';
import type { ComposerDocument } from '../../compose/contract.ts';
import type { Edition } from '../../edition.ts';
import { findPool, poolChoices } from '../../pool.ts';
import { articleNow } from './article-now.ts';
import type { DrawEdition } from './draw.ts';
import { findIn } from './items.ts';
import { canBeCorrected, readComposition, readHistory } from './model.ts';
import type { Asked, Chosen, ComposeView } from './view.ts';

/** Everything that a page of the composer shows, as it is now. */
export async function readView(
  services: Services,
  draw: DrawEdition,
  who: SignedIn,
  editionId: number,
  asked: Asked,
  said: Pick<ComposeView, 'did' | 'problem' | 'timeZone'> & { language: string },
): Promise<ComposeView> {
  const { db } = services;
  const { language, timeZone } = said;
  const { edition, document, status, present, telling } = await readComposition(
    db,
    who.actor,
    editionId,
    language,
  );
  const [newsletter, drawn, pool, choices, ballots, tiers, history, isOpen] = await Promise.all([
    requireNewsletter(db, edition.newsletterId),
    draw(edition),
    findPool(db, edition, asked.pool),
    poolChoices(db),
    listBallots(db, ['open', 'draft']),
    listTiers(db, { all: true }),
    asked.history === null
      ? null
      : readHistory(
          db,
          who.actor,
          { editionId, before: asked.history === 'newest' ? null : asked.history },
          telling,
        ),
    canBeCorrected(db, edition),
  ]);
  return {
    did: said.did,
    problem: said.problem,
    timeZone,
    who,
    edition,
    newsletter: newsletter.name,
    asked,
    document,
    status,
    drawing: drawn.drawing,
    drawProblem: drawn.problem?.(language) ?? null,
    chosen: await readChosen(services, document, asked.chosen),
    pool,
    choices,
    ballots: ballots.map(({ slug, title }) => ({ slug, title })),
    tiers: tiers.filter(({ archivedAt }) => archivedAt === null).map(({ slug, name }) => ({ slug, name })),
    present,
    history,
    locked: lockOf(who, edition, asked, isOpen),
  };
}

async function readChosen({ db }: Services, document: ComposerDocument, key: string): Promise<Chosen | null> {
  const found = findIn(document, key);
  return found === null ? null : { ...found, source: await articleNow(db, found.item) };
}

function lockOf(
  { role }: SignedIn,
  { state, approvedRevisionId }: Edition,
  { evenIfApproved }: Asked,
  canCorrect: boolean,
): ComposeView['locked'] {
  if (!can(role, 'editions.write')) return 'read-only';
  if (state === 'draft') return null;
  const isMeant = evenIfApproved !== null && evenIfApproved === approvedRevisionId;
  if (state === 'approved' || state === 'scheduled') return isMeant ? null : 'approved';
  if (!canCorrect) return 'gone';
  return isMeant ? null : 'going';
}
