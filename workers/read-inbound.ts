import { readInboundMails } from '../src/delivery/inbound/read-mails.ts';
import { settleOpenReports } from '../src/delivery/inbound/take-report.ts';
import type { JobRun } from './job.ts';

export const readInbound: JobRun<'read-inbound'> = async ({ services }) => {
  await readInboundMails(services);
  await settleOpenReports(services);
};
