import { pollSource as poll } from '../src/articles/poll.ts';
import { databaseTime } from '../src/db.ts';
import type { JobRun } from './job.ts';

export const pollSource: JobRun<'poll-source'> = async ({ services }, { sourceId }) =>
  void (await poll(services, sourceId, await databaseTime(services.db)));
