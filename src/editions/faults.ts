import { sizeLimits } from '../../emails/index.ts';
import { largestAsSent } from '../delivery/render-one.ts';
import { mostSegments, segmentsOf } from '../delivery/segments.ts';
import type { Newsletter } from '../publication/newsletters.ts';
import type { Edition } from './edition.ts';
import type { Frozen, Sources } from './freeze.ts';
import { areEqual } from './subjects/set-subjects.ts';
import { letterOf, subjectsOf } from './subjects/subject-test.ts';

/** What is wrong, by its code, with what is needed to say it in any language. `block` counts from 0. */
export type FaultFacts =
  | { code: 'no-subject' }
  | { code: 'long-subject'; length: number; most: number; subject: number | null }
  | { code: 'equal-subjects' }
  | { code: 'alert-waits'; share: number; minutes: number }
  | { code: 'same-subject'; number: number }
  | { code: 'no-preheader' }
  | { code: 'no-postal-address' }
  | { code: 'no-blocks' }
  | { code: 'no-footer' }
  | { code: 'empty-block'; block: number }
  | { code: 'picture-without-words'; block: number; title: string }
  | { code: 'private-link'; block: number; title: string; host: string }
  | { code: 'dead-link'; block: number; title: string; url: string; why: DeadLink; status: number | null }
  | { code: 'heavy-picture'; block: number; title: string; bytes: number; most: number }
  | { code: 'heavy-pictures'; bytes: number; most: number }
  | { code: 'contrast'; part: ContrastPart; scheme: 'light' | 'dark'; ratio: number; least: number }
  | { code: 'disliked'; points: number; required: number }
  | { code: 'sender-not-authenticated'; check: string; detail: string; fix: string | null }
  | { code: 'article-changed'; block: number; title: string }
  | { code: 'article-vanished'; block: number; title: string }
  | { code: 'audience'; detail: string }
  | { code: 'many-audiences'; count: number; most: number }
  | { code: 'ballot-not-open'; detail: string }
  | { code: 'cut-off'; bytes: number }
  | { code: 'nearly-cut-off'; bytes: number }
  | { code: 'not-rendered'; detail: string };

/** What a link leads to instead of what it is for. */
export type DeadLink = 'gone' | 'server-error' | 'login' | 'home' | 'refuses' | 'timeout' | 'unreachable';

/** Which of the newsletter's own colours: words, quieter words, links, and words on a button. */
export type ContrastPart = 'ink' | 'soft' | 'accent' | 'button';

/** Something wrong with an edition. A stop must be mended before it can be approved; a warning may stand. */
export type Fault = FaultFacts & { severity: 'stop' | 'warning'; message: string };

const longSubject = 78;

export function warning(facts: FaultFacts, message: string): Fault {
  return { ...facts, severity: 'warning', message };
}

/** Every fault of an edition at once. */
export function findFaults(
  { edition, newsletter, publication }: Pick<Sources, 'edition' | 'newsletter' | 'publication'>,
  { mails }: Frozen,
  publicUrl: string,
  ofSegments: string[] = [],
): Fault[] {
  const faults: Fault[] = [];
  const stop = (facts: FaultFacts, message: string): void =>
    void faults.push({ ...facts, severity: 'stop', message });
  const warn = (facts: FaultFacts, message: string): void =>
    void faults.push({ ...facts, severity: 'warning', message });
  if (edition.subject.trim() === '') stop({ code: 'no-subject' }, 'it has no subject');
  const subjects = subjectsOf(edition);
  for (const [index, { subject }] of subjects.entries())
    if (subject.length > longSubject)
      warn(
        {
          code: 'long-subject',
          length: subject.length,
          most: longSubject,
          subject: subjects.length === 1 ? null : index,
        },
        `${subjects.length === 1 ? 'the subject' : `subject ${letterOf(index)}`} has ${subject.length} characters; mail programs show about ${longSubject}`,
      );
  if (areEqual(subjects)) stop({ code: 'equal-subjects' }, 'two of the subjects that it tries are the same');
  const delay = delayOf(edition, newsletter);
  if (delay !== null)
    warn(
      { code: 'alert-waits', ...delay },
      `it is an alert, and tries its subjects: ${100 - delay.share} of a hundred of its readers get it ${delay.minutes} minutes later, or more`,
    );
  if (edition.preheader.trim() === '')
    warn(
      { code: 'no-preheader' },
      'it has no preheader, the line that mail programs show behind the subject',
    );
  if (publication.postalAddress.trim() === '')
    stop(
      { code: 'no-postal-address' },
      'the publication has no postal address, which the law asks for in each mail',
    );
  if (edition.blocks.length === 0) stop({ code: 'no-blocks' }, 'it has no blocks');
  if (!edition.blocks.some(({ kind }) => kind === 'footer'))
    stop({ code: 'no-footer' }, 'it has no footer, where readers unsubscribe');
  for (const { image, title, block } of picturesOf(edition))
    if (image?.alt.trim() === '')
      warn(
        { code: 'picture-without-words', block, title },
        `the picture of ${JSON.stringify(title)} has no text for those who do not see it`,
      );
  for (const detail of ofSegments) stop({ code: 'audience', detail }, detail);
  const segments = segmentsOf(mails);
  if (segments.length > mostSegments)
    stop(
      { code: 'many-audiences', count: segments.length, most: mostSegments },
      `it tells ${segments.length} kinds of readers apart (${segments.join(', ')}); ${mostSegments} at the most: take ballots or parts for one tier out of it`,
    );
  const bytes = largestOf(mails, publicUrl);
  if (bytes > sizeLimits.stop)
    stop(
      { code: 'cut-off', bytes },
      `the mail has ${bytes} bytes of HTML as it is sent; past ${sizeLimits.stop} mail programs cut it off`,
    );
  else if (bytes > sizeLimits.warn)
    warn(
      { code: 'nearly-cut-off', bytes },
      `the mail has ${bytes} bytes of HTML as it is sent; past ${sizeLimits.stop} it is cut off`,
    );
  return faults;
}

/** For how long an alert keeps how many of its readers waiting for the winner of a test; null: for none. */
function delayOf(
  { subjectTest: test }: Edition,
  { priority, clickMode }: Newsletter,
): { share: number; minutes: number } | null {
  // Where no click is counted, nothing is tried and nobody waits.
  if (priority !== 'alert' || test === null || test.share >= 100 || clickMode === 'off') return null;
  return { share: test.share, minutes: test.waitMinutes };
}

/** The bytes of HTML of the largest of an edition's mails, as it is sent. */
export function largestOf(mails: Frozen['mails'], publicUrl: string): number {
  return Math.max(...mails.map((mail) => largestAsSent(mail, publicUrl)));
}

function picturesOf({ blocks }: Edition) {
  return blocks.flatMap((block, index) => {
    const stories = block.kind === 'section' ? block.articles : [];
    const own = block.kind === 'lead' || block.kind === 'article' ? [block.article] : stories;
    return own.map(({ image, title }) => ({ image, title, block: index }));
  });
}
