import { palettesOf } from '../../../emails/index.ts';
import { type DeskFrame, deskPage, problemNotice } from '../../views/desk.ts';
import { type Html, html } from '../../views/html.ts';
import { settingPart } from './setting-part.ts';
import type { SenderWords } from './words/sender-words.ts';
import { senderWords } from './words.ts';

/** The colour that readers know the publication by, on the page of senders. */
export function colourPart(frame: DeskFrame, accent: string, mayChange: boolean): Html {
  const { colour } = senderWords(frame.language);
  const shown = swatches(colour, accent);
  return settingPart(colour, { id: 'colour', href: '/desk/colour', shown, mayChange });
}

/** Where it is chosen. */
export function colourForm(
  frame: DeskFrame,
  { accent, stored, problem }: { accent: string; stored: string; problem: string | null },
): string {
  const words = senderWords(frame.language);
  const { colour } = words;
  const body = html`<h1>${colour.title}</h1><p>${colour.text}</p>
${problemNotice(problem)}
${swatches(colour, stored)}
<form method="post" action="/desk/colour"><input type="hidden" name="seen" value="${stored}">
<div class="field"><label for="accent">${colour.label}</label><input type="color" id="accent" name="accent" value="${accent}"></div>
<button>${colour.button}</button></form>
<p class="onward"><a href="/desk/sender#colour">${words.back}</a></p>`;
  return deskPage(frame, { title: colour.title, body, width: 'narrow' });
}

/** A link and a button as readers see them: where the colour as given cannot be read, one near it that can. */
function swatches(words: SenderWords['colour'], given: string): Html {
  const { light, dark } = palettesOf(given);
  return html`<p class="swatches">${swatch(words, light, words.light)} ${swatch(words, dark, words.dark)}</p>
${light.accent !== given.toLowerCase() && html`<p class="small">${words.adjusted(given, light.accent)}</p>`}`;
}

function swatch(
  words: SenderWords['colour'],
  { sheet, accent, onAccent }: { sheet: string; accent: string; onAccent: string },
  ground: string,
): Html {
  return html`<svg viewBox="0 0 220 64" width="220" height="64" role="img" aria-label="${`${ground}: ${accent}`}"><rect width="220" height="64" fill="${sheet}"/><text x="16" y="38" fill="${accent}" font-size="16" text-decoration="underline">${words.link}</text><rect x="96" y="14" width="108" height="36" rx="3" fill="${accent}"/><text x="150" y="37" fill="${onAccent}" font-size="14" font-weight="600" text-anchor="middle">${words.sample}</text></svg>`;
}
