import { z } from 'zod';

const days = 90;

/** Tags of stories beside which nobody is asked for money. */
const sadTags = ['obituary', 'obituaries', 'in memoriam', 'killed', 'Nachruf', 'некролог', 'загинули'];

/** How often readers are asked for money, across all mail. */
export const appealSettingsSchema = z.object({
  /** At most so many appeals … */
  cap: z.number().int().min(0, { error: 'is below 0' }).max(100, { error: 'is above 100' }).default(3),
  /** … within so many days, for each reader. */
  days: z
    .number()
    .int()
    .min(1, { error: 'is no number of days: 1 to 90 is allowed' })
    .max(days, { error: `is too many days: ${days} at the most` })
    .default(14),
  /** So many of a hundred readers are shown no appeal, to measure what appeals bring. */
  holdback: z
    .number()
    .min(0, { error: 'is no percentage: 0 to 50 is allowed' })
    .max(50, { error: 'is no percentage: 0 to 50 is allowed' })
    .default(10),
  /** Whoever is held back stays so for a campaign; without a name others are, each quarter. */
  campaign: z.string().trim().max(60).default(''),
  quietTags: z.array(z.string().trim().min(1)).max(100).default(sadTags),
});

export type AppealSettings = z.infer<typeof appealSettingsSchema>;
