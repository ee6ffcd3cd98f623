import { letterOf } from '../text/letter-of.ts';
import { sizeLimits } from '../../emails/index.ts';
import { largestAsSent } from '../delivery/render-one.ts';
import { mostSegments, segmentsOf } from '../delivery/segments.ts';
import type { Newsletter } from '../publication/newsletters.ts';
import type { Edition } from './edition.ts';
import type { Frozen, Sources } from './freeze.ts';
import { areEqual } from './subjects/set-subjects.ts';
import { subjectsOf } from './subjects/subject-test.ts';
import { note } from './say.ts';

/** What is wrong, by its code, with what is needed to say it in any language. `block` counts from 0. */
export type FaultFacts =
  | { code: 'no-subject' }
  | { code: 'long-subject'; length: number; most: number; subject: number | null }
  | { code: 'equal-subjects' }
  | { code: 'alert-waits'; share: number; minutes: number }
  | { code: 'same-subject'; number: number }
  | { code: 'no-preheader' }
  | { code: 'no-postal-address' }
  | { code: 'set-aside'; count: number }
  | { code: 'no-blocks' }
  | { code: 'no-footer' }
  | { code: 'empty-block'; block: number }
  | { code: 'picture-without-words'; block: number; title: string }
  | { code: 'private-link'; block: number; title: string; host: string }
  | { code: 'dead-link'; block: number; title: string; url: string; why: DeadLink; status: number | null }
  | { code: 'heavy-picture'; block: number; title: string; bytes: number; most: number }
  | { code: 'heavy-pictures'; bytes: number; most: number }
  | { code: 'contrast'; accent: string; shown: string; ratio: number; least: number }
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
  if (edition.subject.trim() === '') stop({ code: 'no-subject' }, note.noSubject);
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
        note.longSubject(
          subjects.length === 1 ? note.theSubject : note.subjectOf(letterOf(index)),
          String(subject.length),
          String(longSubject),
        ),
      );
  if (areEqual(subjects)) stop({ code: 'equal-subjects' }, note.equalSubjects);
  const delay = delayOf(edition, newsletter);
  if (delay !== null)
    warn(
      { code: 'alert-waits', ...delay },
      note.alertWaits(String(100 - delay.share), String(delay.minutes)),
    );
  if (edition.preheader.trim() === '') warn({ code: 'no-preheader' }, note.noPreheader);
  if (publication.postalAddress.trim() === '') stop({ code: 'no-postal-address' }, note.noPostalAddress);
  if (edition.blocks.length === 0) stop({ code: 'no-blocks' }, note.noBlocks);
  if (!edition.blocks.some(({ kind }) => kind === 'footer')) stop({ code: 'no-footer' }, note.noFooter);
  for (const { image, title, block } of picturesOf(edition))
    if (image !== null && !isDescribed(image.alt, title))
      warn({ code: 'picture-without-words', block, title }, note.noAlt(JSON.stringify(title)));
  for (const detail of ofSegments) stop({ code: 'audience', detail }, detail);
  const segments = segmentsOf(mails);
  if (segments.length > mostSegments)
    stop(
      { code: 'many-audiences', count: segments.length, most: mostSegments },
      note.manyAudiences(String(segments.length), segments.join(', '), String(mostSegments)),
    );
  const bytes = largestOf(mails, publicUrl);
  if (bytes > sizeLimits.stop)
    stop({ code: 'cut-off', bytes }, note.cutOff(String(bytes), String(sizeLimits.stop)));
  else if (bytes > sizeLimits.warn)
    warn({ code: 'nearly-cut-off', bytes }, note.nearlyCutOff(String(bytes), String(sizeLimits.stop)));
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

/** The headline stands beside the picture already; where a source gives it for a description, nobody wrote one. */
function isDescribed(alt: string, headline: string): boolean {
  return !['', headline.trim()].includes(alt.trim());
}

function picturesOf({ blocks }: Edition) {
  return blocks.flatMap((block, index) => {
    const stories = block.kind === 'section' ? block.articles : [];
    const own = block.kind === 'lead' || block.kind === 'article' ? [block.article] : stories;
    return own.map(({ image, title }) => ({ image, title, block: index }));
  });
}
