import { escapeHtml } from './escape.ts';
import type { Look } from './look.ts';

export interface Page {
  language: string;
  rtl: boolean;
  title: string;
  preheader: string;
  /** Sections of MJML. */
  body: string;
  look: Look;
}

/** Gmail cuts a mail off past 102 KB of HTML; sizes in bytes. */
export const sizeLimits = { warn: 80_000, stop: 100_000 };

// Keeps what follows the preheader out of the preview that mail programs show in their lists.
const filler = '\u034F\u200C\u00A0'.repeat(50);

/**
 * Compiles a mail's page, strictly.
 * @throws Error where the MJML is not valid, or the HTML is past 100,000 bytes and would be cut off
 */
export async function compilePage({ language, rtl, title, preheader, body, look }: Page): Promise<string> {
  const source = `<mjml lang="${escapeHtml(language)}" dir="${rtl ? 'rtl' : 'ltr'}">
<mj-head>
${rtl ? '<mj-attributes><mj-section direction="rtl" /><mj-column direction="rtl" /></mj-attributes>' : ''}
<mj-title>${escapeHtml(title)}</mj-title>
<mj-preview>${escapeHtml(preheader)}${filler}</mj-preview>
<mj-raw><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><meta name="format-detection" content="telephone=no,date=no,address=no,email=no"></mj-raw>
<mj-style>${styles(look)}</mj-style>
</mj-head>
<mj-body css-class="page" width="600px" background-color="${look.light.page}">${body}</mj-body>
</mjml>`;
  const options = {
    validationLevel: 'strict' as const,
    fonts: {},
    minify: true,
    minifyOptions: { minifyCss: false as const },
  };
  // Loaded where a mail is made, and only there: it is what takes a command longest to load.
  const { default: mjml2html } = await import('mjml');
  const compiled = await mjml2html(source, options);
  return tighten(compiled.html);
}

/** The same page under another title. */
export function withTitle(html: string, title: string): string {
  return html.replace(/<title>[^<]*<\/title>/, () => `<title>${escapeHtml(title)}</title>`);
}

/** Takes out what the minifier leaves and no mail program reads. Quotes in content are escaped, so that an attribute is one. */
function tighten(html: string): string {
  return html
    .replace(/> (?=<\/?(?:table|tbody|tr|td)[\s>])/g, '>')
    .replace(/(<\/?(?:table|tbody|tr)[^>]*>) /g, '$1')
    .replaceAll(' target="_blank"', '')
    .replace(/ style="([^"]*)"/g, (_all, style: string) => ` style="${tightenStyle(style)}"`);
}

function tightenStyle(style: string): string {
  return style
    .replace(/background:(#\w+);background-color:\1/g, 'background-color:$1')
    .replace(/\b0px/g, '0')
    .replaceAll(', ', ',')
    .replace(/;$/, '');
}

function styles({ light, dark }: Look): string {
  const phone = `
@media (max-width:480px){
.inset>table>tbody>tr>td,.inset>table>tr>td{padding-left:20px!important;padding-right:20px!important}
.thumb>table>tbody>tr>td{padding:22px 0 14px!important}
.beside>table>tbody>tr>td{padding-top:0!important;border-top:0!important}
.masthead-name{font-size:34px!important}
.lead-title{font-size:28px!important}
.dateline span{display:block}
.dateline i{display:none}
.lead-credit{padding-left:20px!important;padding-right:20px!important}
.picture img{height:auto!important}
}`;
  return `:root{color-scheme:light dark;supported-color-schemes:light dark}
h1,h2,h3,.tagline{text-wrap:balance}p{text-wrap:pretty}
.picture img{height:auto}a{text-underline-offset:2px}
@media (prefers-color-scheme:dark){${rules(dark, '')}}
${rules(dark, '[data-ogsc] ')}${phone}
.page{background-color:${light.page}}`.replaceAll('\n', '');
}

/** The same names of colours as the light mode's; with a prefix for Outlook.com, which rewrites the page. */
function rules(
  { page, sheet, panel, ink, soft, rule, accent, onAccent }: Look['dark'],
  prefix: string,
): string {
  const set = (selectors: string[], declaration: string): string =>
    `${selectors.map((selector) => prefix + selector).join(',')}{${declaration}}`;
  return [
    // MJML writes the colour on the body and, once more, on what is in it.
    set(['body', '.page', '.page>div'], `background-color:${page}!important`),
    set(['.sheet', '.sheet>table'], `background:${sheet}!important;background-color:${sheet}!important`),
    set(['.panel', '.panel>table'], `background:${panel}!important;background-color:${panel}!important`),
    set(['.ink div', '.ink h1', '.ink h2', '.ink h3', '.ink p', '.ink-link'], `color:${ink}!important`),
    set(['.soft', '.soft div', '.soft p', '.ink .soft'], `color:${soft}!important`),
    set(['.accent', '.accent div', '.ink .accent'], `color:${accent}!important`),
    set(['.rule p', '.line', '.row>table>tbody>tr>td'], `border-color:${rule}!important`),
    set(['.rule-strong p'], `border-color:${ink}!important`),
    set(['.rule-accent p'], `border-color:${accent}!important`),
    set(
      ['.button td', '.button a', '.button p'],
      `background:${accent}!important;color:${onAccent}!important`,
    ),
  ].join('');
}
