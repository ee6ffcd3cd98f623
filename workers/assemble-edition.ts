import { system } from '../src/access/actor.ts';
import { assemble } from '../src/editions/assemble.ts';
import type { JobHandler } from './job.ts';

export const assembleEdition: JobHandler<'assemble-edition'> = {
  concurrency: 2,
  run: async ({ services }, { newsletterId }) =>
    void (await assemble(services, { newsletterId, cause: 'schedule', actor: system })),
};
