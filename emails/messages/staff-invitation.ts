import { z } from 'zod';
import { staffTextsOf } from '../staff-texts.ts';
import { defineMessage, link } from './message.ts';

const schema = z.object({ url: link, role: z.enum(['owner', 'editor', 'reporter', 'analyst']) });

/** Invites somebody to the desk. */
export const staffInvitation = defineMessage<z.infer<typeof schema>>({
  schema,
  content: ({ url, role }, { publication, language }) => {
    const { roles, invitation } = staffTextsOf(language);
    return {
      subject: invitation.subject(publication.name),
      title: invitation.title,
      paragraphs: [invitation.text(publication.name, roles[role])],
      button: { label: invitation.button, url },
      small: invitation.small,
    };
  },
  sample: { url: 'https://news.example/desk/join/k1.c2FtcGxl', role: 'editor' },
});
