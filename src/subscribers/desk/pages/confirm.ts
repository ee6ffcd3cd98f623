import type { Newsletter } from '../../../publication/newsletters.ts';
import { type DeskFrame, deskPage } from '../../../views/desk.ts';
import { selectInput } from '../../../views/desk-fields.ts';
import { breakable, type Child, html } from '../../../views/html.ts';
import { readerWords } from '../words.ts';
import type { ReaderAct, ReaderWords } from '../words/reader-words.ts';

/** What is asked, and of whom. */
export interface Asked {
  act: ReaderAct;
  id: number;
  address: string;
  newsletters: Newsletter[];
  /** Which newsletter the question is about at first; '' for all. */
  newsletter: string;
  /** The reasons that stand, by what staff may do about them. */
  standing: { liftable: string[]; left: string[] };
}

/** Before something is done to a reader. */
export function confirmPage(frame: DeskFrame, asked: Asked): string {
  const words = readerWords(frame.language);
  const { act, id, address, standing } = asked;
  const { title, text, button } = words.acts[act];
  const cannot = act === 'lift' && standing.liftable.length === 0;
  const back = html`<a class="button quiet" href="/desk/readers/${id}">${words.cancel}</a>`;
  const form = html`<form method="post" action="/desk/readers/${id}/${act}">${fieldsOf(words, asked)}<div class="actions"><button class="harm">${button}</button>${back}</div></form>`;
  const body = html`<h1>${breakable(title(address))}</h1><p>${cannot ? words.lifting.nothing : text}</p>
${act === 'lift' && standing.left.length > 0 && html`<p>${words.lifting.left(standing.left.map((reason) => reasonIn(words, reason)).join(', '))}</p>`}
${cannot ? html`<p>${back}</p>` : form}`;
  return deskPage(frame, { title: title(address), body, width: 'narrow' });
}

function fieldsOf(words: ReaderWords, { act, newsletters, newsletter }: Asked): Child {
  if (act === 'unsubscribe') {
    const names = newsletters.map(({ id, name }) => ({ value: String(id), label: name }));
    const options = [...names, { value: '', label: words.unsubscribing.everything }];
    return selectInput({ name: 'newsletter', label: words.unsubscribing.from, value: newsletter, options });
  }
  if (act !== 'suppress') return null;
  const streams = Object.entries(words.one.streams).filter(([stream]) => stream !== 'staff');
  return html`<fieldset><legend>${words.suppressing.streams}</legend>${streams.map(
    ([stream, label]) =>
      html`<label class="choice"><input type="checkbox" name="stream" value="${stream}"${stream === 'bulk' && html` checked`}><span>${label}</span></label>`,
  )}</fieldset>`;
}

function reasonIn({ one: { reasons } }: ReaderWords, reason: string): string {
  return Object.hasOwn(reasons, reason) ? reasons[reason as keyof typeof reasons] : reason;
}
