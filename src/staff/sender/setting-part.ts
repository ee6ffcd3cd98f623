import { type Html, html } from '../../views/html.ts';

/** What is set of the publication, on the page of senders, with the way for owners to change it. */
export function settingPart(
  { title, text, change }: { title: string; text: string; change: string },
  { id, href, shown, mayChange }: { id: string; href: string; shown: Html; mayChange: boolean },
): Html {
  return html`<section class="sheet"><h2 id="${id}">${title}</h2><p class="soft">${text}</p>${shown}
${mayChange && html`<div class="actions"><a class="button quiet" href="${href}">${change}</a></div>`}</section>`;
}
