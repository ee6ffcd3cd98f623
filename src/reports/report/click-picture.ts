import { palettesOf } from '../../../emails/index.ts';
import type { Actor } from '../../access/actor.ts';
import { demand } from '../../access/demand.ts';
import type { Db } from '../../db.ts';
import { textFor } from '../../delivery/markers.ts';
import { isPrivate } from '../../delivery/segments.ts';
import { NotFound } from '../../errors.ts';
import { selectLinkCounts, selectSentMail } from '../queries/report.ts';
import { say as words } from '../say.ts';
import { requireReported } from './read-report.ts';

/** In which colour, and how a number of clicks is said. */
export interface PictureLook {
  accent: string;
  write: (clicks: number) => string;
  /** For screen readers: "41 clicks". */
  say: (clicks: string) => string;
}

/**
 * An edition's mail as it was sent, with how often each link was followed beside its words. Every part of it is there,
 * whoever was shown it; its links lead nowhere.
 * @throws NotFound where it has not gone out, or its mail is not kept; Forbidden
 */
export async function readClickPicture(
  db: Db,
  actor: Actor,
  editionId: number,
  look: PictureLook,
): Promise<string> {
  demand(actor, 'reports.see');
  const { revisionId } = await requireReported(db, editionId);
  const sent = revisionId === null ? null : await selectSentMail(db, revisionId);
  if (sent === null) throw new NotFound(words.noMail);
  const counts = new Map((await selectLinkCounts(db, editionId)).map(({ url, people }) => [url, people]));
  const people = sent.links.map((url) => counts.get(url) ?? 0);
  return clickPicture(sent.html, people, look);
}

/** @param people how often each numbered link was followed */
export function clickPicture(rendered: string, people: number[], look: PictureLook): string {
  const markup = textFor((audience) => !audience.split('|').some(isPrivate), rendered);
  const most = Math.max(1, ...people);
  const marked = markAtLinks(markup, (number) => markOf(people[number] ?? 0, most, look));
  return (
    marked
      .replace(/href="[^"]*\uE000[^"]*"/g, 'href="#"')
      .replace(/\uE000[^\uE001]*\uE001/g, '…')
      // What is no link of ours, such as "view online", opens elsewhere, which the frame does not allow.
      .replace(/<head[^>]*>/, (head) => `${head}<base target="_blank">`)
      .replace('</head>', () => `<style>${stylesOf(look.accent)}</style></head>`)
  );
}

const anchors = /<a\b[^>]*href="\uE000link:(\d+)\uE001"[^>]*>(\s*<img\b)?/g;

/** A mark for each link, once: before its words, or over its picture where it has no words. */
function markAtLinks(markup: string, draw: (number: number) => string): string {
  const places = new Map<string, { at: number; isPicture: boolean }>();
  for (const found of markup.matchAll(anchors)) {
    const [tag, number = '', image] = found;
    const isPicture = image !== undefined;
    const known = places.get(number);
    if (known === undefined || (known.isPicture && !isPicture))
      places.set(number, { at: isPicture ? found.index : found.index + tag.length, isPicture });
  }
  let from = 0;
  let text = '';
  for (const [number, { at }] of [...places].toSorted(([, one], [, other]) => one.at - other.at)) {
    text += markup.slice(from, at) + draw(Number(number));
    from = at;
  }
  return text + markup.slice(from);
}

function markOf(clicks: number, most: number, { write, say }: PictureLook): string {
  const width = Math.round((clicks / most) * 36);
  const text = write(clicks);
  return `<span class="clicks${clicks === 0 ? ' none' : ''}"><i><i style="width:${width}px"></i></i><span aria-hidden="true">${text}</span><small> ${say(text)}: </small></span>`;
}

/**
 * A bar and a number on a ground of their own, so that they can be read on whatever the mail has below them. Where the
 * mail has its wide form it is made smaller, to be seen as a whole.
 */
function stylesOf(accent: string): string {
  const { light, dark } = palettesOf(accent);
  return `.clicks{display:inline-block;margin:0 8px 2px 0;padding:0 7px;border:1px solid #85817a;border-radius:14px;background:#fff;color:#16181c;font:600 13px/20px Inter,system-ui,Arial,sans-serif;letter-spacing:0;text-align:left;text-decoration:none;vertical-align:middle;white-space:nowrap}
.clicks>i{display:inline-block;width:36px;height:6px;margin-right:6px;border-radius:3px;background:#d6d1c7;overflow:hidden;vertical-align:1px}
.clicks>i>i{display:block;height:6px;background:${light.accent}}
.clicks.none{font-weight:400}
.clicks small{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
td>.clicks:has(+a img){position:absolute;margin:10px}
@media (min-width:481px){html{zoom:.8}.clicks{font-size:16px;line-height:25px}}
@media (prefers-color-scheme:dark){.clicks{border-color:#7d838d;background:#171a1f;color:#eceae4}.clicks>i{background:#343941}.clicks>i>i{background:${dark.accent}}}`.replaceAll(
    '\n',
    '',
  );
}
