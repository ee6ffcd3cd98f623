import type { Command } from 'commander';
import { InvalidInput } from '../errors.ts';
import { addTopic, suggestTopic } from '../topics/suggest.ts';
import { findSubscriber } from '../subscribers/find-subscriber.ts';
import { listTopics, showTopic, type Topic, topicStates } from '../topics/topic.ts';
import { acceptTopic, declineTopic, mergeTopic } from '../topics/vet.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe, table } from './print.ts';
import { given, wholeNumber } from './values.ts';

export const topicCommands: CommandSpec[] = [
  defineCommand<Topic>({
    name: 'topics suggest',
    summary: 'Add a topic: of the newsroom, or what a reader asked for by other ways.',
    usage: (command) =>
      command
        .argument('<title>')
        .option('--details <text>', 'what it is about', '')
        .option('--for <address>', 'the subscriber who asked for it, and hears what comes of it'),
    run: async ({ services: { db }, actor }, [title = ''], options) => {
      const { details, for: address } = options as { details: string; for?: string };
      if (address === undefined) return addTopic(db, actor, { title, details });
      const person = await findSubscriber(db, address);
      if (person === null)
        throw new InvalidInput(`nobody subscribes with ${JSON.stringify(address)}; leave --for out`);
      return suggestTopic(db, person.id, { title, details });
    },
    print: printTopic,
  }),
  defineCommand<Awaited<ReturnType<typeof listTopics>>>({
    name: 'topics list',
    summary: 'List topics with how many people suggested each, the newest first.',
    usage: (command) =>
      command
        .option('--state <state>', topicStates.join(', '))
        .option('--limit <number>', 'at the most', wholeNumber, 100),
    run: ({ services }, _args, { state, limit }) =>
      listTopics(services.db, (state as string | undefined) ?? null, limit as number),
    print: (topics) =>
      table(
        topics.map(({ id, state, suggestedBy, title, mergedInto }) => ({
          id,
          state,
          suggestedBy,
          title,
          mergedInto,
        })),
        'There are no topics yet; patrons suggest them at /topics, you by: topics suggest TITLE',
      ),
  }),
  defineCommand<Awaited<ReturnType<typeof showTopic>>>({
    name: 'topics show',
    summary: 'Show a topic, and what was merged into it.',
    usage: withTopic,
    run: ({ services }, [id = '']) => showTopic(services.db, parseTopicId(id)),
    print: ({ merged, ...topic }) =>
      [printTopic(topic), ...merged.map(({ id, title }) => `Merged: ${id} ${title}`)].join('\n'),
  }),
  defineCommand<Topic>({
    name: 'topics accept',
    summary: 'Take a topic on the list of what may be voted on; its suggesters hear of it.',
    usage: (command) =>
      withTopic(command)
        .option('--title <text>', "the newsroom's own words for it")
        .option('--details <text>'),
    run: ({ services, actor }, [id = ''], options) => {
      const { title, details } = options as { title?: string; details?: string };
      return acceptTopic(services.db, actor, parseTopicId(id), given({ title, details }));
    },
    print: printTopic,
  }),
  defineCommand<Topic>({
    name: 'topics decline',
    summary: 'Decline a topic; its suggesters are told the reason.',
    usage: (command) => withTopic(command).requiredOption('--reason <text>', 'what its suggesters are told'),
    run: ({ services, actor }, [id = ''], options) =>
      declineTopic(services.db, actor, parseTopicId(id), String(options['reason'])),
    print: printTopic,
  }),
  defineCommand<Topic>({
    name: 'topics merge',
    summary: 'Make a topic part of another one; its suggesters hear of it.',
    usage: (command) => withTopic(command).argument('<into>', "the other topic's id"),
    run: ({ services, actor }, [id = '', into = '']) =>
      mergeTopic(services.db, actor, parseTopicId(id), parseTopicId(into)),
    print: printTopic,
  }),
];

function withTopic(command: Command): Command {
  return command.argument('<topic>', 'its id');
}

/** @throws InvalidInput for what is not the id of a topic */
export function parseTopicId(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidInput(`${JSON.stringify(text)} is not the id of a topic; "topics list" shows them`);
}

function printTopic({ id, state, title, details, reason, mergedInto }: Topic): string {
  return describe({ id, state, title, details, reason, mergedInto });
}
