import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { articleWordings } from '../src/articles/say.ts';
import { deliveryWordings } from '../src/delivery/say.ts';
import { hear, note } from '../src/editions/say.ts';
import { editionNotes as notesUk } from '../languages/uk/edition-notes.ts';
import { Conflict, InvalidInput } from '../src/errors.ts';
import { hearing } from '../src/heard.ts';
import { joined, sentences, type Wordings, written } from '../src/sentence.ts';

const en = {
  none: 'there is nothing',
  many: (count: number) => (count === 1 ? 'there is one' : `there are ${count}`),
  why: (reason: string) => `it waits: ${reason}`,
  all: (names: readonly string[]) => `there are ${names.join(' and ')}`,
};
const uk: typeof en = {
  none: 'нічого немає',
  many: (count) => `є: ${count}`,
  why: (reason) => `чекає: ${reason}`,
  all: (names) => `є ${names.join(' та ')}`,
};
const both: Wordings<typeof en> = { en, in: (language) => (language.startsWith('uk') ? uk : en) };
const say = sentences(both);

describe('a sentence', () => {
  it('is English for programs and logs, and of the page for a page', () => {
    const error = new Conflict(say.many(2));
    assert.equal(error.message, 'there are 2');
    assert.equal(error.sayIn('uk'), 'є: 2');
    assert.equal(error.sayIn('uk-UA'), 'є: 2');
    assert.equal(error.sayIn('fr'), 'there are 2');
  });

  it('takes up others in its own language, alone and in lists', () => {
    assert.equal(say.why(say.none)('uk'), 'чекає: нічого немає');
    assert.equal(say.why('smtp')('uk'), 'чекає: smtp');
    assert.equal(say.all([say.none, 'x'])('uk'), 'є нічого немає та x');
    const two = new InvalidInput(joined([say.none, say.many(1)]));
    assert.equal(two.message, 'there is nothing; there is one');
    assert.equal(two.sayIn('uk'), 'нічого немає; є: 1');
  });

  it('stays as it is where nobody has written it in another language', () => {
    assert.equal(new Conflict('only here').sayIn('uk'), 'only here');
  });
});

describe('what was written down in English', () => {
  const heard = hearing(both);

  it('is read again, with what stands in it', () => {
    assert.equal(heard('it waits: 451 try later')?.('uk'), 'чекає: 451 try later');
    assert.equal(heard('it waits: there is nothing')?.('uk'), 'чекає: нічого немає');
    assert.equal(heard('it waits: there is nothing')?.('en'), 'it waits: there is nothing');
    assert.equal(heard('it waited: long'), null);
  });

  it('is read in a list, as it was joined', () => {
    assert.equal(heard('there is nothing; it waits: x')?.('uk'), 'нічого немає; чекає: x');
  });

  it('is two sentences where one of a kind stands behind another', () => {
    const closed = (slug: string) => note.ballotOver(JSON.stringify(slug), 'closed');
    const inUkrainian = (slug: string) => notesUk.ballotOver(JSON.stringify(slug), notesUk.closed);
    assert.equal(hear(`${closed('a')}; ${closed('b')}`)?.('uk'), `${inUkrainian('a')}; ${inUkrainian('b')}`);
  });

  it('may be made by a stranger to look like a name in quotes', () => {
    const odd = note.noBallot('"\\"');
    assert.equal(hear(`550 no; ${odd}`)?.('uk'), `550 no; ${notesUk.noBallot('"\\"')}`);
  });

  it('is read of every reason, finding and note that there is', () => {
    const own = written('editionNotes', note);
    let looked = 0;
    for (const all of [...deliveryWordings, ...articleWordings, own]) {
      const [english, ukrainian] = [all.en, all.in('uk')] as Array<Record<string, unknown>>;
      for (const [key, word] of Object.entries(english ?? {})) {
        const values =
          typeof word === 'function' ? Array.from({ length: word.length }, (_, at) => `v${at}`) : [];
        const saidIn = (words: Record<string, unknown> | undefined): string => {
          const one = words?.[key];
          return typeof one === 'function' ? String(one(...values)) : String(one);
        };
        assert.equal(hear(saidIn(english))?.('uk'), saidIn(ukrainian), key);
        looked += 1;
      }
    }
    assert.ok(looked > 120, String(looked));
  });

  it('costs no time, whatever a stranger has said in it', () => {
    const began = performance.now();
    for (const odd of ['x gets ', '(', 'a; ', 'is and ', ' over until: '])
      hear(`the relay refuses the sender: ${odd.repeat(300)}`)?.('uk');
    assert.ok(performance.now() - began < 1_000);
  });

  it('is read with relays and rules of their own names', () => {
    assert.equal(hear('relay main PTR')?.('uk'), 'PTR сервера пошти main');
    assert.equal(hear('relay PTR')?.('uk'), 'PTR сервера пошти');
    assert.equal(
      hear('every relay rests: main (its limit of 100 an hour is reached); spare (421 busy)')?.('uk'),
      'усі сервери пошти відпочивають: main (вичерпано межу: 100 за годину); spare (421 busy)',
    );
    assert.equal(
      hear(
        'hard bounces: 30 of 500 handed over by its newsletter in 7 days, 6.00 %; it stops at 5 % (overridden by staff:1)',
      )?.('uk'),
      'адреси, яких немає: 30 з 500 переданих у цій розсилці за стільки днів: 7, 6.00 %; зупиняється від 5 % (дозволено попри межу: staff:1)',
    );
    assert.equal(
      hear(
        'the edition cannot be approved: it has no subject; the picture of "A; B" has no text for those who do not see it',
      )?.('uk'),
      'випуск не можна затвердити: у листа немає теми; зображення до «A; B» не має опису для тих, хто його не бачить',
    );
  });
});
