import { sizeLimits } from '../../emails/index.ts';
import { largestAsSent } from '../delivery/render-one.ts';
import { mostSegments, segmentsOf } from '../delivery/segments.ts';
import type { Edition } from './edition.ts';
import type { Frozen, Sources } from './freeze.ts';

/** Something wrong with an edition. A stop must be mended before it can be approved; a warning may stand. */
export interface Fault {
  severity: 'stop' | 'warning';
  message: string;
}

const longSubject = 78;

/** Every fault of an edition at once. */
export function findFaults(
  { edition, publication }: Pick<Sources, 'edition' | 'publication'>,
  { mails }: Frozen,
  publicUrl: string,
  ofSegments: string[] = [],
): Fault[] {
  const faults: Fault[] = [];
  const stop = (message: string): void => void faults.push({ severity: 'stop', message });
  const warn = (message: string): void => void faults.push({ severity: 'warning', message });
  if (edition.subject.trim() === '') stop('it has no subject');
  if (edition.subject.length > longSubject)
    warn(`the subject has ${edition.subject.length} characters; mail programs show about ${longSubject}`);
  if (edition.preheader.trim() === '')
    warn('it has no preheader, the line that mail programs show behind the subject');
  if (publication.postalAddress.trim() === '')
    stop('the publication has no postal address, which the law asks for in each mail');
  if (edition.blocks.length === 0) stop('it has no blocks');
  if (!edition.blocks.some(({ kind }) => kind === 'footer'))
    stop('it has no footer, where readers unsubscribe');
  for (const { image, title } of picturesOf(edition))
    if (image?.alt.trim() === '')
      warn(`the picture of ${JSON.stringify(title)} has no text for those who do not see it`);
  for (const fault of ofSegments) stop(fault);
  const segments = segmentsOf(mails);
  if (segments.length > mostSegments)
    stop(
      `it tells ${segments.length} kinds of readers apart (${segments.join(', ')}); ${mostSegments} at the most: take ballots or parts for one tier out of it`,
    );
  const size = Math.max(...mails.map((mail) => largestAsSent(mail, publicUrl)));
  if (size > sizeLimits.stop)
    stop(
      `the mail has ${size} bytes of HTML as it is sent; past ${sizeLimits.stop} mail programs cut it off`,
    );
  else if (size > sizeLimits.warn)
    warn(`the mail has ${size} bytes of HTML as it is sent; past ${sizeLimits.stop} it is cut off`);
  return faults;
}

function picturesOf({ blocks }: Edition) {
  return blocks.flatMap((block) => {
    if (block.kind === 'lead' || block.kind === 'article') return [block.article];
    return block.kind === 'section' ? block.articles : [];
  });
}
