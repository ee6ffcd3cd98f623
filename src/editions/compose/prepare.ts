import { findArticle } from '../../articles/find-article.ts';
import { cropImage } from '../../articles/images/crop-image.ts';
import { NotFound } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { cleanLine } from '../../text/clean-line.ts';
import { requireBallot } from '../../topics/ballots/ballot.ts';
import { pictureOf } from '../article-picture.ts';
import { toBlockArticle } from '../compose-digest.ts';
import { ballotBlock } from '../show-ballot.ts';
import { type Crop, cropSchema, type Operation } from './contract.ts';
import { findItem } from './document.ts';
import type { Composed } from './hold.ts';
import type { Prepared } from './plan-parts.ts';
import type { Step } from './plan-steps.ts';
import { startingFields } from './starting-fields.ts';
import { storable } from './storable.ts';
import { fieldsOfEntry } from './stored-entries.ts';

/** Finds out what operations need that is not in the document: articles, ballots, parts of pictures, usual words. */
export async function prepareSteps(
  services: Services,
  composed: Composed,
  operations: Operation[],
): Promise<Step[]> {
  const steps: Step[] = [];
  for (const operation of operations.map(storable))
    steps.push({ operation, prepared: await prepare(services, composed, operation) });
  return steps;
}

async function prepare(services: Services, composed: Composed, operation: Operation): Promise<Prepared> {
  switch (operation.op) {
    case 'insert':
      return { fields: await startingFields(services, composed.edition, operation) };
    case 'insert-link':
      return { fields: { title: cleanLine(operation.title), url: operation.url.trim(), updated: false } };
    case 'insert-story':
      return prepareStory(services, operation.articleId);
    case 'insert-ballot':
      return prepareBallot(services, composed, operation.ballot);
    case 'set':
      return operation.field === 'crop' ? prepareCrop(services, composed, operation) : {};
    default:
      return {};
  }
}

async function prepareStory(services: Services, articleId: number): Promise<Prepared> {
  const article = await findArticle(services.db, String(articleId));
  if (article === null) return { refusal: { code: 'no-article' } };
  const picture = await pictureOf(services, article);
  return { fields: fieldsOfEntry(toBlockArticle({ ...article, picture }, []), null) };
}

async function prepareBallot(
  { db, config }: Services,
  { edition }: Composed,
  slug: string,
): Promise<Prepared> {
  try {
    const ballot = await requireBallot(db, slug);
    if (ballot.state !== 'open' && ballot.state !== 'draft') return { refusal: { code: 'no-ballot' } };
    const { kind: _kind, v: _v, ...fields } = ballotBlock(ballot, edition, config.publicUrl);
    return { fields };
  } catch (error) {
    if (error instanceof NotFound) return { refusal: { code: 'no-ballot' } };
    throw error;
  }
}

async function prepareCrop(
  { db }: Services,
  { doc }: Composed,
  { key, value }: Extract<Operation, { op: 'set' }>,
): Promise<Prepared> {
  const read = cropSchema.safeParse(value);
  const original = key === null ? null : (findItem(doc, key)?.item.fields['original'] ?? null);
  if (!read.success || read.data === null || original === null) return {};
  const { src } = original as { src: string };
  const cropped = await cropStored(db, src, read.data);
  return cropped === null ? {} : { crop: { of: src, cropped } };
}

async function cropStored(db: Services['db'], src: string, crop: NonNullable<Crop>) {
  const hash = /^\/i\/([0-9a-f]{32})$/.exec(src)?.[1];
  const stored = hash === undefined ? null : await cropImage(db, hash, crop);
  return stored === null ? null : { src: `/i/${stored.hash}`, width: stored.width, height: stored.height };
}
