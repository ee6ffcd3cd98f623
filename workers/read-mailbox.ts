import { readMailbox as read } from '../src/delivery/inbound/read-mailbox.ts';
import type { JobHandler } from './job.ts';

export const readMailbox: JobHandler<'read-mailbox'> = {
  concurrency: 1,
  run: async ({ services }, _payload, signal) => void (await read(services, signal)),
};
