import { InvalidInput } from '../errors.ts';
import type { Declaration } from '../memberships/declarations/declaration.ts';
import { listDeclarations, type ListedDeclaration } from '../memberships/declarations/list.ts';
import { matchDeclaration, refuseDeclaration } from '../memberships/declarations/match.ts';
import { noteRefunded } from '../memberships/declarations/note-refunded.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { table } from './print.ts';

export const declarationCommands: CommandSpec[] = [
  defineCommand<ListedDeclaration[]>({
    name: 'declarations list',
    summary: 'List cancellations and withdrawals that were declared without signing in.',
    usage: (command) => command.option('--open', 'only those where something is left to do'),
    run: ({ services }, _args, options) => listDeclarations(services.db, { open: options['open'] === true }),
    print: (all) => table(all, 'There are none.'),
  }),
  defineCommand<Declaration>({
    name: 'declarations match',
    summary: 'Say which contract a declaration is about; it is carried out at once, as of when it came.',
    usage: (command) =>
      command
        .argument('<id>')
        .option('--membership <id>', 'the membership that it is about')
        .option('--gift <id>', 'the gift that its giver withdraws'),
    run: ({ services, actor }, [id = ''], options) => {
      const { membership, gift } = options as { membership?: string; gift?: string };
      if ((membership === undefined) === (gift === undefined))
        throw new InvalidInput('give one of --membership ID and --gift ID');
      const about = gift === undefined ? 'membership' : 'gift';
      const contractId = numberOf(membership ?? gift ?? '');
      return matchDeclaration(services, actor, { declarationId: numberOf(id), about, contractId });
    },
    print: said,
  }),
  defineCommand<Declaration>({
    name: 'declarations refuse',
    summary: 'Refuse a declaration; its sender is told why.',
    usage: (command) => command.argument('<id>').requiredOption('--reason <text>', 'that its sender is told'),
    run: ({ services, actor }, [id = ''], options) =>
      refuseDeclaration(services, actor, { declarationId: numberOf(id), reason: String(options['reason']) }),
    print: said,
  }),
  defineCommand<Declaration>({
    name: 'declarations refunded',
    summary: 'Note that a refund that no machine can make has been made.',
    usage: (command) => command.argument('<id>'),
    run: ({ services, actor }, [id = '']) => noteRefunded(services.db, actor, numberOf(id)),
    print: said,
  }),
];

function numberOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidInput(`${JSON.stringify(text)} is no id; the list shows them`);
}

function said({ id, kind, state, reason }: Declaration): string {
  return `Declaration ${id} (${kind}): ${state}${reason === null ? '' : `, ${reason}`}.`;
}
