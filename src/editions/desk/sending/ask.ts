import { type DeskFrame, deskPage } from '../../../views/desk.ts';
import { type Html, html } from '../../../views/html.ts';
import { type Asked, backLink, headOf } from '../confirm.ts';
import { describe } from '../edition/pages/pre-flight.ts';
import { editionWords } from '../edition/pages/words.ts';
import type { Told } from '../../corrections/correction.ts';
import { articlesIn } from '../../edition-articles.ts';
import type { Fault } from '../../faults.ts';
import { countIn, hashField, seenField } from '../parts.ts';
import { type Clock, timeText } from '../times.ts';
import type { Act } from '../words/desk-edition-words.ts';
import { type AskedMail, mailPart } from './mail-part.ts';
import { type Meaning, nextHour } from './when.ts';
import type { SendingWords } from './words/sending-words.ts';

/** What a page that asks when an edition goes out shows of it. */
export interface AskedWhen extends Asked {
  say: SendingWords;
  clock: Clock;
  /** The newsletter's zone. */
  timeZone: string;
  faults: Fault[];
  /** Of what is looked at; null where that is approved already. */
  hash: string | null;
  readers: number;
  /** The corrections in it, with how many are shown each. */
  told: Array<Told & { count: number }>;
  mail: AskedMail;
  isAlert: boolean;
  graceSeconds: number;
  /** Who else may approve it, where its newsletter wants somebody else than who looks; null: they may. */
  others: string[] | null;
}

/** Before an edition is approved, or before one that is approved is sent: its text, its faults, for how many, and when. */
export function approvePage(frame: DeskFrame, asked: AskedWhen): string {
  const { say, edition, newsletter, faults, readers, clock } = asked;
  const isApproved = edition.state !== 'draft';
  const of = (severity: Fault['severity']): Fault[] => faults.filter((fault) => fault.severity === severity);
  const title = isApproved ? say.sendTitle : say.approveTitle;
  const goes = edition.sendAt === null ? '' : ` ${say.goesAt(bothTimes(asked, edition.sendAt))}`;
  const body = html`${headOf(asked, title)}
<p><strong>${say.readers(readers, countIn(clock.language)(readers), newsletter)}</strong> ${isApproved ? say.sendText : say.approveText}${goes}</p>
${toldPart(asked)}
${faultList(asked, say.cannot, of('stop'), 'problem')}
${faultList(asked, say.warnings, of('warning'), 'missing mild')}
${secondPart(asked)}
${of('stop').length === 0 && asked.others === null && whenForm(asked, isApproved)}
${mailPart({ say, edition, language: frame.language, act: actOf(asked) }, asked.mail)}
<h2>${say.stories}</h2>
<ol>${articlesIn(edition).map((article) => html`<li lang="${edition.language}">${article.title}</li>`)}</ol>
${backLink(asked.words)}`;
  return deskPage(frame, { title, body, width: 'narrow' });
}

/** Who of them is told that something was wrong: they are shown more than the others. */
function toldPart({ say, told, clock }: AskedWhen): Html | null {
  if (told.length === 0) return null;
  const count = countIn(clock.language);
  return html`<ul>${told.map((one) => html`<li>${say.told(one.count, count(one.count), one.title)}</li>`)}</ul>`;
}

function faultList(
  { say, edition, clock: { language } }: AskedWhen,
  title: string,
  faults: Fault[],
  look: string,
): Html | null {
  if (faults.length === 0) return null;
  return html`<div class="${look}"><p>${title}</p><ul>${faults.map((fault) => html`<li>${describe(editionWords(language), language, fault)}</li>`)}</ul><p><a href="/desk/editions/${edition.id}#faults">${say.mend}</a></p></div>`;
}

/** That somebody else is to approve it, and who may; null where who looks may. */
export function secondPart({ say: { second }, others }: Pick<AskedWhen, 'say' | 'others'>): Html | null {
  if (others === null) return null;
  const text = others.length === 0 ? second.nobody : second.own(others.join(', '));
  return html`<div class="missing"><p>${second.title}</p>${text}</div>`;
}

function whenForm(asked: AskedWhen, isApproved: boolean): Html {
  const { say, edition, seen, hash, graceSeconds, clock, timeZone } = asked;
  const { id, slotAt, state } = edition;
  const act = actOf(asked);
  const isForSlot = !isApproved && slotAt !== null && slotAt > clock.now;
  const now = isApproved ? say.sendNow : say.approveAndSend;
  return html`<form method="post" action="/desk/editions/${id}/${act}">${seenField(seen)}${hashField(hash)}
<p class="soft" id="grace">${graceSeconds === 0 ? say.noGrace : say.grace(graceSeconds)}${!asked.isAlert && ` ${say.ownMorning}`}</p>
<div class="actions">${isForSlot && html`<button name="when" value="slot">${say.approveForSlot(timeText(clock, slotAt, timeZone))}</button>`}
<button name="when" value="now" class="${isForSlot && 'quiet'}" aria-describedby="grace">${now}</button>
${!isApproved && html`<button name="when" value="only" class="quiet">${say.approveOnly}</button>`}</div>
${timeFields(asked)}</form>
${state === 'scheduled' && html`<form method="post" action="/desk/editions/${id}/unschedule">${seenField(seen)}<button class="quiet">${asked.words.acts.unschedule}</button></form>`}`;
}

function actOf({ edition }: Pick<AskedWhen, 'edition'>): Act {
  return edition.state === 'draft' ? 'approve' : 'schedule';
}

function timeFields({ say, clock, timeZone }: AskedWhen): Html {
  const own = [...new Set([timeZone, clock.timeZone])];
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')].filter((zone) => !own.includes(zone));
  const option = (zone: string): Html =>
    html`<option${zone === timeZone && html` selected`}>${zone}</option>`;
  return html`<fieldset class="at"><legend>${say.atTitle}</legend>
<div class="inline"><div class="field"><label for="at">${say.at}</label><input type="datetime-local" id="at" name="at" value="${nextHour(clock.now, timeZone)}"></div>
<div class="field"><label for="zone">${say.zone}</label><select id="zone" name="zone"><optgroup label="${say.ownZones}">${own.map(option)}</optgroup><optgroup label="${say.allZones}">${zones.map(option)}</optgroup></select></div>
<button name="when" value="at" class="quiet">${say.atButton}</button></div></fieldset>`;
}

/** By the newsletter's clock, and by the newsroom's where that shows another time. */
function bothTimes({ clock, timeZone }: AskedWhen, at: Date): string {
  const own = timeText(clock, at, timeZone);
  if (timeZone === clock.timeZone) return own;
  return `${own} (${timeText(clock, at, clock.timeZone)}, ${clock.timeZone})`;
}

/** The clock shows the time twice, or never: which one is meant? */
export function unclearPage(
  frame: DeskFrame,
  asked: Asked & { say: SendingWords; hash: string | null },
  { isTwice, meanings, local }: { isTwice: boolean; meanings: Meaning[]; local: string },
): string {
  const { say, edition, seen, hash } = asked;
  const { unclear } = say;
  const [first] = meanings;
  const time = local.slice(11, 16);
  const act = actOf(asked);
  const text = (isTwice ? unclear.twice : unclear.never)(time, first?.timeZone ?? '');
  const buttons = meanings.map((one) => {
    const { hour, offset } = shownOf(one);
    return html`<button name="exact" value="${one.at.toISOString()}">${unclear.choose(hour, offset)}</button>`;
  });
  const body = html`${headOf(asked, unclear.title)}<p>${text}</p>
<form method="post" action="/desk/editions/${edition.id}/${act}">${seenField(seen)}${hashField(hash)}<input type="hidden" name="when" value="exact">
<div class="actions">${buttons}</div></form>${backLink(asked.words)}`;
  return deskPage(frame, { title: unclear.title, body, width: 'narrow' });
}

function shownOf({ at, timeZone }: Meaning): { hour: string; offset: string } {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return { hour: zoned.toPlainTime().toString().slice(0, 5), offset: zoned.offset };
}
