import { z } from 'zod';
import { wrong } from '../wrong-values.ts';

const percent = z
  .number({ error: wrong.notPercentage })
  .min(0, { error: wrong.noPercentage('100') })
  .max(100, { error: wrong.noPercentage('100') });

/** From which share of those handed over on a send is warned about, and stopped; 100 is never in effect. */
export const stopLimitsSchema = z.object({
  complaintsWarn: percent.default(0.1),
  complaintsStop: percent.default(0.3),
  bouncesWarn: percent.default(2),
  bouncesStop: percent.default(5),
  /** Of mails that came back for what is sent or who sends it. */
  faultsWarn: percent.default(1),
  faultsStop: percent.default(5),
  /** With fewer handed over a share says too little. */
  leastHandedOver: z
    .number()
    .int()
    .min(1, { error: wrong.tooFew('1') })
    .default(200),
});

export type StopLimits = z.infer<typeof stopLimitsSchema>;
