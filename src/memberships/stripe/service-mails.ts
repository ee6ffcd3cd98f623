import { z } from 'zod';
import { type MessageFrame, renderMessage } from '../../../emails/index.ts';
import type { Composer, Composers } from '../../delivery/service-mails.ts';
import { mailTheme } from '../../publication/mail-theme.ts';
import { requirePublication } from '../../publication/publication.ts';
import type { Services } from '../../services.ts';

const refusedProps = z.object({ reason: z.string() });
const stuckProps = z.object({ invoice: z.string() });
const keysPage = 'https://dashboard.stripe.com/apikeys';

const stripeRefused: Composer = async (services, { props, language }) => {
  const { reason } = refusedProps.parse(props);
  return renderMessage('stripe-refused', { reason, url: keysPage }, await frameOf(services, language));
};

const invoiceStuck: Composer = async (services, { props, language }) => {
  const { invoice } = stuckProps.parse(props);
  const url = `https://dashboard.stripe.com/${services.config.stripe?.livemode ? '' : 'test/'}invoices/${invoice}`;
  return renderMessage('invoice-stuck', { invoice, url }, await frameOf(services, language));
};

async function frameOf({ db, config }: Services, language: string): Promise<MessageFrame> {
  return { publication: mailTheme(await requirePublication(db)), language, baseUrl: config.publicUrl };
}

/** What the newsroom is told about its Stripe account. */
export const stripeMails: Composers = {
  'stripe-refused': stripeRefused,
  'invoice-stuck': invoiceStuck,
};
