import { showDelivery } from '../delivery/show-delivery.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { describe } from './print.ts';
import { wholeNumber } from './values.ts';

export const deliveryCommands: CommandSpec[] = [
  defineCommand<Awaited<ReturnType<typeof showDelivery>>>({
    name: 'deliveries show',
    summary: 'Show what became of one edition for one address.',
    usage: (command) => command.argument('<edition>', 'its id', wholeNumber).argument('<address>'),
    run: ({ services }, [edition = '', address = '']) => showDelivery(services.db, Number(edition), address),
    print: describe,
  }),
];
