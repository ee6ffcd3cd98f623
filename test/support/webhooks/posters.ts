import type { Poster } from './poster.ts';
import { brevoPoster, postmarkPoster } from './secret-posters.ts';
import { type SesPoster, startSesPoster } from './ses-poster.ts';
import { mailgunPoster, sendgridPoster } from './signing-posters.ts';

/** One for each provider, by its name. */
export async function startPosters(): Promise<Record<string, Poster> & { ses: SesPoster }> {
  return {
    ses: await startSesPoster(),
    mailgun: mailgunPoster,
    sendgrid: sendgridPoster,
    postmark: postmarkPoster,
    brevo: brevoPoster,
  };
}
