import { alertPages } from './uk/alert-pages.ts';
import { archivePage } from './uk/archive-page.ts';
import { auditActions } from './uk/audit-actions.ts';
import { compose } from './uk/compose.ts';
import { composerPages } from './uk/composer-pages.ts';
import { declarationPages } from './uk/declaration-pages.ts';
import { deliveryErrors } from './uk/delivery-errors.ts';
import { deliveryFindings } from './uk/delivery-findings.ts';
import { deliveryReasons } from './uk/delivery-reasons.ts';
import { editionErrors } from './uk/edition-errors.ts';
import { editionNotes } from './uk/edition-notes.ts';
import { editionPages } from './uk/edition-pages.ts';
import { editionParts } from './uk/edition-parts.ts';
import {
  accessErrors,
  articleErrors,
  fetchFaults,
  publicationErrors,
  reportErrors,
  subscriberErrors,
  webErrors,
} from './uk/errors.ts';
import { desk, pages } from './uk/frames.ts';
import { keyPages } from './uk/key-pages.ts';
import { mails } from './uk/mails.ts';
import { membershipErrors, staffErrors } from './uk/member-errors.ts';
import { memberMails } from './uk/member-mails.ts';
import { membershipPages } from './uk/membership-pages.ts';
import { newsletterPages } from './uk/newsletter-pages.ts';
import { paymentPage } from './uk/payment-page.ts';
import { readerPages } from './uk/reader-pages.ts';
import { reportPages } from './uk/report-pages.ts';
import { senderPages } from './uk/sender-pages.ts';
import { sendingPages } from './uk/sending-pages.ts';
import { staffMails } from './uk/staff-mails.ts';
import { staffPages } from './uk/staff-pages.ts';
import { subjectPages } from './uk/subject-pages.ts';
import { subscriberPages } from './uk/subscriber-pages.ts';
import { supportPages } from './uk/support-pages.ts';
import { todayPages } from './uk/today-pages.ts';
import { topicErrors } from './uk/topic-errors.ts';
import { topicMails } from './uk/topic-mails.ts';
import { topicPages } from './uk/topic-pages.ts';
import { watchPages } from './uk/watch-pages.ts';
import { whyPage } from './uk/why-page.ts';
import { fields, wrongValues } from './uk/wrong-values.ts';
import { addressFaults, consent, mixedScripts, moreStories } from './uk/short.ts';
import type { Parts } from './parts.ts';

/** Ukrainian. */
export const language: Parts = {
  accessErrors,
  addressFaults,
  alertPages,
  archivePage,
  articleErrors,
  auditActions,
  compose,
  composerPages,
  consent,
  declarationPages,
  deliveryErrors,
  deliveryFindings,
  deliveryReasons,
  desk,
  editionErrors,
  editionNotes,
  editionPages,
  editionParts,
  fetchFaults,
  fields,
  keyPages,
  mails,
  memberMails,
  membershipErrors,
  membershipPages,
  mixedScripts,
  moreStories,
  newsletterPages,
  pages,
  paymentPage,
  publicationErrors,
  readerPages,
  reportErrors,
  reportPages,
  senderPages,
  sendingPages,
  staffErrors,
  staffMails,
  staffPages,
  subjectPages,
  subscriberErrors,
  subscriberPages,
  supportPages,
  todayPages,
  topicErrors,
  topicMails,
  topicPages,
  watchPages,
  webErrors,
  whyPage,
  wrongValues,
};
