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

function own(name: string, type: string): Asset {
  return asset(name, type, readFileSync(join(import.meta.dirname, 'assets', name)));
}

const styleType = 'text/css; charset=utf-8';
const scriptType = 'text/javascript; charset=utf-8';
const css = readFileSync(join(import.meta.dirname, 'assets', 'styles.css'), 'utf8');
// The library's file for browsers is none of its exports.
const webauthnFile = join(require.resolve('@simplewebauthn/browser'), '../../dist/bundle/index.umd.min.js');
const htmxFile = (name: string): Buffer => readFileSync(join(require.resolve('htmx.org'), '..', name));
const sortableFile = join(require.resolve('sortablejs'), '../Sortable.min.js');

export const assets = {
  serif,
  sans,
  sansCyrillic,
  styles: asset('styles.css', styleType, Buffer.from(faces + css)),
  desk: own('desk.css', styleType),
  webauthn: asset('webauthn.js', scriptType, readFileSync(webauthnFile)),
  passkeys: own('passkeys.js', scriptType),
  htmx: asset('htmx.js', scriptType, htmxFile('htmx.min.js')),
  // In one file: what htmx has gone through before its extension is there would open no stream.
  htmxStreams: asset(
    'htmx-streams.js',
    scriptType,
    Buffer.concat([htmxFile('htmx.min.js'), Buffer.from('\n'), htmxFile('ext/hx-sse.min.js')]),
  ),
  watched: own('watched.js', scriptType),
  today: own('today.js', scriptType),
  sending: own('sending.js', scriptType),
  leaving: own('leaving.js', scriptType),
  subjects: own('subjects.js', scriptType),
  composeStyles: own('compose.css', styleType),
  compose: own('compose.js', scriptType),
  composeTree: own('compose-tree.js', scriptType),
  composeSave: own('compose-save.js', scriptType),
  composeOrder: own('compose-order.js', scriptType),
  composeFields: own('compose-fields.js', scriptType),
  sortable: asset('sortable.js', scriptType, readFileSync(sortableFile)),
  icon: own('icon.svg', 'image/svg+xml'),
} satisfies Record<string, Asset>;

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
