import { InvalidInput } from '../errors.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import { findOddNames } from '../publication/odd-names.ts';
import type { Sender } from '../publication/senders.ts';
import { changeSender } from '../staff/sender/change-sender.ts';
import { removeSender } from '../staff/sender/remove-sender.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe } from './print.ts';

export const senderCommands: CommandSpec[] = [
  defineCommand<Sender & { warnings: string[] }>({
    name: 'senders set',
    summary:
      "Set whom a newsletter's mail comes from; without --newsletter, the default that service mail uses.",
    usage: (command) =>
      command
        .requiredOption('--from <sender>', 'such as "The Courier <digest@courier.example>"')
        .option('--reply-to <address>', "where a reader's answer goes")
        .option('--newsletter <slug>', 'only for this newsletter'),
    run: async ({ services, actor }, _args, options) => {
      const { from, replyTo, newsletter } = options as {
        from: string;
        replyTo?: string;
        newsletter?: string;
      };
      const newsletterId =
        newsletter === undefined ? null : (await requireNewsletter(services.db, newsletter)).id;
      const wanted = { ...parseFrom(from), replyTo: replyTo ?? null };
      const change = { newsletterId, sender: wanted, seen: null };
      const sender = await changeSender(services, actor, change);
      return { ...sender, warnings: await findOddNames(services.db) };
    },
    print: ({ warnings, ...sender }) =>
      [describe(sender), ...warnings.map((warning) => `! ${warning}`)].join('\n'),
  }),
  defineCommand<Sender>({
    name: 'senders remove',
    summary: "Take a newsletter's own sender away: its mail comes from the default one then.",
    usage: (command) => command.requiredOption('--newsletter <slug>', 'whose own sender is removed'),
    run: async ({ services, actor }, _args, options) => {
      const { newsletter } = options as { newsletter: string };
      const { id: newsletterId } = await requireNewsletter(services.db, newsletter);
      return removeSender(services, actor, { newsletterId, seen: null });
    },
    print: (sender) => describe(sender),
  }),
];

function parseFrom(text: string): { fromName: string; fromAddress: string } {
  const match = /^\s*"?([^"<>]+?)"?\s*<([^<>\s]+)>\s*$/.exec(text);
  if (match?.[1] && match[2]) return { fromName: match[1], fromAddress: match[2] };
  throw new InvalidInput(`--from is ${JSON.stringify(text)}; it is written as "Name <address>"`);
}
