import { z } from 'zod';

const percent = z
  .number({ error: 'is not a percentage such as 0.3' })
  .min(0, { error: 'is no percentage: 0 to 100 is allowed' })
  .max(100, { error: 'is no percentage: 0 to 100 is allowed' });

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
  leastHandedOver: z.number().int().min(1, { error: 'is too few: 1 is the least' }).default(200),
});

export type StopLimits = z.infer<typeof stopLimitsSchema>;
