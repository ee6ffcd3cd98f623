import { contrast, palettesOf } from '../../../emails/index.ts';
import { type Fault, warning } from '../faults.ts';

// WCAG 2.1, 1.4.3.
const least = 4.5;

/**
 * Where the publication's colour cannot be read as it was given, so that its mails have another. In the light alone: what
 * can be read there is always too dark for the dark, where each colour is made lighter.
 */
export function faultsOfContrast({ accent }: { accent: string }): Fault[] {
  const { page, sheet, panel, accent: shown } = palettesOf(accent).light;
  const given = Math.min(...[page, sheet, panel].map((ground) => contrast(accent, ground)));
  if (given >= least) return [];
  // Rounded it could be the least that is needed.
  const ratio = Math.floor(given * 10) / 10;
  return [
    warning(
      { code: 'contrast', accent, shown, ratio, least },
      `the publication's colour ${accent} has a contrast of ${ratio.toFixed(1)}, and ${least} can be read: it is shown as ${shown}`,
    ),
  ];
}
