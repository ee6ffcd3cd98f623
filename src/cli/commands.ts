import type { CommandSpec } from './command.ts';

interface CommandFile {
  /** The first words of its commands. */
  nouns: string[];
  load(): Promise<CommandSpec[]>;
}

// Each file brings the rooms that it works in; a command waits for those of its own noun alone.
const files: CommandFile[] = [
  {
    nouns: ['migrate'],
    load: async () => (await import('./migrate.ts')).migrateCommands,
  },
  {
    nouns: ['doctor'],
    load: async () => (await import('./doctor.ts')).doctorCommands,
  },
  {
    nouns: ['publication'],
    load: async () => (await import('./publication.ts')).publicationCommands,
  },
  {
    nouns: ['newsletters'],
    load: async () => (await import('./newsletters.ts')).newsletterCommands,
  },
  {
    nouns: ['relays'],
    load: async () => (await import('./relays.ts')).relayCommands,
  },
  {
    nouns: ['destinations'],
    load: async () => (await import('./destinations.ts')).destinationCommands,
  },
  {
    nouns: ['senders'],
    load: async () => (await import('./senders.ts')).senderCommands,
  },
  {
    nouns: ['sources'],
    load: async () => (await import('./sources.ts')).sourceCommands,
  },
  {
    nouns: ['articles'],
    load: async () => (await import('./articles.ts')).articleCommands,
  },
  {
    nouns: ['editions'],
    load: async () => (await import('./editions.ts')).editionCommands,
  },
  {
    nouns: ['editions'],
    load: async () => (await import('./sends.ts')).sendCommands,
  },
  {
    nouns: ['editions'],
    load: async () => (await import('./edition-subjects.ts')).editionSubjectCommands,
  },
  {
    nouns: ['editions'],
    load: async () => (await import('./alerts.ts')).alertCommands,
  },
  {
    nouns: ['editions', 'deliveries'],
    load: async () => (await import('./appeals.ts')).appealCommands,
  },
  {
    nouns: ['editions', 'deliveries', 'corrections'],
    load: async () => (await import('./reports.ts')).reportCommands,
  },
  {
    nouns: ['deliveries'],
    load: async () => (await import('./deliveries.ts')).deliveryCommands,
  },
  {
    nouns: ['service-mails'],
    load: async () => (await import('./service-mails.ts')).serviceMailCommands,
  },
  {
    nouns: ['bounces'],
    load: async () => (await import('./bounces.ts')).bounceCommands,
  },
  {
    nouns: ['bounces'],
    load: async () => (await import('./bounce-reports.ts')).bounceReportCommands,
  },
  {
    nouns: ['subscribers'],
    load: async () => (await import('./subscribers.ts')).subscriberCommands,
  },
  {
    nouns: ['tiers'],
    load: async () => (await import('./tiers.ts')).tierCommands,
  },
  {
    nouns: ['memberships'],
    load: async () => (await import('./memberships-reconcile.ts')).membershipReconcileCommands,
  },
  {
    nouns: ['suppressions'],
    load: async () => (await import('./suppressions.ts')).suppressionCommands,
  },
  {
    nouns: ['memberships'],
    load: async () => (await import('./memberships.ts')).membershipCommands,
  },
  {
    nouns: ['topics'],
    load: async () => (await import('./topics.ts')).topicCommands,
  },
  {
    nouns: ['ballots'],
    load: async () => (await import('./ballots.ts')).ballotCommands,
  },
  {
    nouns: ['ballots'],
    load: async () => (await import('./promises.ts')).promiseCommands,
  },
  {
    nouns: ['support'],
    load: async () => (await import('./support.ts')).supportCommands,
  },
  {
    nouns: ['staff'],
    load: async () => (await import('./staff.ts')).staffCommands,
  },
  {
    nouns: ['keys'],
    load: async () => (await import('./keys.ts')).keyCommands,
  },
  {
    nouns: ['log'],
    load: async () => (await import('./log.ts')).logCommands,
  },
  {
    nouns: ['declarations'],
    load: async () => (await import('./declarations.ts')).declarationCommands,
  },
];

/** The commands that begin with a word, or every command, noun by noun, where none does. */
export async function loadCommands(noun?: string): Promise<CommandSpec[]> {
  const named = files.filter(({ nouns }) => noun !== undefined && nouns.includes(noun));
  const loaded = await Promise.all((named.length > 0 ? named : files).map((file) => file.load()));
  return loaded.flat();
}
