import { type DeskFrame, deskTime } from '../../../../views/desk.ts';
import { type Html, html } from '../../../../views/html.ts';
import type { ChangeEntry } from '../../../compose/contract.ts';
import type { ComposeView } from '../view.ts';
import { actButton, composerHref } from './forms.ts';
import { composerWords } from './words.ts';

/** Who changed what and when, the newest first, and the way back to how it was. */
export function historyPart(frame: DeskFrame, view: ComposeView): Html {
  const { history: words } = composerWords(frame.language);
  const { entries, older, isCut } = view.history ?? { entries: [], older: null, isCut: false };
  const isGone = isCut || (entries.length === 0 && older === null && view.status.version > 0);
  return html`<h2 id="settings-title" tabindex="-1">${words.title}</h2>
<p class="small"><a href="${composerHref(view, { history: null })}#settings" data-stay>${words.close}</a></p>
${entries.length === 0 ? !isGone && html`<p class="soft">${words.none}</p>` : html`<ol class="changes" id="changes">${entries.map((entry) => changeItem(frame, view, entry))}</ol>`}
${older !== null && html`<p><a href="${composerHref(view, { history: older })}#settings" data-stay>${words.older}</a></p>`}${isGone && html`<p class="soft small">${words.gone}</p>`}`;
}

function changeItem({ language }: DeskFrame, view: ComposeView, entry: ChangeEntry): Html {
  const { history: words } = composerWords(language);
  const { version, by, at, text, before, after } = entry;
  const time = deskTime(new Date(at), language, view.timeZone);
  const isNewest = version === view.status.version;
  const texts = typeof before === 'string' && typeof after === 'string' && !text.includes(after);
  const clock = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeStyle: 'short',
    timeZone: view.timeZone,
  });
  return html`<li id="change-${version}"><p><strong>${by.name}</strong> ${text}</p><p class="small soft">${time}</p>
${texts && html`<dl class="change"><dt>${words.before}</dt><dd>${shortened(before)}</dd><dt>${words.after}</dt><dd>${shortened(after)}</dd></dl>`}
${!isNewest && actButton(view, { act: `version:${version}`, label: words.restore(clock.format(new Date(at))), look: 'link small', id: `version-${version}` })}</li>\n`;
}

const longest = 160;

function shortened(text: string): string {
  if (text === '') return '—';
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
