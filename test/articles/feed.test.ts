import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Parser } from 'htmlparser2';
import { parseFeed } from '../../src/articles/feed/parse-feed.ts';
import type { FeedArticle } from '../../src/articles/feed/parsed-feed.ts';
import { sanitiseHtml } from '../../src/articles/sanitise.ts';
import { InvalidInput } from '../../src/errors.ts';
import { dataFolder, skipWithoutData } from '../support/needs.ts';
import { startProcessorTime } from '../support/processor-time.ts';

const rss = (item: string, channel = ''): Buffer =>
  Buffer.from(
    `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Courier</title><link>https://courier.example/</link>${channel}${item}</channel></rss>`,
  );
const item = (inner: string): string =>
  `<item><title>T</title><link>https://courier.example/t</link><pubDate>Mon, 23 Nov 2026 06:00:00 GMT</pubDate>${inner}</item>`;
const first = (bytes: Buffer) => {
  const [article] = parseFeed(bytes).articles;
  assert.ok(article);
  return article;
};

describe('a feed', () => {
  it('gives full content, author, categories, and the widest picture with its credit', () => {
    const article = first(
      rss(
        item(`<dc:creator>Daryna Melnyk</dc:creator><category>Energy</category><category>Uncategorized</category><description>Short</description>
<content:encoded><![CDATA[<p>Long <a href="/more">text</a></p>]]></content:encoded>
<media:content url="/small.jpg" medium="image" width="300"/><media:content url="/large.jpg" medium="image" width="1600"><media:description>Lit windows</media:description><media:credit>Studio</media:credit></media:content>`),
      ),
    );
    assert.equal(article.author, 'Daryna Melnyk');
    assert.deepEqual(article.categories, ['Energy']);
    assert.equal(article.summary, 'Short');
    assert.equal(article.html, '<p>Long <a href="https://courier.example/more">text</a></p>');
    assert.deepEqual(article.image, {
      url: 'https://courier.example/large.jpg',
      alt: 'Lit windows',
      credit: 'Studio',
    });
    assert.equal(article.publishedAt?.toISOString(), '2026-11-23T06:00:00.000Z');
  });

  it('shows a headline with entities and tags as plain text, decoded once', () => {
    assert.equal(
      first(rss(item('').replace('<title>T', '<title>Fish &amp;amp; chips &lt;em&gt;now&lt;/em&gt;'))).title,
      'Fish & chips now',
    );
    assert.equal(
      first(rss(item('').replace('<title>T', '<title><![CDATA[Caf&eacute; &ndash; open]]>'))).title,
      'Café – open',
    );
  });

  it('takes what is whole of a feed that is cut off, and says so', () => {
    const whole = rss(item('') + item('<guid>2</guid>')).toString();
    const { articles, problems } = parseFeed(Buffer.from(whole.slice(0, whole.lastIndexOf('<pubDate>'))));
    assert.equal(articles.length, 2);
    assert.ok(problems.some((problem) => problem.includes('cut off')));
  });

  it('names a date that cannot be read, and an article without an address', () => {
    const { articles, problems } = parseFeed(
      rss('<item><title>No link</title><pubDate>yesterday</pubDate></item>'),
    );
    assert.equal(articles[0]?.url, null);
    assert.equal(articles[0]?.publishedAt, null);
    assert.ok(
      problems.some((problem) => problem.includes('"yesterday"')) &&
        problems.some((problem) => problem.includes('no address')),
    );
  });

  it('is read in the encoding it is in, whatever it says', () => {
    const text = rss(item('').replace('<title>T', '<title>Київ')).toString();
    for (const bytes of [
      Buffer.from(text),
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(`\uFEFF${text}`, 'utf16le'),
      Buffer.from(text.replace('version="1.0"', 'version="1.0" encoding="utf-16"')),
    ]) {
      assert.equal(first(bytes).title, 'Київ');
    }
    const latin = Buffer.from(rss(item('').replace('<title>T', '<title>Café')).toString(), 'latin1');
    assert.equal(first(latin).title, 'Café');
  });

  it('reads Atom with relative links and text, and JSON Feed', () => {
    const atom = `<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://courier.example/a/"><title type="html">A &amp;amp; B</title><entry><id>urn:1</id><title type="text">5 &lt; 6</title><link href="one"/><updated>2026-11-23T06:00:00+02:00</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hi <b>there</b></p></div></content></entry></feed>`;
    const { title, articles } = parseFeed(Buffer.from(atom));
    assert.equal(title, 'A & B');
    assert.deepEqual(
      [articles[0]?.title, articles[0]?.url, articles[0]?.html],
      ['5 < 6', 'https://courier.example/a/one', '<p>Hi <b>there</b></p>'],
    );
    const json = {
      version: 'https://jsonfeed.org/version/1.1',
      title: 'J',
      items: [
        {
          id: 7,
          url: 'https://courier.example/7?utm_source=x#top',
          content_text: 'a < b',
          date_published: '2026-11-23T06:00:00Z',
          authors: [{ name: 'Olena' }],
          tags: ['Energy'],
        },
      ],
    };
    const [one] = parseFeed(Buffer.from(JSON.stringify(json))).articles;
    assert.deepEqual(
      [one?.url, one?.html, one?.author],
      ['https://courier.example/7', '<p>a &lt; b</p>', 'Olena'],
    );
  });

  it('is refused with one clear error where it is none', () => {
    for (const text of ['', '   ', '<html><body>x</body></html>', '{"a":1}', '{broken', 'plain', '\0\0\0']) {
      assert.throws(() => parseFeed(Buffer.from(text)), InvalidInput, text);
    }
  });

  it('expands no entity and reads no file', () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "${'x'.repeat(1000)}">${'bcdefghij'
      .split('')
      .map((name, index) => `<!ENTITY ${name} "${`&${'abcdefghi'[index]};`.repeat(10)}">`)
      .join(
        '',
      )}<!ENTITY file SYSTEM "file:///etc/passwd">]><rss><channel><title>&j;</title><item><title>&file;</title><link>https://x.example/</link></item></channel></rss>`;
    const took = startProcessorTime();
    const feed = parseFeed(Buffer.from(bomb));
    assert.ok(took() < 1_000);
    assert.ok(feed.title.length < 100 && !/root:/.test(feed.articles[0]?.title ?? ''));
  });

  it('bears a hundred thousand nested elements', () => {
    const took = startProcessorTime();
    parseFeed(rss(item(`<description>${'<b>'.repeat(100_000)}</description>`)));
    parseFeed(rss('<a>'.repeat(100_000)));
    assert.ok(took() < 3_000);
  });
});

interface Expected {
  entries: Array<{
    title?: { content: string };
    links: Array<{ href: string; rel?: string }>;
    published?: string;
    updated?: string;
  }>;
}

// Where we mean to differ, and why.
const explained: Record<string, string> = {
  'atom_example_3.xml link':
    "the article's own address instead of the redirect that feedburner puts before it",
  'rss_2.0_rps.xml link': "the article's own address instead of the redirect that feedburner puts before it",
  'rss_2.0_wirecutter.xml link': 'without the parameters that follow readers about',
  'atom_relative.xml link':
    'a relative link without any base leads nowhere; with the address of the feed it is resolved',
  'rss_1.0_example_1.xml link': 'what stands there is no address but a description of one',
  'rss_0.92_spec_1.xml title': 'RSS 0.92 has items without a title; a headline is made of the first sentence',
  'rss_2.0_ghost_1.xml title': 'the item has no title but its text; a headline is made of the first sentence',
  'rss_2.0_spec_1.xml title': 'the item has no title but its text; a headline is made of the first sentence',
};

describe('the feeds of feed-rs', { skip: skipWithoutData('feeds-feed-rs') }, () => {
  const files = globSync(join(dataFolder, 'feeds-feed-rs', '**', '*.{xml,json}')).filter(
    (file) => !file.includes('.serde.'),
  );
  it('are all there', () => assert.ok(files.length >= 68, `${files.length} files`));

  for (const file of files) {
    const name = file.split('/').at(-1) ?? file;
    it(`${name} gives its articles or one clear error, within a second`, () => {
      const took = startProcessorTime();
      let feed: ReturnType<typeof parseFeed> | null = null;
      try {
        feed = parseFeed(readFileSync(file));
      } catch (error) {
        assert.ok(error instanceof InvalidInput);
      }
      assert.ok(took() < 1_000);
      const [expectedFile] = globSync(file.replace(/\.(xml|json)$/, '*.serde.json'));
      if (feed === null || expectedFile === undefined) return;
      const { entries } = JSON.parse(readFileSync(expectedFile, 'utf8')) as Expected;
      assert.equal(feed.articles.length, entries.length);
      for (const [index, entry] of entries.entries()) {
        const article: FeedArticle | undefined = feed.articles[index];
        const title = (entry.title?.content ?? '').replace(/\s+/g, ' ').trim();
        const link = entry.links.find(({ rel = 'alternate' }) => rel === 'alternate')?.href;
        const date = entry.published ?? entry.updated;
        if (explained[`${name} title`] === undefined) assert.equal(article?.title, title);
        if (link !== undefined && explained[`${name} link`] === undefined) assert.equal(article?.url, link);
        if (date) assert.equal(article?.publishedAt?.getTime(), new Date(date).getTime());
      }
    });
  }
});

/** Whatever a browser could act on in this HTML. */
function findActive(html: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      if (
        /^(script|style|iframe|frame|object|embed|applet|form|input|button|meta|link|base|svg|math|textarea|video|audio|source|template)$/.test(
          name,
        )
      )
        found.push(`<${name}>`);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (/^on|^style$|^srcdoc$|^formaction$|^xlink|^background$/i.test(attribute))
          found.push(`${name} ${attribute}`);
        if (/^(href|src)$/.test(attribute) && !/^(https?:|mailto:)/i.test(value))
          found.push(`${attribute}=${value}`);
      }
    },
  });
  parser.end(html);
  return found;
}

describe('the sanitiser', () => {
  for (const hostile of [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<a href="&#106;avascript:alert(1)">x</a>',
    '<a href="\u0001javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>">x</a>',
    '<svg><script>alert(1)</script></svg>',
    '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<iframe src="https://evil.example"></iframe>',
    '<form action="https://evil.example"><input></form>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  ]) {
    it(`leaves nothing active of ${hostile.slice(0, 40)}`, () =>
      assert.deepEqual(findActive(sanitiseHtml(hostile, 'https://courier.example/')), []));
  }

  it('keeps text, structure, links and pictures, and drops pictures of one pixel', () => {
    const kept = sanitiseHtml(
      '<h1>A</h1><p>b <em>c</em> <a href="/d" target="_blank">d</a></p><img src="/e.jpg" alt="e" width="600"><img src="/pixel.gif" width="1" height="1">',
      'https://courier.example/',
    );
    assert.equal(
      kept,
      '<h2>A</h2><p>b <em>c</em> <a href="https://courier.example/d">d</a></p><img src="https://courier.example/e.jpg" alt="e" width="600" />',
    );
  });
});

describe('the feeds of feedparser', { skip: skipWithoutData('feeds-feedparser') }, () => {
  const files = globSync(join(dataFolder, 'feeds-feedparser', 'tests', '**', '*.xml'));

  it('crash nothing, hang nowhere, and let nothing active through', { timeout: 120_000 }, () => {
    assert.ok(files.length > 900, `${files.length} files`);
    const active: string[] = [];
    for (const file of files) {
      const took = startProcessorTime();
      try {
        const { articles, title } = parseFeed(readFileSync(file), { url: 'http://127.0.0.1/feed' });
        for (const { html, title: headline, summary } of articles) {
          for (const fault of findActive(html)) active.push(`${file}: ${fault}`);
          assert.doesNotMatch(headline + summary + title, /\p{Cc}/u);
        }
      } catch (error) {
        assert.ok(error instanceof InvalidInput, `${file}: ${String(error)}`);
      }
      assert.ok(took() < 1_000, `${file} took ${took()} ms`);
    }
    assert.deepEqual(active, []);
  });

  it('survive being cut off and damaged anywhere', { timeout: 120_000 }, () => {
    for (const [index, file] of files.filter((_, position) => position % 12 === 0).entries()) {
      const bytes = readFileSync(file);
      for (const share of [0.3, 0.6, 0.9]) {
        const cut = Buffer.from(bytes.subarray(0, Math.floor(bytes.length * share)));
        if (cut.length > 0) cut[(index * 7919) % cut.length] = (index * 31) % 256;
        try {
          parseFeed(cut);
        } catch (error) {
          assert.ok(error instanceof InvalidInput, `${file} at ${share}: ${String(error)}`);
        }
      }
    }
  });
});
