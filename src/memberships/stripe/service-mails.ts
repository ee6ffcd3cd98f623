import { z } from 'zod';
import { renderMessage } from '../../../emails/index.ts';
import type { Composer, Composers } from '../../delivery/service-mails.ts';
import { mailTheme } from '../../publication/mail-theme.ts';
import { requirePublication } from '../../publication/publication.ts';

const refusedProps = z.object({ reason: z.string() });
const keysPage = 'https://dashboard.stripe.com/apikeys';

const stripeRefused: Composer = async ({ db, config }, { props, language }) => {
  const { reason } = refusedProps.parse(props);
  const publication = mailTheme(await requirePublication(db));
  const frame = { publication, language, baseUrl: config.publicUrl };
  return renderMessage('stripe-refused', { reason, url: keysPage }, frame);
};

/** What the newsroom is told about its Stripe account. */
export const stripeMails: Composers = { 'stripe-refused': stripeRefused };
