import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parseFeed } from '../../src/articles/feed/parse-feed.ts';
import { plainText } from '../../src/articles/plain-text.ts';
import { sanitiseHtml } from '../../src/articles/sanitise.ts';
import { projectRoot } from '../../src/config.ts';
import { readers } from '../support/hostile.ts';
import { dataFolder, skipWithoutData } from '../support/needs.ts';
import { isThorough } from '../support/thorough.ts';

const run = promisify(execFile);
const support = (name: string): string => join(projectRoot, 'test', 'support', name);
const limitSeconds = 1;
const limitMegabytes = 100;

describe('a text made to freeze its reader', () => {
  for (const name of Object.keys(readers)) {
    it(`takes ${name} less than ${limitSeconds} s, whatever is repeated`, async () => {
      // In a process of its own: an expression that never ends could not be stopped in this one.
      const stdout = await run(process.execPath, [support('hostile.ts'), name], { timeout: 90_000 }).then(
        (ended) => ended.stdout,
        (error: { stdout: string }) =>
          assert.fail(`it hangs behind: ${error.stdout.trim().split('\n').at(-1)}`),
      );
      const timed = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { fragment: string; seconds: number });
      assert.ok(timed.length > 30);
      assert.deepEqual(
        timed.filter(({ seconds }) => seconds >= limitSeconds),
        [],
      );
    });
  }

  it('leaves what stands before and beside it as it is', () => {
    assert.equal(plainText('5 < 6 &amp; <br class="x">7<p>8</p>'), '5 < 6 & 7 8');
    assert.equal(plainText(`<b></x>${'<b>'.repeat(5_000)}deep`), 'deep');
    assert.equal(plainText('safe<iframe src="https://evil.example/"> description'), 'safe description');
    assert.equal(sanitiseHtml(`${'<div>'.repeat(5_000)}<script>alert(1)</script>text`), 'alert(1) text');
    const pictures = '<img src="x"><p>a</p><img src="https://a.example/b"><img src="/c" width="1">';
    assert.equal(sanitiseHtml(pictures), '<p>a</p><img src="https://a.example/b" />');
  });

  it('is told in the problems of a feed that was not read to its end', () => {
    const feed = (inner: string): Buffer => Buffer.from(`<rss><channel><title>t</title>${inner}`);
    const problemOf = (bytes: Buffer): string | undefined => parseFeed(bytes).problems[0];
    assert.match(problemOf(feed('')) ?? '', /cut off: it does not end where it should/);
    assert.match(problemOf(feed('<a>'.repeat(2_000))) ?? '', /nested deeper than 1000 elements/);
    assert.match(
      problemOf(feed(`${'<a/>'.repeat(200_000)}</channel></rss>`)) ?? '',
      /more than 200000 elements/,
    );
    assert.equal(problemOf(feed('</channel></rss><!-- served by a cache --> <!---->')), undefined);
  });
});

describe('the feeds of others', { skip: skipWithoutData('feeds-feedparser') }, () => {
  it(`take less than ${limitMegabytes} MB and ${limitSeconds} s each`, async () => {
    const { stdout } = await run(process.execPath, ['--expose-gc', support('weigh-feeds.ts'), dataFolder]);
    const weighed = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { file: string; megabytes: number; seconds: number });
    assert.ok(weighed.length > (isThorough ? 1_000 : 200), `${weighed.length} files`);
    assert.deepEqual(
      weighed.filter(({ megabytes, seconds }) => megabytes >= limitMegabytes || seconds >= limitSeconds),
      [],
    );
  });
});
