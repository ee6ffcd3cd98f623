import { randomUUID } from 'node:crypto';
import { type Balance, readBalance } from '../delivery/balance.ts';
import { makeAlert } from '../editions/alert.ts';
import { approve } from '../editions/approve.ts';
import { launchEdition } from '../editions/launch.ts';
import { countAudience } from '../editions/audience.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe } from './print.ts';

interface Alerted {
  editionId: number;
  newsletter: string;
  /** Who will get it, or would. */
  readers: number;
  /** Null where it was only made. */
  send: Balance | null;
}

/** What cannot wait for the next digest. */
export const alertCommands: CommandSpec[] = [
  defineCommand<Alerted>({
    name: 'editions alert',
    summary: 'Write a breaking alert to a newsletter of alerts; --send approves it and sends it at once.',
    usage: (command) =>
      command
        .argument('<newsletter>', 'its slug')
        .requiredOption('--headline <text>', 'its subject too, at most 120 characters')
        .option('--text <text>', 'a line or two', '')
        .requiredOption('--url <address>', 'of the story')
        .option('--picture <address>')
        .option('--send', 'now, to all its readers'),
    run: async ({ services, actor }, [slug = ''], options) => {
      const { headline = '', text = '', url = '', picture } = options as Record<string, string | undefined>;
      const { id: newsletterId } = await requireNewsletter(services.db, slug);
      const alert = { newsletterId, headline, text, url, picture: picture ?? null, once: randomUUID() };
      const { id: editionId } = await makeAlert(services, actor, alert);
      const readers = await countAudience(services.db, newsletterId);
      if (options['send'] !== true) return { editionId, newsletter: slug, readers, send: null };
      await approve(services, { editionId, actor, sendAt: null });
      await launchEdition(services, { editionId, actor });
      return { editionId, newsletter: slug, readers, send: await readBalance(services.db, editionId) };
    },
    print: ({ editionId, newsletter, readers, send }) =>
      send === null
        ? `Alert ${editionId} is made; ${readers} readers of ${newsletter} would get it. Send it: editions approve ${editionId}, then editions send ${editionId}`
        : `Alert ${editionId} goes out to the readers of ${newsletter}.\n\n${describe(send)}`,
  }),
];
