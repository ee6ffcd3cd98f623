/** How a publication looks, as it is set. */
export interface Theme {
  /** `#rrggbb`; made darker or lighter where it could not be read. */
  accent: string;
  headingFont: 'serif' | 'sans';
  bodyFont: 'serif' | 'sans';
  logo: { src: string; width: number; height: number } | null;
}

/** The colours of one mode, each readable on `page`, `sheet` and `panel`. */
export interface Palette {
  page: string;
  sheet: string;
  panel: string;
  ink: string;
  soft: string;
  rule: string;
  accent: string;
  onAccent: string;
}

/** Settled before MJML runs, which takes no variables in attributes. */
export interface Look {
  heading: string;
  body: string;
  light: Palette;
  dark: Palette;
}

const stacks = {
  serif: "Georgia, 'Times New Roman', serif",
  sans: "'Helvetica Neue', Helvetica, Arial, sans-serif",
};

// WCAG 2.1, 1.4.3: 4.5 to 1 for text.
const readable = 4.5;

export function createLook(theme: Theme): Look {
  return { heading: stacks[theme.headingFont], body: stacks[theme.bodyFont], ...palettesOf(theme.accent) };
}

/** The colours of both modes around an accent. */
export function palettesOf(accent: string): Pick<Look, 'light' | 'dark'> {
  const light = { page: '#f2efe9', sheet: '#ffffff', ink: '#16181c', soft: '#5c6068', rule: '#d9d5cc' };
  const dark = { page: '#0d0f12', sheet: '#16191e', ink: '#eceae4', soft: '#a7abb3', rule: '#343941' };
  return {
    light: complete(light, accent, { towards: '#000000', tint: 0.07 }),
    dark: complete(dark, readableOn([dark.sheet], accent, '#ffffff'), {
      towards: '#ffffff',
      tint: 0.2,
    }),
  };
}

function complete(
  base: Omit<Palette, 'accent' | 'onAccent' | 'panel'>,
  wanted: string,
  { towards, tint }: { towards: string; tint: number },
): Palette {
  const panel = tinted(base, wanted, tint);
  const accent = readableOn([base.page, base.sheet, panel], wanted, towards);
  return {
    ...base,
    panel,
    accent,
    onAccent: contrast(accent, '#ffffff') >= readable ? '#ffffff' : '#0d0f12',
  };
}

/** The sheet with a share of the accent in it: as much of it as leaves the softest text readable. */
function tinted({ sheet, soft }: { sheet: string; soft: string }, accent: string, most: number): string {
  for (let share = most; share > 0; share -= 0.01) {
    const panel = mix(sheet, accent, share);
    if (contrast(soft, panel) >= readable) return panel;
  }
  return sheet;
}

/** The wanted colour, or the nearest step towards black or white that can be read on all of these. */
function readableOn(backgrounds: string[], wanted: string, towards: string): string {
  for (let share = 0; share < 1; share += 0.05) {
    const colour = mix(wanted, towards, share);
    if (backgrounds.every((background) => contrast(colour, background) >= readable)) return colour;
  }
  return towards;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
}

function mix(from: string, to: string, share: number): string {
  const other = channels(to);
  const mixed = channels(from).map((value, index) =>
    Math.round(value + ((other[index] ?? 0) - value) * share),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** WCAG 2.1's ratio of two colours, 1 to 21. */
export function contrast(first: string, second: string): number {
  const [high = 0, low = 0] = [luminance(first), luminance(second)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
