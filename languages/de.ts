import { archivePage } from './de/archive-page.ts';
import { declarationPages } from './de/declaration-pages.ts';
import { pages } from './de/frames.ts';
import { mails } from './de/mails.ts';
import { memberMails } from './de/member-mails.ts';
import { membershipPages } from './de/membership-pages.ts';
import { paymentPage } from './de/payment-page.ts';
import { subscriberPages } from './de/subscriber-pages.ts';
import { supportPages } from './de/support-pages.ts';
import { topicMails } from './de/topic-mails.ts';
import { topicPages } from './de/topic-pages.ts';
import { whyPage } from './de/why-page.ts';
import { addressFaults, consent, moreStories } from './de/short.ts';
import type { Parts } from './parts.ts';

/** German. */
export const language: Partial<Parts> = {
  addressFaults,
  archivePage,
  consent,
  declarationPages,
  mails,
  memberMails,
  membershipPages,
  moreStories,
  pages,
  paymentPage,
  subscriberPages,
  supportPages,
  topicMails,
  topicPages,
  whyPage,
};
