import { saysNothing } from '../../emails/index.ts';
import { AppError, messageOf } from '../errors.ts';
import type { Sender } from '../publication/senders.ts';
import type { Services } from '../services.ts';
import { articlesIn } from './edition-articles.ts';
import { summaryOf } from './block-summary.ts';
import { findDrift } from './drift.ts';
import type { Edition } from './edition.ts';
import { type Fault, largestOf, warning } from './faults.ts';
import { lookOutside, type Outside } from './checks/look-outside.ts';
import { inspectEdition } from './inspect.ts';
import { hostOf, isPrivateHost } from './private-host.ts';
import { selectSubjectBefore } from './queries/editions.ts';
import { parseSubjectTest, subjectsOf } from './subjects/subject-test.ts';
import { note } from './say.ts';

/** What is to be known of an edition before it goes out. */
export interface PreFlight {
  /** What stops an approval first. */
  faults: Fault[];
  /** Of the largest of its mails; null where it cannot be rendered. */
  bytes: number | null;
  sender: Sender | null;
  /** What others are asked; null where it cannot be rendered. */
  outside: Outside | null;
}

/** Looks an edition through as it stands now: what stops its approval, and what an editor would want to know. */
export async function preFlight(services: Services, edition: Edition): Promise<PreFlight> {
  const { config } = services;
  let inspected: Awaited<ReturnType<typeof inspectEdition>>;
  try {
    inspected = await inspectEdition(services, edition);
  } catch (error) {
    if (!(error instanceof AppError))
      services.log.warn({ err: error, editionId: edition.id }, 'an edition cannot be rendered');
    const detail = messageOf(error);
    const fault = { code: 'not-rendered', detail, severity: 'stop', message: detail } as const;
    return { faults: [fault], bytes: null, sender: null, outside: null };
  }
  const { sources, frozen } = inspected;
  const outside = await lookOutside(services, edition, inspected);
  const isSample = sources.publication.isSample;
  const faults = [
    ...inspected.faults,
    ...(await sameSubject(services, edition)),
    ...emptyBlocks(edition),
    // A sample's stories stand on this machine, and so do its readers.
    ...(isSample ? [] : privateLinks(edition, config.fetchAllowedOrigins)),
    ...outside.faults.filter(({ code }) => !isSample || code !== 'private-link'),
    ...(await driftOf(services, edition)),
  ];
  const rank = ({ severity }: Fault): number => (severity === 'stop' ? 0 : 1);
  return {
    faults: faults.toSorted((one, other) => rank(one) - rank(other)),
    bytes: largestOf(frozen.mails, config.publicUrl),
    sender: sources.sender,
    outside,
  };
}

async function sameSubject({ db }: Services, edition: Edition): Promise<Fault[]> {
  const before = await selectSubjectBefore(db, edition.newsletterId, edition.id);
  if (before === undefined) return [];
  const { number, subjectTest } = before;
  const old = subjectsOf({ ...before, subjectTest: parseSubjectTest(subjectTest) });
  const isOld = subjectsOf(edition).some(
    ({ subject }) => subject.trim() !== '' && old.some((one) => one.subject === subject),
  );
  return isOld ? [warning({ code: 'same-subject', number }, note.sameSubject(String(number)))] : [];
}

function emptyBlocks({ blocks }: Edition): Fault[] {
  return blocks.flatMap((block, index) => {
    if (block.kind === 'divider' || block.kind === 'footer') return [];
    const { title, text, links } = summaryOf(block);
    const says = block.kind === 'note' || block.kind === 'thanks' ? text : `${title}${text}`;
    if (!saysNothing(block) && (says.trim() !== '' || links.length > 0)) return [];
    return [warning({ code: 'empty-block', block: index }, note.emptyBlock(String(index + 1)))];
  });
}

function privateLinks({ blocks }: Edition, allowedOrigins: string[]): Fault[] {
  return blocks.flatMap((block, index) =>
    summaryOf(block)
      .links.filter(({ url }) => !allowedOrigins.includes(new URL(url).origin))
      .map(({ title, url }) => ({ title, host: hostOf(url) }))
      .filter(({ host }) => isPrivateHost(host))
      .map(({ title, host }) =>
        warning(
          { code: 'private-link', block: index, title, host },
          note.privateLink(JSON.stringify(title), host),
        ),
      ),
  );
}

async function driftOf({ db }: Services, edition: Edition): Promise<Fault[]> {
  const found = await findDrift(db, edition);
  return found.map(({ articleId, title, what }) => {
    const block = edition.blocks.findIndex((one) =>
      articlesIn({ blocks: [one] }).some(({ id }) => id === articleId),
    );
    const code = what === 'vanished' ? 'article-vanished' : 'article-changed';
    return warning({ code, block, title }, note[what](JSON.stringify(title)));
  });
}
