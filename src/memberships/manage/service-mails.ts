import { z } from 'zod';
import { renderMessage } from '../../../emails/index.ts';
import type { Composer, Composers } from '../../delivery/service-mails.ts';
import { formatDay } from '../format.ts';
import { mailFrame } from '../mail-frame.ts';
import { requirePublication } from '../../publication/publication.ts';
import { requireMembership } from '../membership.ts';
import { wordsOf } from '../../views/words.ts';
import type { Act } from './notice.ts';
import { manageWords } from './pages/words.ts';
import type { ManageWords } from './pages/words/manage-words.ts';
import { tierNameOf, termsOf } from './terms.ts';

const props = z.object({
  act: z.enum(['changed', 'paused', 'resumed', 'cancelled', 'undone']),
  membershipId: z.number(),
  day: z.coerce.date().nullable(),
});

/** The receipt of what somebody did with their membership. */
const act: Composer = async (services, mail) => {
  const { act: done, membershipId, day } = props.parse(mail.props);
  const membership = await requireMembership(services.db, membershipId);
  const words = manageWords(mail.language);
  const frame = await mailFrame(services, mail.language);
  const written = { language: mail.language, publication: await requirePublication(services.db) };
  const terms = termsOf(membership, mail.language);
  const { title, text } = saying(words, done, day === null ? '' : formatDay(written, day), terms);
  const { publicUrl } = services.config;
  const ways = wordsOf(mail.language);
  const notice = {
    subject: `${title} · ${frame.publication.name}`,
    title,
    paragraphs: [text],
    facts: [
      { label: words.facts.tier, value: await tierNameOf(services.db, membership) },
      { label: words.facts.terms, value: terms },
    ].filter(({ value }) => value !== ''),
    button: words.title,
    url: `${publicUrl}/account`,
    small: '',
    links: [
      { label: ways.cancel, url: `${publicUrl}/cancel` },
      { label: ways.withdraw, url: `${publicUrl}/withdraw` },
    ],
  };
  return renderMessage('membership-notice', notice, frame);
};

/** The service mails about what somebody did in their account. */
export const manageMails: Composers = { 'membership-act': act };

function saying(words: ManageWords, done: Act, day: string, terms: string): { title: string; text: string } {
  const { change, pause, cancel } = words;
  const all: Record<Act, { title: string; text: string }> = {
    changed: { title: change.mailTitle, text: change.mailText(terms) },
    paused: { title: pause.mailTitle, text: pause.mailText(day) },
    resumed: { title: pause.resumedTitle, text: pause.resumedText },
    cancelled: { title: cancel.mailTitle, text: day === '' ? cancel.mailNow : cancel.mailLater(day) },
    undone: { title: cancel.undoneTitle, text: cancel.undoneText },
  };
  return all[done];
}
