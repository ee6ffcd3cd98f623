import { type Child, html } from '../../views/html.ts';
import type { People } from '../people/kinds.ts';
import { peopleAddress } from './people-address.ts';
import { numbersOf, type Scene } from './parts.ts';

/** Where a number stands that leads to people. */
interface Place {
  editionId: number;
  /** There is somebody to go to, and who looks may. */
  isOpen: boolean;
  /** Where the page moves: who stands on the number stays there as it counts. */
  id?: string;
}

/** A number that leads to the people behind it, where there are any and they may be seen. */
export function linkedNumber(
  scene: Scene,
  { editionId, isOpen, id }: Place,
  { count, ...people }: People & { count: number },
  label: string,
): Child {
  const text = numbersOf(scene)(count);
  if (!isOpen || count === 0) return text;
  return html`<a${id !== undefined && html` id="${id}"`} href="${peopleAddress(editionId, people)}" aria-label="${`${label}: ${text}`}">${text}</a>`;
}
