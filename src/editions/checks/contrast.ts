import { contrast, palettesOf } from '../../../emails/index.ts';
import { type ContrastPart, type Fault, warning } from '../faults.ts';

// WCAG 2.1, 1.4.3.
const least = 4.5;

/** Where the newsletter's own colours cannot be read, light or dark. */
export function faultsOfContrast({ accent }: { accent: string }): Fault[] {
  const palettes = palettesOf(accent);
  return (['light', 'dark'] as const).flatMap((scheme) => {
    const { sheet, panel, page, ink, soft, accent: link, onAccent } = palettes[scheme];
    const pairs: Array<[ContrastPart, string, string[]]> = [
      ['ink', ink, [page, sheet, panel]],
      ['soft', soft, [page, sheet, panel]],
      ['accent', link, [page, sheet, panel]],
      ['button', onAccent, [link]],
    ];
    return pairs.flatMap(([part, colour, grounds]) => {
      const ratio = Math.min(...grounds.map((ground) => contrast(colour, ground)));
      if (ratio >= least) return [];
      const facts = { code: 'contrast', part, scheme, ratio, least } as const;
      return [
        warning(
          facts,
          `its ${part} has a contrast of ${ratio.toFixed(1)} in the ${scheme} mode; ${least} can be read`,
        ),
      ];
    });
  });
}
