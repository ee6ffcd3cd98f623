import { hearing } from '../heard.ts';
import { sentences, type Wordings, written } from '../sentence.ts';
import { en } from './say/errors-en.ts';
import { en as findingsEn } from './say/findings-en.ts';
import { en as reasonsEn } from './say/reasons-en.ts';

/** What is thrown by the verbs of a send. */
export const say = sentences(written('deliveryErrors', en));

/** Why something waits or stopped, in English, as it is written down. */
export const because = reasonsEn;

/** What checks of DNS find, in English, as `doctor` says it. */
export const finds = findingsEn;

/** What is written down, so that a page can read it. */
export const deliveryWordings: Array<Wordings<object>> = [
  written('deliveryReasons', reasonsEn),
  written('deliveryFindings', findingsEn),
];

/** Reads a reason or a finding of this domain. */
export const hearDelivery = hearing(...deliveryWordings);
