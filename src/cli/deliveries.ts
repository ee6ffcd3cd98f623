import { readBalance } from '../delivery/balance.ts';
import { resendUncertain } from '../delivery/control.ts';
import { showDelivery } from '../delivery/show-delivery.ts';
import { InvalidInput } from '../errors.ts';
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
  defineCommand<{ editionId: number; waiting: number }>({
    name: 'deliveries resend-uncertain',
    summary: 'Send an edition again to those of whom it is not known whether they got it; some may get two.',
    usage: (command) =>
      command.argument('<edition>', 'its id', wholeNumber).option('--yes', 'it is meant: some may get two'),
    run: async ({ services, actor }, [edition = ''], options) => {
      const editionId = Number(edition);
      const { uncertain } = await readBalance(services.db, editionId);
      if (options['yes'] !== true)
        throw new InvalidInput(
          `of edition ${editionId}, ${uncertain} are uncertain; some of them may get two. Say --yes`,
        );
      return { editionId, waiting: await resendUncertain(services, editionId, actor) };
    },
    print: ({ editionId, waiting }) =>
      waiting === 0
        ? `Nobody of edition ${editionId} is uncertain.`
        : `${waiting} of edition ${editionId} wait again.`,
  }),
];
