import { InvalidInput } from '../errors.ts';
import { requireNewsletter } from '../publication/newsletters.ts';
import { type Sender, setSender } from '../publication/senders.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe } from './print.ts';

export const senderCommands: CommandSpec[] = [
  defineCommand<Sender>({
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
      return setSender(services.db, actor, newsletterId, { ...parseFrom(from), replyTo: replyTo ?? null });
    },
    print: describe,
  }),
];

function parseFrom(text: string): { fromName: string; fromAddress: string } {
  const match = /^\s*"?([^"<>]+?)"?\s*<([^<>\s]+)>\s*$/.exec(text);
  if (match?.[1] && match[2]) return { fromName: match[1], fromAddress: match[2] };
  throw new InvalidInput(`--from is ${JSON.stringify(text)}; it is written as "Name <address>"`);
}
