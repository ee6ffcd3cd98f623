import { z } from 'zod';
import { type MessageFrame, renderMessage } from '../../emails/index.ts';
import type { Composer, Composers } from '../delivery/service-mails.ts';
import { mailTheme } from '../publication/mail-theme.ts';
import { listNewsletters } from '../publication/newsletters.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { confirmToken } from './confirm.ts';
import { preferencesToken } from './preferences.ts';
import { selectConfirmation } from './queries/links.ts';
import { selectSubscriber } from './queries/people.ts';
import { signInCode } from './sign-in-code.ts';
import { signInToken } from './sign-in.ts';

const confirmProps = z.object({ confirmationId: z.number(), expiresAt: z.coerce.date() });
const welcomeProps = z.object({ newsletterIds: z.array(z.number()) });
const signInProps = z.object({ signInId: z.number(), expiresAt: z.coerce.date() });

const confirm: Composer = async (services, mail) => {
  const { confirmationId, expiresAt } = confirmProps.parse(mail.props);
  const confirmation = await selectConfirmation(services.db, confirmationId);
  const ids = confirmation?.newsletterIds.map(Number) ?? [];
  const newsletters = (await chosen(services, ids)).map(({ name }) => name);
  const url = `${services.config.publicUrl}/confirm/${confirmToken(services, confirmationId, expiresAt)}`;
  return renderMessage('confirm', { url, newsletters }, await frameOf(services, mail.language));
};

const welcome: Composer = async (services, mail) => {
  const { newsletterIds } = welcomeProps.parse(mail.props);
  const subscriberId = mail.subscriberId ?? 0;
  const person = await selectSubscriber(services.db, subscriberId);
  const props = {
    name: person?.name ?? '',
    url: preferencesUrl(services, subscriberId),
    newsletters: await chosen(services, newsletterIds),
  };
  return renderMessage('welcome', props, await frameOf(services, mail.language));
};

const alreadySubscribed: Composer = async (services, mail) => {
  const url = preferencesUrl(services, mail.subscriberId ?? 0);
  return renderMessage('already-subscribed', { url }, await frameOf(services, mail.language));
};

const signIn: Composer = async (services, mail) => {
  const { signInId, expiresAt } = signInProps.parse(mail.props);
  const url = `${services.config.publicUrl}/account/sign-in/${signInToken(services, signInId, expiresAt)}`;
  const code = signInCode(services, signInId, expiresAt);
  return renderMessage('sign-in', { url, code }, await frameOf(services, mail.language));
};

/** The service mails of this domain, by the kind they are queued with. */
export const subscriberMails: Composers = {
  confirm,
  welcome,
  'already-subscribed': alreadySubscribed,
  'sign-in': signIn,
};

function preferencesUrl(services: Services, subscriberId: number): string {
  return `${services.config.publicUrl}/preferences/${preferencesToken(services, subscriberId)}`;
}

async function chosen({ db }: Services, ids: number[]) {
  const all = await listNewsletters(db);
  return all.filter(({ id }) => ids.includes(id)).map(({ name, description }) => ({ name, description }));
}

async function frameOf({ db, config }: Services, language: string): Promise<MessageFrame> {
  return { publication: mailTheme(await requirePublication(db)), language, baseUrl: config.publicUrl };
}
