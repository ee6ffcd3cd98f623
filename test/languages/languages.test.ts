import assert from 'node:assert/strict';
import { cp, glob, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { languagesWith, wordsIn } from '../../languages/index.ts';
import { language as uk } from '../../languages/uk.ts';
import { projectRoot } from '../../src/config.ts';
import { nameOfLanguage } from '../../src/text/name-of-language.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('a language', () => {
  const english = { one: 'and # more story', other: 'and # more' };

  it('is asked for by its code or one of its places, and is English where nobody has written it', () => {
    assert.equal(wordsIn('moreStories', 'uk', english), uk.moreStories);
    assert.equal(wordsIn('moreStories', 'uk-UA', english), uk.moreStories);
    assert.equal(wordsIn('moreStories', 'fr', english), english);
    assert.equal(wordsIn('moreStories', '../../etc/passwd', english), english);
    assert.equal(wordsIn('moreStories', 'constructor', english), english);
  });

  it('may have some parts: German has no desk, Arabic has mails alone', () => {
    assert.deepEqual(languagesWith('desk'), ['en', 'uk']);
    assert.deepEqual(languagesWith('pages'), ['en', 'de', 'uk']);
    assert.deepEqual(languagesWith('mails'), ['en', 'ar', 'de', 'uk']);
  });

  it('calls itself as who looks for it knows it', () => {
    assert.deepEqual(
      languagesWith('mails').map((code) => nameOfLanguage(code)),
      ['English', 'العربية', 'Deutsch', 'Українська'],
    );
    assert.equal(nameOfLanguage('ar', 'uk'), 'Арабська');
    assert.equal(nameOfLanguage('', 'uk'), '');
    assert.equal(nameOfLanguage('=cmd'), '=cmd');
  });
});

describe('a further language', () => {
  let index: typeof import('../../languages/index.ts');
  let remove: () => Promise<void>;
  before(async () => {
    const folder = await temporaryFolder('languages');
    remove = folder.remove;
    for (const name of ['src', 'emails', 'node_modules', 'package.json'])
      await symlink(join(projectRoot, name), join(folder.path, name));
    await cp(join(projectRoot, 'languages'), join(folder.path, 'languages'), { recursive: true });
    const text = `import type { Parts } from './parts.ts';
      export const language: Partial<Parts> = { moreStories: { one: 'i jeszcze # tekst', other: 'i jeszcze #' } };`;
    await writeFile(join(folder.path, 'languages/pl.ts'), text);
    index = await import(pathToFileURL(join(folder.path, 'languages/index.ts')).href);
  });
  after(() => remove());

  it('is one file: nothing else names it', () => {
    assert.deepEqual(index.languagesWith('moreStories'), ['en', 'ar', 'de', 'pl', 'uk']);
    assert.deepEqual(index.wordsIn('moreStories', 'pl-PL', null), {
      one: 'i jeszcze # tekst',
      other: 'i jeszcze #',
    });
    assert.equal(index.wordsIn('desk', 'pl', null), null);
  });

  it('finds nothing of Ukrainian outside of languages/ that would have to be found and translated', async () => {
    // What is read there is of strangers: replies, reports, tags; and what readers of a sample are called.
    const others = /^src\/(delivery\/(replies|bounces)|local\/sample|publication\/appeals|text\/long-day)/;
    const found: string[] = [];
    for await (const file of glob(['src/**/*.ts', 'emails/**/*.ts', 'workers/*.ts'], { cwd: projectRoot })) {
      const text = await readFile(join(projectRoot, file), 'utf8');
      // A mail's sample shows a person's name.
      if (!others.test(file) && /\p{Script=Cyrillic}/u.test(text.replaceAll("'Олена'", ''))) found.push(file);
    }
    assert.deepEqual(found, ['src/text/mixed-scripts.ts']);
  });
});
