import { z } from 'zod';
import { type MessageFrame, renderMessage } from '../../emails/index.ts';
import type { Composer, Composers } from '../delivery/service-mails.ts';
import { mailTheme } from '../publication/mail-theme.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Sender } from '../publication/senders.ts';
import type { Services } from '../services.ts';
import { invitationUrl, openInvitation } from './invite.ts';
import { signInCode, signInUrl } from './sign-in.ts';
import { requireStaff } from './staff.ts';

const invitationProps = z.object({ invitationId: z.number() });
const signInProps = z.object({ signInId: z.number(), expiresAt: z.coerce.date() });
const sender = z.object({ fromName: z.string(), fromAddress: z.string(), replyTo: z.string().nullable() });
const senderProps = z.object({
  newsletterId: z.number().nullable(),
  before: sender,
  after: sender,
  from: sender.nullable(),
  by: z.string(),
  at: z.coerce.date(),
});
const keyProps = z.object({
  name: z.string(),
  scopes: z.array(z.string()),
  by: z.string(),
  at: z.coerce.date(),
});
const deviceProps = z.object({ device: z.string(), place: z.string(), at: z.coerce.date() });

const invitation: Composer = async (services, mail) => {
  const { invitationId } = invitationProps.parse(mail.props);
  const open = await openInvitation(services.db, invitationId);
  if (open === null) return { noLonger: 'the invitation was used or taken back' };
  const props = { url: invitationUrl(services, open), role: open.role };
  return renderMessage('staff-invitation', props, await staffFrame(services, mail.language));
};

const signIn: Composer = async (services, mail) => {
  const { signInId, expiresAt } = signInProps.parse(mail.props);
  const props = {
    url: signInUrl(services, signInId, expiresAt),
    code: signInCode(services, signInId, expiresAt),
  };
  return renderMessage('staff-sign-in', props, await staffFrame(services, mail.language));
};

const newDevice: Composer = async (services, mail) => {
  const { device, place, at } = deviceProps.parse(mail.props);
  const when = await timeOf(services, at, mail.language);
  const props = { url: `${services.config.publicUrl}/desk/account`, device, place, at: when };
  return renderMessage('staff-new-device', props, await staffFrame(services, mail.language));
};

const senderChanged: Composer = async (services, mail) => {
  const { newsletterId, before, after, from, by, at } = senderProps.parse(mail.props);
  const props = {
    url: `${services.config.publicUrl}/desk/sender`,
    newsletter: newsletterId === null ? null : (await requireNewsletter(services.db, newsletterId)).name,
    before: inOneLine(before),
    after: inOneLine(after),
    by: await nameOf(services, by),
    at: await timeOf(services, at, mail.language),
  };
  const composed = await renderMessage(
    'staff-sender-changed',
    props,
    await staffFrame(services, mail.language),
  );
  return from === null ? composed : { ...composed, sender: from };
};

const keyMade: Composer = async (services, mail) => {
  const { name, scopes, by, at } = keyProps.parse(mail.props);
  const props = {
    url: `${services.config.publicUrl}/desk/keys`,
    name,
    scopes: scopes.join(', '),
    by: await nameOf(services, by),
    at: await timeOf(services, at, mail.language),
  };
  return renderMessage('staff-key-made', props, await staffFrame(services, mail.language));
};

function inOneLine({ fromName, fromAddress, replyTo }: Sender): string {
  return `${fromName} <${fromAddress}>${replyTo === null ? '' : ` (Reply-To: ${replyTo})`}`;
}

/** Staff by name and address, others as they are stored. */
async function nameOf({ db }: Services, actor: string): Promise<string> {
  const id = /^staff:(\d+)$/.exec(actor)?.[1];
  if (id === undefined) return actor;
  const { name, address } = await requireStaff(db, Number(id));
  return `${name} <${address}>`;
}

async function timeOf({ db }: Services, at: Date, language: string): Promise<string> {
  const { timeZone } = await requirePublication(db);
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone }).format(at);
}

/** The mails to who works at the desk, by the kind they are queued with. */
export const staffMails: Composers = {
  'staff-invitation': invitation,
  'staff-sign-in': signIn,
  'staff-new-device': newDevice,
  'sender-changed': senderChanged,
  'key-made': keyMade,
};

/** What stands around a mail to who works at the desk. */
export async function staffFrame({ db, config }: Services, language: string): Promise<MessageFrame> {
  return { publication: mailTheme(await requirePublication(db)), language, baseUrl: config.publicUrl };
}
