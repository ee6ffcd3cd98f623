import { type DeskFrame, deskTime } from '../../../../views/desk.ts';
import { type Html, html } from '../../../../views/html.ts';
import type { ComposeView } from '../view.ts';
import { actButton } from './forms.ts';
import { nameOf } from './names.ts';
import { composerWords } from './words.ts';

/** What was taken out, so that it can be brought back. */
export function removedPart({ language }: DeskFrame, view: ComposeView): Html | null {
  const { removed: words } = composerWords(language);
  const { removed } = view.status;
  if (removed.length === 0 || view.locked !== null) return null;
  const items = removed.map(({ item, by, at }) => {
    const name = nameOf(language, item);
    const time = deskTime(new Date(at), language, view.timeZone);
    return html`<li id="removed-${item.key}"><span>${name}</span> <span class="small soft">${by.name}, ${time}</span> ${actButton(view, { act: `restore:${item.key}`, label: words.back(name), look: 'link small', id: `restore-${item.key}` })}</li>\n`;
  });
  return html`<details class="removed" id="removed"><summary>${words.title} (${removed.length})</summary><ul>${items}</ul></details>`;
}
