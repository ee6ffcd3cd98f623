import { type ProbeSeen, probeInbound } from '../delivery/inbound/probe.ts';
import { createTransport } from '../delivery/transport.ts';
import { type CommandSpec, defineCommand } from './command.ts';
import { wholeNumber } from './values.ts';

export const inboundCommand: CommandSpec = defineCommand<ProbeSeen>({
  name: 'doctor inbound',
  summary:
    'Send a mail through the relay to the inbound domain and see it come in; from then on its addresses are used.',
  usage: (command) => command.option('--wait <seconds>', 'at the most', wholeNumber, 180),
  run: async ({ services }, _args, options) => {
    const transport = createTransport(services.config, services.db);
    try {
      return await probeInbound(services, transport, (options['wait'] as number) * 1_000);
    } finally {
      transport.close();
    }
  },
  print: ({ address, seenBy, seconds }) =>
    `A mail to ${address} came in by ${seenBy} after ${seconds} s: bounces come back to addresses of that domain from now on, and one can leave by mail.`,
});
