import type { MessageFrame } from '../../emails/index.ts';
import { mailTheme } from '../publication/mail-theme.ts';
import { requirePublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';

/** Who writes a mail about a membership, and in which language. */
export async function mailFrame({ db, config }: Services, language: string): Promise<MessageFrame> {
  return { publication: mailTheme(await requirePublication(db)), language, baseUrl: config.publicUrl };
}
