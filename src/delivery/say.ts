import { hearing } from '../heard.ts';
import { sentences, type Wordings } from '../sentence.ts';
import { en } from './say/errors-en.ts';
import { uk } from './say/errors-uk.ts';
import { en as findingsEn } from './say/findings-en.ts';
import { uk as findingsUk } from './say/findings-uk.ts';
import { en as reasonsEn } from './say/reasons-en.ts';
import { uk as reasonsUk } from './say/reasons-uk.ts';

/** What is thrown by the verbs of a send. */
export const say = sentences<typeof en>({ en, uk });

/** Why something waits or stopped, in English, as it is written down. */
export const because = reasonsEn;

/** What checks of DNS find, in English, as `doctor` says it. */
export const finds = findingsEn;

/** What is written down, so that a page can read it. */
export const deliveryWordings: Array<Wordings<object>> = [
  { en: reasonsEn, uk: reasonsUk },
  { en: findingsEn, uk: findingsUk },
];

/** Reads a reason or a finding of this domain. */
export const hearDelivery = hearing(...deliveryWordings);
