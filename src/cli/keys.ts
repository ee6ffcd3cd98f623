import { scopes } from '../access/api.ts';
import { endKey } from '../staff/keys/end-key.ts';
import { type ApiKey, listKeys } from '../staff/keys/key.ts';
import { makeKey } from '../staff/keys/make-key.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { table } from './print.ts';
import { list, wholeNumber } from './values.ts';

export const keyCommands: CommandSpec[] = [
  defineCommand<ApiKey & { key: string }>({
    name: 'keys add',
    summary: 'Make a key to the API; it is printed this once, and every owner is told by mail.',
    usage: (command) =>
      command
        .requiredOption('--name <name>', 'what it is for')
        .requiredOption('--scopes <names>', `of ${scopes.join(', ')}`, list)
        .option('--days <number>', 'how long it opens something; without it until it is ended', wholeNumber),
    run: ({ services, actor }, _args, options) => {
      const { name, scopes: asked, days } = options as { name: string; scopes: string[]; days?: number };
      return makeKey(services, actor, { name, scopes: asked, days: days ?? null });
    },
    print: ({ id, name, key }) => `Key ${id}, ${name}; it is shown this once:\n${key}`,
  }),
  defineCommand<ApiKey[]>({
    name: 'keys list',
    summary: 'List the keys to the API: what each opens, and when it was last used.',
    run: ({ services }) => listKeys(services.db),
    print: (keys) =>
      table(
        keys.map(({ id, name, hint, scopes: opened, lastUsedAt, expiresAt, endedAt }) => ({
          id,
          name,
          hint,
          scopes: opened.join(','),
          lastUsedAt,
          expiresAt,
          endedAt,
        })),
        'There is no key.',
      ),
  }),
  defineCommand<ApiKey>({
    name: 'keys end',
    summary: 'End a key: from the next request on it opens nothing.',
    usage: (command) => command.argument('<id>', 'as keys list shows it', wholeNumber),
    run: ({ services, actor }, [id = '']) => endKey(services.db, actor, Number(id)),
    print: ({ name }) => `The key ${name} opens nothing any more.`,
  }),
];
