import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createResolver } from '../../delivery/dns/ask.ts';
import { messageOf } from '../../errors.ts';
import type { Services } from '../../services.ts';
import { type CheckRow, keepCheck, takeChecks } from '../queries/checks.ts';
import type { CheckKind, CheckTools } from './check-kind.ts';
import { checkKinds, type CheckName } from './kinds.ts';

// At once: a digest's links are most of them the newsroom's own, which is not to be run over.
const atOnce = 4;
const leaseSeconds = 120;

/** Where SpamAssassin is on this machine. */
export function findSpamAssassin(): string | null {
  const folders = ['/usr/bin', '/usr/local/bin', '/opt/local/bin', '/opt/homebrew/bin'];
  return folders.map((folder) => join(folder, 'spamassassin')).find((file) => existsSync(file)) ?? null;
}

/**
 * Looks at everything that is wanted, a few at once, until nothing is. Two workers share the work; what one had in hand
 * when it was killed is looked at again.
 * @param signal ends it between two looks
 */
export async function runChecks(
  services: Services,
  signal: AbortSignal,
  tools: CheckTools = { resolver: createResolver(), spamassassin: findSpamAssassin() },
): Promise<void> {
  while (!signal.aborted) {
    const rows = await takeChecks(services.db, atOnce, leaseSeconds);
    if (rows.length === 0) return;
    await Promise.all(rows.map((row) => runOne(services, row, tools)));
  }
}

async function runOne(services: Services, row: CheckRow, tools: CheckTools): Promise<void> {
  const kind = checkKinds[row.kind as CheckName] as CheckKind<object, object> | undefined;
  if (kind === undefined) return;
  try {
    await keepCheck(services.db, row, await kind.run(services, row.about as object, tools));
  } catch (error) {
    // Its lease runs out, and it is tried again.
    services.log.warn({ kind: row.kind, error: messageOf(error) }, 'a check of the pre-flight failed');
  }
}
