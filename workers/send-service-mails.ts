import { sendServiceMails as send } from '../src/delivery/service-mails.ts';
import { serviceMails } from '../src/service-mails.ts';
import type { JobHandler } from './job.ts';

export const sendServiceMails: JobHandler<'send-service-mails'> = {
  concurrency: 1,
  run: async ({ services, transport }, _payload, signal) =>
    void (await send(services, transport, serviceMails, signal)),
};
