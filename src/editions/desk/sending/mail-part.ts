import { problemNotice } from '../../../views/desk.ts';
import { type Html, html } from '../../../views/html.ts';
import type { Edition } from '../../edition.ts';
import { readerLabel } from '../edition/pages/mail.ts';
import { editionWords } from '../edition/pages/words.ts';
import type { ReaderKind } from '../edition/readers.ts';
import type { Act } from '../words/desk-edition-words.ts';
import type { SendingWords } from './words/sending-words.ts';

/** The mail on a page that asks before it goes out, as one kind of reader gets it. */
export interface AskedMail {
  reader: ReaderKind;
  readers: ReaderKind[];
  /** Says which text it is. */
  text: string;
  /** It is another one than was looked at for the kind of reader before. */
  isChanged: boolean;
}

interface Place {
  say: SendingWords;
  edition: Pick<Edition, 'id'>;
  language: string;
  act: Act;
}

/** The mail, with a link to that of each other kind of reader. */
export function mailPart(place: Place, { reader, readers, text, isChanged }: AskedMail): Html {
  const { say, edition, language } = place;
  const words = editionWords(language);
  const links = readers.map(
    (one) =>
      html`<li><a href="${hrefFor(place, one, text)}"${one.name === reader.name && html` aria-current="true"`}>${readerLabel(words, one)}</a></li>\n`,
  );
  const query = new URLSearchParams({ reader: reader.name });
  return html`<h2 id="mail">${say.mail}</h2>
${problemNotice(isChanged ? say.changed : null)}
<p class="small soft" id="kinds">${words.reader.label}</p>
<ul class="choices kinds" aria-labelledby="kinds">${links}</ul>
<div class="mail-view phone"><iframe class="mail-frame" sandbox="" referrerpolicy="no-referrer" title="${words.mail.frame(readerLabel(words, reader))}" src="/desk/editions/${edition.id}/mail?${query.toString()}"></iframe></div>`;
}

/** With the text that is looked at: where it has become another one meanwhile, the page says so. */
function hrefFor({ edition, act }: Place, { name }: ReaderKind, text: string): string {
  const query = new URLSearchParams({ reader: name, text });
  return `/desk/editions/${edition.id}/${act}?${query.toString()}#mail`;
}
