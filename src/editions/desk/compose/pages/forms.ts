import { randomUUID } from 'node:crypto';
import { type Child, type Html, html } from '../../../../views/html.ts';
import type { Asked, ComposeView } from '../view.ts';

/** The address of the composer as it is looked at, with something else in it. */
export function composerHref(
  { edition, asked }: Pick<ComposeView, 'edition' | 'asked'>,
  other: Partial<Asked>,
): string {
  const { chosen, pool, evenIfApproved, history } = { ...asked, ...other };
  const { sourceId, category, use, search, after } = pool;
  const values: Record<string, string> = {
    block: chosen,
    source: sourceId === null ? '' : String(sourceId),
    category,
    use,
    q: search,
    after: after === null ? '' : `${after.publishedAt.getTime()}-${after.id}`,
    edit: String(evenIfApproved ?? ''),
    history: history === null ? '' : String(history),
  };
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return `/desk/editions/${edition.id}/compose${query === '' ? '' : `?${query}`}`;
}

// Of the one form that all buttons outside of other forms belong to.
const actsId = 'acts';

/** The form of the buttons that do something at once: they stand all over the page, and there is one form for them. */
export function actsForm(view: ComposeView): Html {
  return html`<form id="${actsId}" method="post" action="${composerHref(view, {})}">${madeFor(view)}</form>`;
}

/** What each form of the composer carries: the version it was made for, and what makes it one request, sent twice. */
export function madeFor({ status, asked }: ComposeView): Html {
  return html`<input type="hidden" name="base" value="${status.version}"><input type="hidden" name="once" value="${randomUUID()}"><input type="hidden" name="chosen" value="${asked.chosen}">`;
}

interface ActButton {
  act: string;
  label: Child;
  /** Where the label does not say it all. */
  name?: string;
  look?: string;
  id?: string;
}

/** A button that does something at once; none where nothing may be changed. */
export function actButton(
  { locked }: ComposeView,
  { act, label, name, look = 'quiet small', id }: ActButton,
): Html {
  return html`<button form="${actsId}" name="act" value="${act}" class="${look}"${name !== undefined && html` aria-label="${name}"`}${id !== undefined && html` id="${id}"`}${locked !== null && html` disabled`}>${label}</button>`;
}
