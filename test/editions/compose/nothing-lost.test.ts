import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { it } from 'node:test';
import fc from 'fast-check';
import { system } from '../../../src/access/actor.ts';
import { readStanding } from '../../../src/editions/compose/answer.ts';
import { allItems, articleIdOf, withinItem } from '../../../src/editions/compose/document.ts';
import { documentAt } from '../../../src/editions/compose/document-at.ts';
import { applyEffects } from '../../../src/editions/compose/effects.ts';
import { readComposed } from '../../../src/editions/compose/hold.ts';
import { keptOf, toChange } from '../../../src/editions/compose/log.ts';
import { selectChangesSince } from '../../../src/editions/queries/changes.ts';
import { AppError } from '../../../src/errors.ts';
import { type Dice, Editor, type Sent, wordsIn } from '../../support/compose/editor.ts';
import { composeNewsroom, copyEdition, furnishEdition } from '../../support/compose/newsroom.ts';
import { createTestServices } from '../../support/services.ts';
import { isThorough } from '../../support/thorough.ts';

const services = await createTestServices();
const { db } = services;
const { first, articles } = await composeNewsroom(services);
await furnishEdition(services, first);

// Every run looks at something new. COMPOSE_SEED, which a failure prints as `seed`, looks at the same again; COMPOSE_RUNS
// looks further.
const seed = Number(process.env['COMPOSE_SEED'] ?? randomInt(2 ** 31));
const numRuns = Number(process.env['COMPOSE_RUNS'] ?? (isThorough ? 1_000 : 8));

type Step = Dice & { who: number; isLost: boolean; isTwice: boolean; isWithNext: boolean };

const often = { arbitrary: fc.constant<Dice['act']>('write'), weight: 10 };
const rarely = (act: Dice['act'], weight: number) => ({ arbitrary: fc.constant(act), weight });
const act = fc.oneof(
  often,
  rarely('choose', 8),
  rarely('move', 4),
  rarely('remove', 3),
  rarely('restore', 3),
  rarely('undo', 4),
  rarely('redo', 2),
  rarely('note', 2),
  rarely('story', 2),
  rarely('lead', 2),
  rarely('take', 2),
  rarely('drop', 1),
  rarely('go-back', 1),
);
const number = fc.noBias(fc.nat(1_000));
const step: fc.Arbitrary<Step> = fc.record({
  act,
  who: fc.noBias(fc.nat(2)),
  one: number,
  two: number,
  three: number,
  isLost: fc.noBias(fc.nat(5)).map((one) => one === 0),
  isTwice: fc.noBias(fc.nat(7)).map((one) => one === 0),
  isWithNext: fc.noBias(fc.nat(3)).map((one) => one === 0),
});

/** Everything of an edition in which a word of somebody's can be: it, what was removed, what was kept aside. */
async function textOf(id: number): Promise<string> {
  const { composed, conflicts } = await readStanding(db, system, id);
  return JSON.stringify([composed.doc, conflicts.map(({ change }) => keptOf(change)?.value)]);
}

/** Which words whose writer let go of, knowingly. */
class Ledger {
  readonly #wroteBy = new Map<string, string>();
  readonly #overwrittenBy = new Map<string, Set<string>>();

  note({ by, writes, overwrites }: Sent): void {
    if (writes !== null) this.#wroteBy.set(writes, by);
    for (const word of wordsIn(overwrites)) this.#lettingGo(word).add(by);
  }

  /** Whether it was for one of these requests to let a word go. */
  mayGo(word: string, sent: Sent[]): boolean {
    return sent.some(({ by, overwrites, isUndo, isWhole }) => {
      if (isWhole || wordsIn(overwrites).has(word)) return true;
      return isUndo && (this.#wroteBy.get(word) === by || this.#lettingGo(word).has(by));
    });
  }

  #lettingGo(word: string): Set<string> {
    const known = this.#overwrittenBy.get(word) ?? new Set();
    this.#overwrittenBy.set(word, known);
    return known;
  }
}

/** Refusals that a page shows: the edition has changed since, or what one acted upon is gone. */
async function trySend(sent: Sent) {
  try {
    return await sent.send();
  } catch (error) {
    if (error instanceof AppError && [404, 409].includes(error.status)) return null;
    throw error;
  }
}

async function runSteps(id: number, steps: Step[]): Promise<void> {
  const start = await readComposed(db, id);
  const view = await readStanding(db, system, id);
  const editors = ['olena', 'marek', 'ilse'].map((name) => new Editor(services, name, view));
  const ledger = new Ledger();
  let count = 0;
  const together: Array<{ editor: Editor; sent: Sent; step: Step }> = [];
  for (const one of steps) {
    const editor = editors[one.who % editors.length] ?? assert.fail();
    if (together.some((other) => other.editor === editor)) continue;
    count += 1;
    const sent = editor.lost ?? editor.decide(one, `word${count}`, articles);
    if (sent === null) continue;
    together.push({ editor, sent, step: one });
    if (one.isWithNext && together.length < editors.length) continue;
    await sendTogether(id, ledger, together.splice(0));
  }
  await sendTogether(id, ledger, together);
  await checkReplay(id, start.doc);
}

async function sendTogether(
  id: number,
  ledger: Ledger,
  requests: Array<{ editor: Editor; sent: Sent; step: Step }>,
): Promise<void> {
  const before = wordsIn(await textOf(id));
  const all = requests.map(({ sent }) => sent);
  for (const sent of all) ledger.note(sent);
  const written = new Set<string>();
  await Promise.all(
    requests.map(async ({ editor, sent, step: { isLost, isTwice } }) => {
      // What it wrote the first time may have been let go of since.
      const isRepeated = editor.lost === sent;
      const [answer] = await Promise.all([trySend(sent), isTwice ? trySend(sent) : null]);
      editor.lost = isLost ? sent : null;
      const outcome = answer?.outcomes[0]?.outcome;
      const isWritten = outcome !== undefined && outcome !== 'refused' && outcome !== 'nothing';
      if (sent.writes !== null && isWritten && !isRepeated) written.add(sent.writes);
      if (answer !== null && !isLost) editor.view = answer;
      // A page that was refused is loaded anew.
      if (answer === null && !isLost) editor.view = await readStanding(db, system, id);
    }),
  );
  const after = wordsIn(await textOf(id));
  for (const word of new Set([...before, ...written]))
    assert.ok(after.has(word) || ledger.mayGo(word, all), `${word} is lost`);
  await checkWhole(id);
}

/** What holds of every edition at every moment. */
async function checkWhole(id: number): Promise<void> {
  // Reads the blocks by their schemas.
  const { edition, doc } = await readComposed(db, id);
  const stories = allItems(doc)
    .map(articleIdOf)
    .filter((one) => one !== null);
  assert.equal(new Set(stories).size, stories.length, 'a story stands in it twice');
  const noted = await db
    .selectFrom('editionArticles')
    .select('articleId')
    .where('editionId', '=', id)
    .execute();
  assert.deepEqual(new Set(noted.map(({ articleId }) => articleId)), new Set(stories));
  const keys = [...doc.items, ...doc.removed.map(({ item }) => item)]
    .flatMap(withinItem)
    .map(({ key }) => key);
  assert.equal(new Set(keys).size, keys.length, 'a key is there twice');
  assert.equal(edition.blocks.at(-1)?.kind, 'footer');
  assert.ok(edition.blocks.filter(({ kind }) => kind === 'lead').length <= 1, 'there are two leads');
}

/** The log leads from the first document to the last, and back. */
async function checkReplay(
  id: number,
  start: Awaited<ReturnType<typeof readComposed>>['doc'],
): Promise<void> {
  const composed = await readComposed(db, id);
  const log = (await selectChangesSince(db, id, 0)).map(toChange);
  assert.deepEqual(
    log.map(({ version }) => version),
    log.map((_one, index) => index + 1),
  );
  assert.deepEqual(
    log.reduce((doc, { effects }) => applyEffects(doc, effects), start),
    composed.doc,
  );
  assert.deepEqual(await documentAt(db, composed, 0), start);
}

let copies = 100;

it('nothing that anybody wrote is lost, whatever two or three editors do at once', async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 50 }), async (steps) => {
    copies += 1;
    await runSteps(await copyEdition(services, first, copies), steps);
  });
  await fc.assert(property, { seed, numRuns, endOnFailure: true });
});
