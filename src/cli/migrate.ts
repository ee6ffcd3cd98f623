import { migrate } from '../migrate.ts';
import { type CommandSpec, defineCommand } from './command.ts';

export const migrateCommands: CommandSpec[] = [
  defineCommand<{ applied: string[] }>({
    name: 'migrate',
    summary: 'Bring the database to the newest migration.',
    run: async ({ services }) => ({ applied: await migrate(services) }),
    print: ({ applied }) =>
      applied.length === 0 ? 'The database is up to date.' : `Applied: ${applied.join(', ')}`,
  }),
];
