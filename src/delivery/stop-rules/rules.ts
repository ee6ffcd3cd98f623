import type { StopLimits } from '../../publication/stop-limits.ts';
import type { Figures, Share } from '../queries/stop-rules.ts';
import { because } from '../say.ts';

export type RuleName = 'complaints' | 'hard-bounces' | 'sender-faults';

interface StopRule {
  what: string;
  count(share: Share): number;
  warnsAt(limits: StopLimits): number;
  stopsAt(limits: StopLimits): number;
}

/** What stops a send. A new rule is an entry here, and a name in the check of `send_stops`. */
const rules: Record<RuleName, StopRule> = {
  complaints: {
    what: because.complaints,
    count: ({ complaints }) => complaints,
    warnsAt: ({ complaintsWarn }) => complaintsWarn,
    stopsAt: ({ complaintsStop }) => complaintsStop,
  },
  'hard-bounces': {
    what: because.bounces,
    count: ({ bounces }) => bounces,
    warnsAt: ({ bouncesWarn }) => bouncesWarn,
    stopsAt: ({ bouncesStop }) => bouncesStop,
  },
  'sender-faults': {
    what: because.faults,
    count: ({ faults }) => faults,
    warnsAt: ({ faultsWarn }) => faultsWarn,
    stopsAt: ({ faultsStop }) => faultsStop,
  },
};

/** A limit that is reached, with its figure in words. */
export interface Breach {
  rule: RuleName;
  level: 'warn' | 'stop';
  reason: string;
}

/** How many days of a newsletter count with a send of it. */
export const newsletterDays = 7;

/** The limits that a send has reached, by itself or with what its newsletter has sent lately; one of each rule, the worse. */
export function findBreaches({ send, newsletter }: Figures, limits: StopLimits): Breach[] {
  return (Object.keys(rules) as RuleName[]).flatMap((rule) => {
    const breaches = [
      judge(rule, send, limits, because.inSend),
      judge(rule, newsletter, limits, because.inDays(String(newsletterDays))),
    ].filter((breach) => breach !== null);
    const worst = breaches.find(({ level }) => level === 'stop') ?? breaches[0];
    return worst === undefined ? [] : [worst];
  });
}

function judge(rule: RuleName, share: Share, limits: StopLimits, where: string): Breach | null {
  const { what, count, warnsAt, stopsAt } = rules[rule];
  if (share.handedOver < limits.leastHandedOver) return null;
  const percent = (count(share) / share.handedOver) * 100;
  const level = percent >= stopsAt(limits) ? 'stop' : percent >= warnsAt(limits) ? 'warn' : null;
  if (level === null || count(share) === 0) return null;
  const at = String(stopsAt(limits));
  const limit = level === 'stop' ? because.stopsAt(at) : because.isStoppedAt(at);
  const [counted, all] = [String(count(share)), String(share.handedOver)];
  const reason = because.breach(what, counted, all, where, percent.toFixed(2), limit);
  return { rule, level, reason };
}
