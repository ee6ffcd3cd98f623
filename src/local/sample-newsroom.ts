import { system } from '../access/actor.ts';
import { pollSource } from '../articles/poll.ts';
import { addSource, listSources, moveSource } from '../articles/sources.ts';
import { createProgress } from '../cli/progress.ts';
import { readBalance } from '../delivery/balance.ts';
import { approve } from '../editions/approve.ts';
import { assemble } from '../editions/assemble.ts';
import { launchEdition } from '../editions/launch.ts';
import { listEditions } from '../editions/list-editions.ts';
import { setRules } from '../editions/rules.ts';
import { AppError } from '../errors.ts';
import { addTier } from '../memberships/tiers.ts';
import { setSupport } from '../memberships/support/settings.ts';
import { addNewsletter, type Newsletter } from '../publication/newsletters.ts';
import { loadPublication, setPublication } from '../publication/publication.ts';
import { setSender } from '../publication/senders.ts';
import type { Services } from '../services.ts';
import { addSubscriber } from '../subscribers/add-subscriber.ts';
import {
  sampleNewsletters,
  samplePublication,
  sampleRules,
  sampleSender,
  sampleSupport,
} from './sample/publication.ts';
import { sampleReaders } from './sample/readers.ts';
import { makeCoCreation } from './sample/co-creation.ts';
import { sampleTiers } from './sample/tiers.ts';
import type { SampleSite } from './sample-site.ts';
import type { Steps } from './steps.ts';

const deliveredWithinMs = 60_000;

/**
 * Makes the sample newsroom where there is no publication yet, and delivers its first digest while one watches.
 * On a later start it only follows the sample site to its port of today.
 */
export async function makeSampleNewsroom(services: Services, site: SampleSite, steps: Steps): Promise<void> {
  const publication = await loadPublication(services.db);
  if (publication !== null) {
    if (publication.isSample) await takeUp(services, site, steps);
    return;
  }
  const { daily, weekly } = await steps.step(
    'Sample newsroom',
    () => setUp(services),
    () => `${samplePublication.name}, two newsletters, three tiers`,
  );
  await steps.step(
    'Readers',
    () => addReaders(services, daily, weekly),
    (count) => `${count} have confirmed`,
  );
  const source = await addSource(services.db, system, {
    url: site.feedUrl,
    title: samplePublication.name ?? '',
  });
  await steps.step(
    'Polling the source',
    () => pollSource(services, source.id),
    ({ added, error }) => error ?? `${added} articles`,
  );
  await steps.step(
    'Patrons and what they decide',
    () => makeCoCreation(services),
    (count) => `${count} patrons, a ballot that is open, a promise that was kept`,
  );
  const editionId = await steps.step(
    "Assembling today's digest",
    () => assembleDaily(services, daily),
    (id) => `edition ${id}`,
  );
  await steps.step(
    'Approving it',
    () => approve(services, { editionId, actor: system }),
    ({ hash }) => `revision ${hash.slice(0, 12)}`,
  );
  await launchEdition(services, { editionId, actor: system });
  await setRules(services.db, system, daily.id, { enabled: true });
  await watchSend(services, editionId, steps);
}

async function setUp({ db, config }: Services): Promise<{ daily: Newsletter; weekly: Newsletter }> {
  await setPublication(db, system, samplePublication);
  await setSender(db, system, null, sampleSender);
  const daily = await addNewsletter(db, system, sampleNewsletters.daily);
  const weekly = await addNewsletter(db, system, sampleNewsletters.weekly);
  const rules = sampleRules(config.publicUrl);
  // By itself once its first digest is out: the worker must not make one beside it.
  await setRules(db, system, daily.id, { ...rules.daily, enabled: false });
  await setRules(db, system, weekly.id, rules.weekly);
  await setSupport(db, system, sampleSupport);
  for (const tier of sampleTiers) await addTier(db, system, tier);
  return { daily, weekly };
}

async function addReaders(services: Services, daily: Newsletter, weekly: Newsletter): Promise<number> {
  for (const { address, name, language, weekly: both } of sampleReaders) {
    const newsletterIds = both ? [daily.id, weekly.id] : [daily.id];
    await addSubscriber(services, {
      actor: system,
      address,
      name,
      language,
      newsletterIds,
      attestation: 'A made-up reader of the sample newsroom',
      source: 'sample',
    });
  }
  return sampleReaders.length;
}

async function assembleDaily(services: Services, daily: Newsletter): Promise<number> {
  // As today's scheduled run, so that the worker does not make a second one.
  const assembly = await assemble(services, {
    newsletterId: daily.id,
    cause: 'schedule',
    actor: system,
    evenIfNotDue: true,
  });
  if (assembly === null || assembly.editionId === null)
    throw new AppError(
      'no_edition',
      500,
      `no digest was assembled: ${assembly?.reason ?? 'nobody knows why'}`,
    );
  return assembly.editionId;
}

async function watchSend({ db }: Services, editionId: number, steps: Steps): Promise<void> {
  const bar = createProgress('  … sending', process.stdout);
  let said: string | null = null;
  for (const end = performance.now() + deliveredWithinMs; performance.now() < end; ) {
    const { eligible, pending, sent, state, reason } = await readBalance(db, editionId);
    bar.update(eligible - pending, eligible);
    if (state === 'finished') {
      bar.end();
      steps.say(`  ✓ Delivered to ${sent} of ${eligible} readers`);
      return;
    }
    if (reason !== null && reason !== said) steps.say(`  ! ${reason}`);
    said = reason;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  bar.end();
  steps.say(
    `  ! The digest is still being sent; follow it with: bin/broadsheet editions status ${editionId}`,
  );
}

async function takeUp(services: Services, site: SampleSite, steps: Steps): Promise<void> {
  await followSite(services, site);
  const { editions } = await listEditions(services.db, null, 20);
  if (editions.every(({ launchedAt }) => launchedAt === null))
    steps.say('  ! The first start was interrupted; make the sample newsroom anew: npm start -- --fresh');
}

async function followSite({ db }: Services, site: SampleSite): Promise<void> {
  const sources = await listSources(db);
  const own = sources.find(({ url }) => /^http:\/\/127\.0\.0\.1:\d+\/feed\.xml$/.test(url));
  if (own !== undefined) await moveSource(db, system, own, site.feedUrl);
}
