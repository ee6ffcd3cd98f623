import { readInboundMails } from '../src/delivery/inbound/read-mails.ts';
import { settleOpenReports } from '../src/delivery/inbound/take-report.ts';
import type { JobHandler } from './job.ts';

export const readInbound: JobHandler<'read-inbound'> = {
  concurrency: 1,
  run: async ({ services }) => {
    await readInboundMails(services);
    await settleOpenReports(services);
  },
};
