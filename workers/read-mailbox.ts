import { readMailbox as read } from '../src/delivery/inbound/read-mailbox.ts';
import type { JobRun } from './job.ts';

export const readMailbox: JobRun<'read-mailbox'> = async ({ services }, _payload, signal) =>
  void (await read(services, signal));
