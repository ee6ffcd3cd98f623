import type { Composers } from './delivery/service-mails.ts';
import { editionMails } from './editions/desk/edition/service-mails.ts';
import { declarationMails } from './memberships/declarations/service-mails.ts';
import { membershipMails } from './memberships/service-mails.ts';
import { manageMails } from './memberships/manage/service-mails.ts';
import { stripeMails } from './memberships/stripe/service-mails.ts';
import { supportMails } from './memberships/support/service-mails.ts';
import { staffMails } from './staff/service-mails.ts';
import { subscriberMails } from './subscribers/service-mails.ts';
import { topicMails } from './topics/service-mails.ts';

/** Every service mail, by the kind it is queued with. */
export const serviceMails: Composers = {
  ...subscriberMails,
  ...declarationMails,
  ...stripeMails,
  ...membershipMails,
  ...topicMails,
  ...manageMails,
  ...supportMails,
  ...staffMails,
  ...editionMails,
};
