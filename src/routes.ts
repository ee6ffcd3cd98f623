import type { Express } from 'express';
import { createArticleRoutes } from './articles/routes.ts';
import { createDeliveryRoutes } from './delivery/routes.ts';
import { createComposePageRoutes } from './editions/desk/compose/routes.ts';
import { createComposeRoutes } from './editions/compose/routes.ts';
import { createEditionPageRoutes } from './editions/desk/edition/routes.ts';
import { createAlertRoutes } from './editions/desk/alert/routes.ts';
import { createNewsletterRoutes } from './editions/desk/newsletters/routes.ts';
import { createDeskEditionRoutes } from './editions/desk/routes.ts';
import { createSubjectRoutes } from './editions/desk/subjects/routes.ts';
import { createAppealRoutes } from './editions/appeals/routes.ts';
import { createEditionApiRoutes } from './editions/api-routes.ts';
import { createEditionRoutes } from './editions/routes.ts';
import { createMailWebhookRoutes } from './delivery/webhook-routes.ts';
import type { guardedFetch } from './guarded-fetch.ts';
import { keptElsewhere } from './kept-elsewhere.ts';
import type { Limits } from './http/limits.ts';
import { createDunningRoutes } from './memberships/dunning/routes.ts';
import { createManageRoutes } from './memberships/manage/routes.ts';
import { membershipSection } from './memberships/manage/section.ts';
import { createClaimRoutes } from './memberships/claims/routes.ts';
import { createStripeWebhookRoutes } from './memberships/stripe/webhook-routes.ts';
import { createDeclarationRoutes } from './memberships/declarations/routes.ts';
import { createSupportRoutes } from './memberships/support/routes.ts';
import { createReportsRoutes } from './reports/routes.ts';
import type { Services } from './services.ts';
import { createApiGate } from './staff/keys/gate.ts';
import { nameActors } from './staff/name-actors.ts';
import { createDeskDoor, createStaffRoutes } from './staff/routes.ts';
import { createSubscriberApiRoutes } from './subscribers/api-routes.ts';
import type { AccountSection } from './subscribers/account-section.ts';
import { createReaderRoutes } from './subscribers/desk/routes.ts';
import { createSubscriberRoutes } from './subscribers/routes.ts';
import { topicsSection } from './topics/account-section.ts';
import { createTopicRoutes } from './topics/routes.ts';

/** What the domains show of theirs on the page of an account, in this order. */
const accountSections: AccountSection[] = [membershipSection, topicsSection];

/** The table of contents of our addresses. */
export function mountRoutes(
  app: Express,
  services: Services,
  { limits, fetch }: { limits: Limits; fetch: typeof guardedFetch },
): void {
  app.use(createDeskDoor(services, limits)); // /desk/sign-in, /desk/join; all else below /desk is behind its gate
  app.use(createDeskEditionRoutes(services)); // /desk
  app.use(createReportsRoutes(services)); // /desk/editions, /desk/editions/7/sending, /report, /corrections
  app.use(createAlertRoutes(services)); // /desk/alert
  app.use(createNewsletterRoutes(services)); // /desk/newsletters
  app.use(createEditionPageRoutes(services, limits)); // /desk/editions/7
  app.use(createSubjectRoutes(services)); // /desk/editions/7/subjects
  app.use(createComposePageRoutes(services)); // /desk/editions/7/compose
  app.use(createComposeRoutes(services)); // /desk/editions/7/changes
  app.use(createStaffRoutes(services, limits)); // /desk/staff, /desk/sender, /desk/keys, /desk/account, /desk/sign-in-again, /desk/log
  app.use(createReaderRoutes(services, keptElsewhere, nameActors)); // /desk/readers
  app.use(createApiGate(services, limits)); // all below /api is behind it
  app.use(createEditionApiRoutes(services)); // /api/editions
  app.use(createSubscriberApiRoutes(services, limits)); // /api/subscribers
  app.use(createSubscriberRoutes(services, limits, { accountSections })); // /, /subscribe, /embed, /confirm, /unsubscribe, /preferences, /account, /privacy, /terms, /imprint
  app.use(createManageRoutes(services, limits)); // /account/membership
  app.use(createDeclarationRoutes(services, limits)); // /cancel, /withdraw, /declarations
  app.use(createTopicRoutes(services, limits)); // /topics, /ballots
  app.use(createSupportRoutes(services, limits)); // /support
  app.use(createClaimRoutes(services, limits)); // /claim, /gift
  app.use(createEditionRoutes(services)); // /archive, /editions, /gallery
  app.use(createAppealRoutes(services, limits)); // /why
  app.use(createDeliveryRoutes(services)); // /c
  app.use(createMailWebhookRoutes(services, limits, fetch)); // /webhooks/mail
  app.use(createStripeWebhookRoutes(services)); // /webhooks/stripe
  app.use(createDunningRoutes(services, limits)); // /fix-payment
  app.use(createArticleRoutes(services)); // /i
}
