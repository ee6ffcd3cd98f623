import { insertableKinds } from '../../../compose/contract.ts';
import { type Html, html } from '../../../../views/html.ts';
import type { ComposeView } from '../view.ts';
import { actButton } from './forms.ts';
import { composerWords } from './words.ts';

/** Parts that are made here, each by a button. */
export function insertPart(language: string, view: ComposeView): Html {
  const { insert } = composerWords(language);
  const buttons = insertableKinds.map((kind) =>
    actButton(view, { act: `insert:${kind}`, label: insert.kinds[kind], look: 'chip', id: `insert-${kind}` }),
  );
  const ballots = view.ballots.map(({ slug, title }) =>
    actButton(view, {
      act: `ballot:${slug}`,
      label: `${insert.kinds.ballot}: ${title}`,
      look: 'chip',
      id: `ballot-${slug}`,
    }),
  );
  return html`<div class="inserts" role="group" aria-labelledby="insert-title"><h2 id="insert-title">${insert.title}</h2><div class="chips">${buttons}${ballots}</div></div>`;
}
