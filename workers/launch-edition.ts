import { system } from '../src/access/actor.ts';
import { databaseTime } from '../src/db.ts';
import { launchEdition as launch } from '../src/editions/launch.ts';
import { Conflict } from '../src/errors.ts';
import type { JobRun } from './job.ts';

export const launchEdition: JobRun<'launch-edition'> = async ({ services }, { editionId }) => {
  try {
    await launch(services, { editionId, actor: system, ifDue: true }, await databaseTime(services.db));
  } catch (error) {
    // Another worker was first, or the approval was taken back: there is nothing to do.
    if (!(error instanceof Conflict)) throw error;
    services.log.info({ editionId, reason: error.message }, 'not launched');
  }
};
