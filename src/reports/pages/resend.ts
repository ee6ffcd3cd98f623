import { deskPage, problemNotice } from '../../views/desk.ts';
import { html } from '../../views/html.ts';
import { headOf, numbersOf, postButton, type Scene } from './parts.ts';
import { liveWords } from './words.ts';

export interface ResendView {
  edition: { id: number; subject: string; language: string; name: string };
  uncertain: number;
  problem: string | null;
}

/** Before those are sent to again of whom it is not known whether they got it: some may get two. */
export function resendPage(scene: Scene, { edition, uncertain, problem }: ResendView): string {
  const { frame } = scene;
  const words = liveWords(frame.language);
  const { resend } = words;
  const count = numbersOf(scene)(uncertain);
  const at = `/desk/editions/${edition.id}`;
  const links = [
    { href: `${at}/report`, label: words.sending.report },
    { href: at, label: words.toEdition },
  ];
  const body = html`${headOf(links, resend.title, html`<span lang="${edition.language}">${edition.subject}</span>, ${edition.name}`)}
${problemNotice(problem)}
<p>${uncertain === 0 ? resend.nobody : resend.text(count)}</p>
<div class="actions">${
    uncertain > 0 &&
    postButton(`${at}/resend`, resend.button(count), {
      id: 'resend',
      look: 'harm',
      fields: { expected: String(uncertain) },
    })
  }<a class="button quiet" href="${at}/people?what=uncertain">${resend.who}</a></div>`;
  return deskPage(frame, { title: `${resend.title}: ${edition.name}`, body, width: 'narrow' });
}
