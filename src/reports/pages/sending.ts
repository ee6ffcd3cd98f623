import type { Progress } from '../../delivery/progress.ts';
import { told } from '../../editions/desk/parts.ts';
import { assets } from '../../views/assets.ts';
import { deskPage, doneNotice, problemNotice } from '../../views/desk.ts';
import { type Child, type Html, html } from '../../views/html.ts';
import { byStream, isTold, moving } from '../../views/moving.ts';
import type { People } from '../people/kinds.ts';
import type { Pace } from '../sending/pace.ts';
import { isOver } from '../sending/watch.ts';
import {
  headOf,
  numberList,
  numberTable,
  numbersOf,
  postButton,
  type Scene,
  spanIn,
  timeIn,
} from './parts.ts';
import { linkedNumber } from './people-number.ts';
import { destinationName, liveWords } from './words.ts';

export interface SendingView {
  edition: { id: number; subject: string; language: string; name: string };
  progress: Progress;
  pace: Pace;
  /** Who looks may pause, resume and stop. */
  mayAct: boolean;
  /** Who looks may write. */
  mayWrite: boolean;
  /** Who looks may see who stands behind a number. */
  seesPeople: boolean;
  did: string;
  problem: string | null;
}

/** How one edition goes out, kept up to date by the server. */
export function sendingPage(scene: Scene, view: SendingView): string {
  const { frame } = scene;
  const words = liveWords(frame.language);
  const { sending, list } = words;
  const { edition, progress, did, problem } = view;
  const done = Object.hasOwn(sending.done, did) ? sending.done[did as keyof typeof sending.done] : null;
  const links = [
    { href: '/desk/editions', label: words.back },
    { href: `/desk/editions/${edition.id}`, label: words.toEdition },
    { href: `/desk/editions/${edition.id}/report`, label: sending.report },
  ];
  const live = !isOver(progress);
  const body = html`${headOf(links, edition.subject || list.noSubject, html`${sending.title}: ${edition.name}`)}
${doneNotice(problem === null ? done : null)}${problemNotice(problem)}
<p class="visually-hidden" role="status" id="sending-said"></p>
<div id="sending"${live && isTold(`/desk/editions/${edition.id}/sending/events`)}>${sendingPart(scene, view)}</div>
${live && html`<p class="small soft"><span id="sending-line" data-live="${sending.lines.live}" data-lost="${sending.lines.lost}">${sending.lines.still}</span> <a href="/desk/editions/${edition.id}/sending">${sending.reload}</a></p>`}`;
  return deskPage(frame, {
    title: `${sending.title}: ${edition.name}`,
    body,
    scripts: live ? moving(byStream, [assets.sending.href]) : [],
  });
}

/** What changes of it, as the server sends it again and again. */
export function sendingPart(scene: Scene, view: SendingView): Html {
  const { progress } = view;
  const words = liveWords(scene.frame.language);
  const { sending, states } = words;
  const { counts, eligible, state, later, reason, notBefore, expiresAt, coolings, at } = progress;
  const count = numbersOf(scene);
  const linked = linkedIn(scene, view);
  const time = timeIn(scene);
  const over = isOver(progress);
  const label = sending.bar(count(eligible - counts.pending), count(eligible));
  const isHeld = notBefore !== null && notBefore > at;
  return html`<p class="state state-${state}" data-state="${state}">${states[state] ?? state}</p>
<progress max="${Math.max(1, eligible)}" value="${eligible - counts.pending}" aria-label="${label}"></progress>
<p><strong>${label}</strong>${over ? html` ${sending.over}` : html` ${sending.expires(time(expiresAt))}`}</p>
${isHeld && html`<p>${sending.held(time(notBefore))} ${reason !== null && told(reason, scene.frame.language)}</p>`}
${!isHeld && reason !== null && html`<p>${sending.reason} ${told(reason, scene.frame.language)}</p>`}
${numberList([
  { name: sending.sent, value: linked({ kind: 'sent' }, counts.sent, sending.sent) },
  { name: sending.deferred, value: linked({ kind: 'deferred' }, counts.deferred, sending.deferred) },
  { name: sending.failed, value: linked({ kind: 'failed' }, counts.failed, sending.failed) },
  {
    name: sending.remaining,
    value: linked({ kind: 'waiting' }, counts.waiting + counts.sending, sending.remaining),
  },
  ...(over ? [] : paceOf(scene, view)),
])}
${later > 0 && html`<p class="small soft">${sending.later(count(later))}</p>`}
${actsOf(words, view)}
${groupTable(scene, view)}
${coolings.length > 0 && html`<ul class="missing mild">${coolings.map((one) => html`<li>${sending.cooling(destinationName(scene.frame.language, one.destination), one.perMinute, one.relay, time(new Date(one.until)))}</li>`)}</ul>`}`;
}

/** Numbers that lead to the people behind them. */
function linkedIn(
  scene: Scene,
  { edition, progress, seesPeople }: SendingView,
): (people: People, count: number, label: string) => Child {
  return (people, count, label) => {
    const isOpen = seesPeople && progress.prunedAt === null && people.destination !== '';
    const id = ['behind', people.kind, people.destination].filter(Boolean).join('-');
    return linkedNumber(scene, { editionId: edition.id, isOpen, id }, { ...people, count }, label);
  };
}

function paceOf({ frame }: Scene, { pace }: SendingView): Array<{ name: string; value: Child }> {
  const { sending } = liveWords(frame.language);
  const number = new Intl.NumberFormat(frame.language, {
    maximumFractionDigits: pace.perSecond !== null && pace.perSecond < 10 ? 1 : 0,
  });
  const { perSecond, secondsLeft } = pace;
  return [
    {
      name: sending.rate,
      value: perSecond === null ? sending.none : sending.perSecond(number.format(perSecond)),
    },
    {
      name: sending.left,
      value: secondsLeft === null ? sending.none : sending.leftText(spanIn(frame.language)(secondsLeft)),
    },
  ];
}

function groupTable(scene: Scene, view: SendingView): Html | null {
  const { groups } = view.progress;
  if (groups.length === 0) return null;
  const { language } = scene.frame;
  const { sending } = liveWords(language);
  const linked = linkedIn(scene, view);
  const rows = groups.map(({ destination, sent, deferred, failed, remaining }) => {
    const name = destinationName(language, destination);
    const numberOf = (kind: People['kind'], count: number, label: string): Child =>
      linked({ kind, destination }, count, `${name}, ${label}`);
    return [
      name,
      numberOf('sent', sent, sending.sent),
      numberOf('deferred', deferred, sending.deferred),
      numberOf('failed', failed, sending.failed),
      numberOf('waiting', remaining, sending.remaining),
    ];
  });
  const columns = [sending.group, sending.sent, sending.deferred, sending.failed, sending.remaining];
  return html`<h2>${sending.groups}</h2>${numberTable(sending.groups, columns, rows)}`;
}

function actsOf(
  words: ReturnType<typeof liveWords>,
  { edition, progress, mayAct, mayWrite }: SendingView,
): Html | null {
  const { sending } = words;
  const at = `/desk/editions/${edition.id}`;
  const { state, counts } = progress;
  if (isOver(progress))
    return html`<div class="actions"><a class="button" href="${at}/report">${sending.report}</a></div>`;
  if (!mayAct && !mayWrite) return null;
  return html`<div class="actions">
${mayAct && state === 'sending' && postButton(`${at}/sending/pause`, sending.pause, { id: 'pause' })}
${mayAct && state === 'paused' && postButton(`${at}/sending/resume`, sending.resume, { id: 'resume' })}
${mayWrite && counts.pending > 0 && html`<a class="button quiet" id="correct" href="${at}/correct">${sending.correct}</a>`}
${mayAct && html`<a class="button quiet" id="stop" href="${at}/stop">${sending.stop}</a>`}</div>`;
}
