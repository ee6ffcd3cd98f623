import { system } from '../src/access/actor.ts';
import { assemble } from '../src/editions/assemble.ts';
import { databaseTime } from '../src/db.ts';
import type { JobRun } from './job.ts';

export const assembleEdition: JobRun<'assemble-edition'> = async ({ services }, { newsletterId }) => {
  const request = { newsletterId, cause: 'schedule', actor: system } as const;
  await assemble(services, request, await databaseTime(services.db));
};
