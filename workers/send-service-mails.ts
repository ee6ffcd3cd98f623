import { sendServiceMails as send } from '../src/delivery/service-mails.ts';
import { serviceMails } from '../src/service-mails.ts';
import type { JobRun } from './job.ts';

// It goes on as long as some come, so it is told at once when the process is to end.
export const sendServiceMails: JobRun<'send-service-mails'> = async (
  { services, transport, ending },
  _payload,
  signal,
) => void (await send(services, transport, serviceMails, AbortSignal.any([signal, ending])));
