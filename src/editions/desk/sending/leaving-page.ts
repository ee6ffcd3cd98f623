import { assets } from '../../../views/assets.ts';
import { type DeskFrame, deskPage } from '../../../views/desk.ts';
import { html } from '../../../views/html.ts';
import { type Asked, headOf } from '../confirm.ts';
import { countIn } from '../parts.ts';
import { type Clock, inWords } from '../times.ts';
import type { SendingWords } from './words/sending-words.ts';

export interface LeavingView extends Asked {
  say: SendingWords;
  clock: Clock;
  readers: number;
}

const everySeconds = 3;

/** Between the press and the first mail: how long it takes yet, and a button that stops it. */
export function leavingPage(frame: DeskFrame, view: LeavingView): string {
  const { say, clock, edition, newsletter, readers } = view;
  const { leaving } = say;
  const left = (edition.sendAt?.getTime() ?? 0) - clock.now.getTime();
  const when = left > 0 ? leaving.soon(inWords(clock.language, left)) : leaving.now;
  const until = edition.sendAt?.toISOString() ?? '';
  const body = html`${headOf(view, leaving.title)}
<p class="lead" id="leaving" role="timer" data-now="${clock.now.toISOString()}" data-until="${until}" data-soon="${leaving.soon('#')}" data-last="${leaving.now}">${when}</p>
<p>${leaving.to(readers, countIn(clock.language)(readers), newsletter)}</p>
<form method="post" action="/desk/editions/${edition.id}/stop-leaving"><button class="harm large">${leaving.stop}</button></form>
<p class="soft">${leaving.text}</p>
<p class="onward"><a href="/desk">${say.today}</a></p>`;
  return deskPage(frame, {
    title: leaving.title,
    body,
    width: 'narrow',
    scripts: [assets.leaving.href],
    refreshSeconds: everySeconds,
  });
}

/** It was stopped in time. */
export function stoppedPage(frame: DeskFrame, view: LeavingView): string {
  const { stoppedTitle, stoppedText, edition } = view.say.leaving;
  const body = html`${headOf(view, stoppedTitle)}<p role="status">${stoppedText}</p>
<div class="actions"><a class="button" href="/desk/editions/${view.edition.id}">${edition}</a><a class="button quiet" href="/desk">${view.say.today}</a></div>`;
  return deskPage(frame, { title: stoppedTitle, body, width: 'narrow' });
}
