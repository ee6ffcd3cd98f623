import { amazonSes } from './amazon-ses.ts';
import { brevo } from './brevo.ts';
import { mailgun } from './mailgun.ts';
import { postmark } from './postmark.ts';
import type { Provider } from './provider.ts';
import { sendgrid } from './sendgrid.ts';

/** Every provider that may post what became of mail, by its name in `/webhooks/mail/:provider`. */
export const mailProviders: Record<string, Provider> = {
  ses: amazonSes,
  mailgun,
  sendgrid,
  postmark,
  brevo,
};
