import type { Difference, Drift } from '../memberships/stripe/drift.ts';
import { reconcile, type Reconciled } from '../memberships/stripe/reconcile.ts';
import { type CommandSpec, defineCommand } from './command.ts';

type Shown = Reconciled & { dryRun: boolean; found: Drift[] };

export const membershipReconcileCommands: CommandSpec[] = [
  defineCommand<Shown>({
    name: 'memberships reconcile',
    summary: 'Compare memberships, payments and tiers with Stripe, say what differs, and mend it.',
    usage: (command) =>
      command
        .option('--dry-run', 'only say what differs')
        .option('--all', 'every payment there ever was; without it those of the last 35 days'),
    run: async ({ services, progress }, _args, options) => {
      const { dryRun = false, all = false } = options as { dryRun?: boolean; all?: boolean };
      const found: Drift[] = [];
      const bar = progress('Comparing with Stripe');
      let total = 0;
      const onProgress = (checked: number): void => {
        // How many there are Stripe does not say; the bar runs ahead by a page.
        total = Math.max(total, checked + 100);
        bar.update(checked, total);
      };
      try {
        const result = await reconcile(services, {
          dryRun,
          all,
          onProgress,
          onDrift: (drift) => found.push(drift),
        });
        bar.update(result.checked, result.checked);
        return { ...result, dryRun, found };
      } finally {
        bar.end();
      }
    },
    print: ({ checked, drift, mended, dryRun, found }) => {
      const all = `${checked} compared`;
      if (drift === 0) return `${all}: everything is as at Stripe.`;
      const sum = dryRun ? `${drift} differ; nothing was changed.` : `${drift} differed, ${mended} mended.`;
      return [...found.map(printDrift), `${all}: ${sum}`].join('\n');
    },
  }),
];

function printDrift({ what, id, differences, mended, reason }: Drift): string {
  const end = mended ? 'mended' : `not mended: ${reason ?? 'nobody knows why'}`;
  return [`${what} ${id} (${end})`, ...differences.map(printDifference)].join('\n');
}

function printDifference({ field, ours, stripes }: Difference): string {
  return `    ${field}: here ${show(ours)}, at Stripe ${show(stripes)}`;
}

function show(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
