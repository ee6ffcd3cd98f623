import { pruneSessions } from '../src/http/sessions.ts';
import type { JobHandler } from './job.ts';

export const prune: JobHandler<'prune'> = {
  concurrency: 1,
  run: ({ services }) => pruneSessions(services),
};
