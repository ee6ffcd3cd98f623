import type { AfterWords, Time } from '../pages/words/after-words.ts';
import type { Answer, Explained, Fact } from './answer.ts';

/** The answer in words, and what else there is to say, a sentence each. */
export function whySentences(
  { answer, facts }: Explained,
  words: AfterWords['why'],
  time: Time,
  tell: (text: string) => string = (text) => text,
): string[] {
  // Each kind has words of its own, for its own facts.
  const say = words.answers[answer.kind] as (facts: Answer, time: Time) => string;
  const more = facts.map((fact) =>
    (words.facts[fact.kind] as (facts: Fact, time: Time) => string)(fact, time),
  );
  // Why it waits was written down in English.
  const reason = 'reason' in answer && answer.reason !== null ? { reason: tell(answer.reason) } : {};
  return [say({ ...answer, ...reason }, time), ...more];
}
