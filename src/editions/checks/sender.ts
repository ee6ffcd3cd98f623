import { checkDns } from '../../delivery/check-dns.ts';
import { relaysInUse } from '../../delivery/check-relays.ts';
import type { Finding } from '../../delivery/finding.ts';
import { defineCheck } from './check-kind.ts';

export interface SenderResult {
  /** What is not as it should be, by the check's name. */
  findings: Array<{ name: string; state: Finding['state']; detail: string; fix: string | null }>;
}

const hour = 3_600_000;

/** Whether DNS says what it must so that others take mail from a domain, as `doctor` asks it. */
export const senderCheck = defineCheck<{ domain: string }, SenderResult>({
  keyOf: ({ domain }) => domain,
  run: async ({ config, db }, { domain }, { resolver }) => {
    const relays = await relaysInUse(db, config);
    const checks = await checkDns(config, { resolver, domain, isSample: false, relays });
    return { findings: checks.filter(({ state }) => state !== 'ok') };
  },
  // Whoever mends a record wants to see it soon.
  holdsMs: ({ findings }) => (findings.length === 0 ? 6 * hour : hour / 6),
});
