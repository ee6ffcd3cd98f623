import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { palettesOf } from '../../emails/index.ts';

/** A file that pages use, at an address that changes with its content. */
export interface Asset {
  href: string;
  type: string;
  body: Buffer;
}

const require = createRequire(import.meta.url);

function asset(name: string, type: string, body: Buffer): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12);
  const [stem, extension] = name.split('.');
  return { href: `/assets/${stem}-${hash}.${extension}`, type, body };
}

function font(name: string, file: string): Asset {
  return asset(name, 'font/woff2', readFileSync(require.resolve(file)));
}

const serif = font(
  'newsreader.woff2',
  '@fontsource-variable/newsreader/files/newsreader-latin-wght-normal.woff2',
);
const sans = font('inter.woff2', '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2');
const sansCyrillic = font(
  'inter-cyrillic.woff2',
  '@fontsource-variable/inter/files/inter-cyrillic-wght-normal.woff2',
);

const faces = `
@font-face{font-family:'Newsreader';src:url('${serif.href}') format('woff2');font-weight:200 800;font-display:swap}
@font-face{font-family:'Inter';src:url('${sans.href}') format('woff2');font-weight:100 900;font-display:swap}
@font-face{font-family:'Inter';src:url('${sansCyrillic.href}') format('woff2');font-weight:100 900;font-display:swap;unicode-range:U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116}
`;

const css = readFileSync(join(import.meta.dirname, 'assets', 'styles.css'), 'utf8');
const styles = asset('styles.css', 'text/css; charset=utf-8', Buffer.from(faces + css));
const desk = asset(
  'desk.css',
  'text/css; charset=utf-8',
  readFileSync(join(import.meta.dirname, 'assets', 'desk.css')),
);
const scriptType = 'text/javascript; charset=utf-8';
// The library's file for browsers is none of its exports.
const webauthnFile = join(require.resolve('@simplewebauthn/browser'), '../../dist/bundle/index.umd.min.js');
const webauthn = asset('webauthn.js', scriptType, readFileSync(webauthnFile));
const passkeys = asset(
  'passkeys.js',
  scriptType,
  readFileSync(join(import.meta.dirname, 'assets', 'passkeys.js')),
);
const today = asset('today.js', scriptType, readFileSync(join(import.meta.dirname, 'assets', 'today.js')));
const sending = asset(
  'sending.js',
  scriptType,
  readFileSync(join(import.meta.dirname, 'assets', 'sending.js')),
);
const icon = asset(
  'icon.svg',
  'image/svg+xml',
  readFileSync(join(import.meta.dirname, 'assets', 'icon.svg')),
);

export const assets: Record<
  | 'serif'
  | 'sans'
  | 'sansCyrillic'
  | 'styles'
  | 'desk'
  | 'webauthn'
  | 'passkeys'
  | 'today'
  | 'sending'
  | 'icon',
  Asset
> = {
  serif,
  sans,
  sansCyrillic,
  styles,
  desk,
  webauthn,
  passkeys,
  today,
  sending,
  icon,
};

/**
 * The publication's colour as a stylesheet of its own: the policy of our pages allows none inside of them. It is the
 * one of its mails, made readable in the same way.
 */
export function themeStylesheet(wanted: string): Asset {
  const { light, dark } = palettesOf(wanted);
  const rules = `${rootRule(light)}@media (prefers-color-scheme:dark){${rootRule(dark)}}`;
  return asset('theme.css', 'text/css; charset=utf-8', Buffer.from(rules));
}

function rootRule({ accent, onAccent }: { accent: string; onAccent: string }): string {
  return `:root{--accent:${accent};--on-accent:${onAccent}}`;
}
