import { asleepRules, fullRules } from './alive-rules.ts';
import { contentRules, excessRules, sendingRules } from './content-rules.ts';
import { faintRules, goneRules } from './gone-rules.ts';
import { goneAbroadRules } from './gone-abroad-rules.ts';
import { hostRules } from './host-rules.ts';
import { identityRules } from './identity-rules.ts';
import type { Rule } from './rule.ts';
import { troubleRules } from './trouble-rules.ts';

/**
 * What servers say, in the order in which it is believed: a full mailbox exists; what is said of the sender
 * ("sender address rejected: domain not found") reads like what is said of a recipient, so it comes first; a
 * text that any refusal may carry ("mailbox unavailable") comes last.
 */
export const rules: readonly Rule[] = [
  ...sendingRules,
  ...fullRules,
  ...identityRules,
  ...excessRules,
  ...asleepRules,
  ...goneRules,
  ...goneAbroadRules,
  ...hostRules,
  ...troubleRules,
  ...contentRules,
  ...faintRules,
];
