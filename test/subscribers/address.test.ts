import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import addressparser from 'nodemailer/lib/addressparser';
import { InvalidInput } from '../../src/errors.ts';
import { parseAddress } from '../../src/subscribers/address.ts';
import { dataFolder, skipWithoutData } from '../support/needs.ts';

function refused(text: string): boolean {
  try {
    parseAddress(text);
    return false;
  } catch (error) {
    assert.ok(error instanceof InvalidInput);
    return true;
  }
}

describe('an address', () => {
  it('keeps its case, and is compared folded', () => {
    const { address, key } = parseAddress('  Olena.Shevchenko@Readers.EXAMPLE ');
    assert.deepEqual(
      [address, key],
      ['Olena.Shevchenko@readers.example', 'olena.shevchenko@readers.example'],
    );
  });

  it('takes an international domain in its A-label form, and an international local part as it is', () => {
    assert.equal(parseAddress('info@приклад.укр').address, 'info@xn--80aikifvh.xn--j1amh');
    const { address, smtputf8 } = parseAddress('олена@приклад.укр');
    assert.deepEqual([address, smtputf8], ['олена@xn--80aikifvh.xn--j1amh', true]);
  });

  it('leaves dots and plus-signs to the owner of the mailbox', () => {
    assert.notEqual(parseAddress('a.b+news@gmail.com').key, parseAddress('ab@gmail.com').key);
  });

  for (const [text, why] of [
    ['', 'empty'],
    ['olena', 'no @'],
    ['@readers.example', 'before the @'],
    ['olena@', 'after the @'],
    ['olena@localhost', 'no dot'],
    ['a@b.example, c@evil.example', 'comma'],
    ['a@b.example;c@evil.example', 'comma'],
    ['a@b.example\r\nBcc: c@evil.example', 'space or a line break'],
    ['Olena <olena@readers.example>', 'angle brackets'],
    ['mailto:olena@readers.example', 'mailto'],
    ['"quoted part"@readers.example', 'space'],
    ['"quoted"@readers.example', 'quoted'],
    ['olena(comment)@readers.example', 'comment'],
    ['olena@[192.0.2.1]', 'number in brackets'],
    ['.olena@readers.example', 'dot'],
    ['olena..s@readers.example', 'dot'],
    ['olena@readers.example\u202E', 'invisible'],
    ['ole\u200Bna@readers.example', 'invisible'],
    ['olena@read%65rs.example', 'not allowed'],
    ['olena@127.1', 'not a domain'],
    ['olena@-readers.example', 'not a domain'],
    [`${'x'.repeat(65)}@readers.example`, '64 bytes'],
    [`a@${'x'.repeat(64)}.example`, 'not a domain'],
    [`a@${'x.'.repeat(130)}example`, 'longer than|not a domain'],
    ['olena@printer.local', 'no mail'],
  ] as const) {
    it(`refuses ${JSON.stringify(text.slice(0, 50))}, and says why`, () =>
      assert.throws(() => parseAddress(text), new RegExp(why)));
  }

  it('flags mailboxes that are thrown away, also on names below', () => {
    assert.equal(parseAddress('x@mailinator.com').disposable, true);
    assert.equal(parseAddress('x@sub.mailinator.com').disposable, true);
    assert.equal(parseAddress('x@readers.example').disposable, false);
  });

  it('is one recipient to the mailer, whatever was typed', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.emailAddress(),
          fc.string({ maxLength: 60 }),
          fc.tuple(fc.string(), fc.string()).map(([a, b]) => `${a}@${b}.example`),
        ),
        (text) => {
          if (refused(text)) return;
          const { address, key } = parseAddress(text);
          assert.doesNotMatch(address, /[\s,;<>"\p{Cc}]/u);
          assert.equal(parseAddress(address).key, key);
          const parsed = addressparser(address);
          assert.equal(parsed.length, 1);
          assert.equal(
            'address' in (parsed[0] ?? {}) ? (parsed[0] as { address: string }).address : '',
            address,
          );
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

interface Case {
  id: string;
  address: string;
  category: string;
  diagnosis: string;
}

/**
 * The set's own verdicts: ERR is no address; the rest is one, be it deprecated or odd. It writes control characters
 * as their pictures (U+2400 and on).
 */
function readCases(): Case[] {
  const cases: Case[] = [];
  let at: keyof Case | null = null;
  const parser = new Parser(
    {
      onopentag: (name, { id = '' }) => {
        if (name === 'test') cases.push({ id, address: '', category: '', diagnosis: '' });
        at = name === 'address' || name === 'category' || name === 'diagnosis' ? name : null;
      },
      ontext: (text) => {
        const last = cases.at(-1);
        if (at !== null && last)
          last[at] += text.replace(/[\u2400-\u241F]/g, (picture) =>
            String.fromCharCode(picture.charCodeAt(0) - 0x2400),
          );
      },
      onclosetag: () => {
        at = null;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(readFileSync(join(dataFolder, 'addresses-isemail', 'test', 'tests.xml'), 'utf8'));
  return cases;
}

const differences: Array<[string, (one: Case) => boolean]> = [
  [
    'a quoted local part: valid, but no signup form of this world sends one',
    ({ address }) => address.startsWith('"') || /"/.test(address),
  ],
  [
    'comments and folding white space: deprecated where they are allowed at all',
    ({ category }) => /CFWS|DEPREC/.test(category),
  ],
  [
    'an address literal: not a mailbox on the internet that a newsletter is sent to',
    ({ address }) => address.includes('@['),
  ],
  [
    'a domain without a dot, or whose last label is a number',
    ({ address }) => !(address.split('@').at(-1) ?? '').includes('.') || /\.\d+$/.test(address),
  ],
  [
    'longer than RFC 5321 allows: valid only by RFC 5322',
    ({ diagnosis, category }) => /TOOLONG/.test(diagnosis) || category === 'ISEMAIL_RFC5322',
  ],
  [
    'a domain of characters that DNS does not have',
    ({ category }) => category === 'ISEMAIL_RFC5322' || category === 'ISEMAIL_RFC5321',
  ],
];

describe('the addresses of the is_email set', { skip: skipWithoutData('addresses-isemail') }, () => {
  const cases = skipWithoutData('addresses-isemail') === false ? readCases() : [];

  it('are all there', () => assert.equal(cases.length, 164));

  it('are refused wherever the set says that they are none', () => {
    const taken = cases
      .filter(({ category }) => category === 'ISEMAIL_ERR')
      .filter(({ address }) => !refused(address));
    // White space around an address is what pasting leaves behind; it is taken off before anything is judged.
    const judged = taken.filter(({ address }) => address === address.trim());
    assert.deepEqual(
      judged.map(({ id, address, diagnosis }) => [id, address, diagnosis]),
      [],
    );
  });

  it('are taken where the set says that they are valid, but for the differences that are explained', () => {
    const valid = cases.filter(({ category }) => category !== 'ISEMAIL_ERR');
    const unexplained = valid.filter(
      (one) => refused(one.address) && !differences.some(([, applies]) => applies(one)),
    );
    assert.deepEqual(
      unexplained.map(({ id, address, category, diagnosis }) => [id, address, category, diagnosis]),
      [],
    );
  });
});
