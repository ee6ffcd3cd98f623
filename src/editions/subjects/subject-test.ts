import { z } from 'zod';

/** The limits of a test, as its form and the command line say them. */
export const subjectLimits = {
  subjects: 3,
  /** Of a hundred readers. */
  shares: [10, 20, 30, 40, 50, 100],
  minutes: [15, 30, 60, 120, 180, 240, 360],
} as const;

const subject = z.object({ subject: z.string(), preheader: z.string() });

const subjectTest = z.object({
  /** Those beside the edition's own, which is the first. A preheader that is empty is the edition's. */
  others: z
    .array(subject)
    .min(1)
    .max(subjectLimits.subjects - 1),
  share: z.number().int(),
  waitMinutes: z.number().int(),
});

export type SubjectTest = z.infer<typeof subjectTest>;
export type Subject = z.infer<typeof subject>;

/** As an edition keeps it; null where it has one subject alone. */
export function parseSubjectTest(value: unknown): SubjectTest | null {
  return value === null || value === undefined ? null : subjectTest.parse(value);
}

/** What is approved of a test: all of its subjects, the first one too. */
export interface FrozenSubjectTest {
  subjects: Subject[];
  share: number;
  waitMinutes: number;
}

interface WithSubjects {
  subject: string;
  preheader: string;
  subjectTest: SubjectTest | null;
}

/** Every subject of an edition with its preheader, the first one first. */
export function subjectsOf({ subject: own, preheader, subjectTest: test }: WithSubjects): Subject[] {
  const others = test?.others ?? [];
  return [
    { subject: own, preheader },
    ...others.map((other) => ({
      ...other,
      preheader: other.preheader.trim() === '' ? preheader : other.preheader,
    })),
  ];
}

/** What a revision keeps of it. */
export function frozenTestOf(edition: WithSubjects): FrozenSubjectTest | null {
  const { subjectTest: test } = edition;
  return test && { subjects: subjectsOf(edition), share: test.share, waitMinutes: test.waitMinutes };
}
