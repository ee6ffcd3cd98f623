import { pollSource as poll } from '../src/articles/poll.ts';
import { databaseTime } from '../src/db.ts';
import type { JobHandler } from './job.ts';

export const pollSource: JobHandler<'poll-source'> = {
  concurrency: 4,
  run: async ({ services }, { sourceId }) =>
    void (await poll(services, sourceId, await databaseTime(services.db))),
};
