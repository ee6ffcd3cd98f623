import { z } from 'zod';
import { type MessageFrame, renderMessage } from '../../emails/index.ts';
import type { Composer, Composers } from '../delivery/service-mails.ts';
import { mailTheme } from '../publication/mail-theme.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import { invitationUrl, openInvitation } from './invite.ts';
import { signInCode, signInUrl } from './sign-in.ts';

const invitationProps = z.object({ invitationId: z.number() });
const signInProps = z.object({ signInId: z.number(), expiresAt: z.coerce.date() });
const deviceProps = z.object({ device: z.string(), place: z.string(), at: z.coerce.date() });

const invitation: Composer = async (services, mail) => {
  const { invitationId } = invitationProps.parse(mail.props);
  const open = await openInvitation(services.db, invitationId);
  if (open === null) return { noLonger: 'the invitation was used or taken back' };
  const props = { url: invitationUrl(services, open), role: open.role };
  return renderMessage('staff-invitation', props, await frameOf(services, mail.language));
};

const signIn: Composer = async (services, mail) => {
  const { signInId, expiresAt } = signInProps.parse(mail.props);
  const props = {
    url: signInUrl(services, signInId, expiresAt),
    code: signInCode(services, signInId, expiresAt),
  };
  return renderMessage('staff-sign-in', props, await frameOf(services, mail.language));
};

const newDevice: Composer = async (services, mail) => {
  const { device, place, at } = deviceProps.parse(mail.props);
  const { timeZone } = await requirePublication(services.db);
  const locale = mail.language === 'en' ? 'en-GB' : mail.language;
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const props = { url: `${services.config.publicUrl}/desk/account`, device, place, at: format.format(at) };
  return renderMessage('staff-new-device', props, await frameOf(services, mail.language));
};

/** The mails to who works at the desk, by the kind they are queued with. */
export const staffMails: Composers = {
  'staff-invitation': invitation,
  'staff-sign-in': signIn,
  'staff-new-device': newDevice,
};

async function frameOf({ db, config }: Services, language: string): Promise<MessageFrame> {
  return { publication: mailTheme(await requirePublication(db)), language, baseUrl: config.publicUrl };
}
