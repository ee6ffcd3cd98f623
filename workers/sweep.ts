import { dueSources } from '../src/articles/sources.ts';
import { tidySends } from '../src/delivery/control.ts';
import { hintBatches } from '../src/delivery/launch.ts';
import { hasServiceMailsDue } from '../src/delivery/service-mails.ts';
import { dueAssemblies } from '../src/editions/assemble.ts';
import { applyDeadlines, dueLaunches } from '../src/editions/launch.ts';
import type { JobHandler } from './job.ts';

/** Reads from the tables what is due and adds hints for it: what a lost job was about is found here. */
export const sweep: JobHandler<'sweep'> = {
  concurrency: 1,
  run: async ({ services }) => {
    const { db, jobs } = services;
    const now = new Date();
    await tidySends(services);
    await hintBatches(services);
    if (await hasServiceMailsDue(db)) await jobs.add('send-service-mails', [{}]);
    await jobs.add(
      'poll-source',
      (await dueSources(db, now)).map((sourceId) => ({ sourceId })),
    );
    await jobs.add(
      'assemble-edition',
      (await dueAssemblies(db, now)).map((newsletterId) => ({ newsletterId })),
    );
    await jobs.add(
      'launch-edition',
      (await dueLaunches(db, now)).map((editionId) => ({ editionId })),
    );
    await applyDeadlines(services, now);
  },
};
