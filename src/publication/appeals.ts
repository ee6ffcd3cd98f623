import { z } from 'zod';
import { wrong } from '../wrong-values.ts';

const days = 90;

/** Tags of stories beside which nobody is asked for money. */
const sadTags = ['obituary', 'obituaries', 'in memoriam', 'killed', 'Nachruf', 'некролог', 'загинули'];

/** How often readers are asked for money, across all mail. */
export const appealSettingsSchema = z.object({
  /** At most so many appeals … */
  cap: z
    .number()
    .int()
    .min(0, { error: wrong.below('0') })
    .max(100, { error: wrong.above('100') })
    .default(3),
  /** … within so many days, for each reader. */
  days: z
    .number()
    .int()
    .min(1, { error: wrong.noDays })
    .max(days, { error: wrong.manyDays(String(days)) })
    .default(14),
  /** So many of a hundred readers are shown no appeal, to measure what appeals bring. */
  holdback: z
    .number()
    .min(0, { error: wrong.noPercentage('50') })
    .max(50, { error: wrong.noPercentage('50') })
    .default(10),
  /** Whoever is held back stays so for a campaign; without a name others are, each quarter. */
  campaign: z.string().trim().max(60).default(''),
  quietTags: z.array(z.string().trim().min(1)).max(100).default(sadTags),
});

export type AppealSettings = z.infer<typeof appealSettingsSchema>;
