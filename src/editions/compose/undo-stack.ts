import { type Change, setOf } from './log.ts';

// Typing is saved every other moment, and is undone as one.
const typingMs = 4_000;

/** What somebody can undo and redo, the next one last; each is what is turned around at once. */
export interface Stacks {
  undo: Change[][];
  redo: Change[][];
}

/**
 * Reads somebody's own changes, in their order, as stacks: an undo goes on from the one before, and can be undone itself,
 * which redoes, until they change something else. Texts kept aside are not in them.
 */
export function stacksOf(own: Change[]): Stacks {
  const stacks: Stacks = { undo: [], redo: [] };
  for (const change of own.filter(({ conflict }) => conflict === null)) {
    if (change.act === 'change') {
      push(stacks.undo, change);
      stacks.redo = [];
    } else if (change.act === 'undo') {
      takeOff(stacks.undo, change.undoes);
      // One that something stood in the way of has changed nothing.
      if (hasDone(change)) stacks.redo.push([change]);
    } else {
      takeOff(stacks.redo, change.undoes);
      if (hasDone(change)) stacks.undo.push([change]);
    }
  }
  return stacks;
}

function hasDone({ effects, operation }: Change): boolean {
  return effects.length > 0 || operation.op === 'settle';
}

function push(stack: Change[][], change: Change): void {
  const before = stack.at(-1);
  if (before !== undefined && isTypedOn(before.at(-1), change)) before.push(change);
  else stack.push([change]);
}

function isTypedOn(before: Change | undefined, change: Change): boolean {
  if (before === undefined || before.act !== 'change' || before.version !== change.version - 1) return false;
  const [one, other] = [setOf(before), setOf(change)];
  if (before.operation.op !== 'set' || change.operation.op !== 'set' || one === null || other === null)
    return false;
  if (typeof other.to !== 'string') return false;
  const isSameField = one.key === other.key && one.field === other.field;
  return isSameField && change.at.getTime() - before.at.getTime() < typingMs;
}

function takeOff(stack: Change[][], version: number | null): void {
  const at = stack.findLastIndex((group) => group.some((change) => change.version === version));
  if (at !== -1) stack.splice(at, 1);
}
