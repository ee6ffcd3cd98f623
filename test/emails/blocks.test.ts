import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Block,
  blocks,
  directionOf,
  messages,
  type MessageName,
  parseBlocks,
  renderDigest,
  renderMessage,
  sizeLimits,
} from '../../emails/index.ts';
import { contrast, createLook } from '../../emails/look.ts';
import { hostileStrings } from '../support/blns.ts';

const publication = {
  name: 'The Courier',
  tagline: 'Open to everyone',
  postalAddress: '1 Test Street\n49000 Dnipro',
  theme: { accent: '#0b5394', headingFont: 'serif' as const, bodyFont: 'sans' as const, logo: null },
};
const edition = {
  number: 7,
  date: '2026-11-23T06:00:00Z',
  timeZone: 'Europe/Kyiv',
  language: 'en',
  subject: 'Subject',
  preheader: 'Preheader',
  intro: '',
};
const mark = {
  address: '\uE000address\uE001',
  unsubscribe: '\uE000unsubscribe\uE001',
  preferences: '\uE000preferences\uE001',
  viewOnline: 'https://news.example/editions/x',
  subscribe: null,
  link: (url: string) => url,
  segment: (audience: string) => ({ open: `\uE002${audience}\uE003`, close: `\uE004${audience}\uE005` }),
};
const render = (list: Block[], changes: Partial<typeof edition> = {}) =>
  renderDigest(
    {
      publication,
      newsletter: { name: 'Daily' },
      edition: { ...edition, ...changes },
      blocks: list,
      baseUrl: 'https://news.example',
    },
    mark,
  );
const footer = blocks.footer.sample as Block;
const urlsIn = (value: unknown): string[] =>
  JSON.stringify(value)
    .match(/https:\/\/[^"]+/g)
    ?.filter((url) => !/\.(png|jpe?g)$/.test(url)) ?? [];

describe('each kind of block', () => {
  for (const [name, kind] of Object.entries(blocks)) {
    it(`${name}: its sample is valid, renders strictly, and its text holds every link`, async () => {
      const [sample] = parseBlocks([kind.sample]);
      assert.ok(sample);
      const { html, text } = await render([sample, footer]);
      for (const url of urlsIn(kind.sample)) {
        assert.ok(html.includes(url), `${url} is not in the HTML`);
        assert.ok(text.includes(url), `${url} is not in the text`);
      }
    });
  }

  it('is refused with its field named where it is wrong', () => {
    assert.throws(() => parseBlocks([{ kind: 'lead', v: 1 }]), /article/);
    assert.throws(() => parseBlocks([{ kind: 'nonsense' }]), /kind/);
    assert.throws(
      () => parseBlocks([{ ...blocks.appeal.sample, button: { label: 'x', url: 'javascript:alert(1)' } }]),
      /url/,
    );
  });
});

describe('a digest', () => {
  const article = blocks.article.sample.article;
  const fifteen: Block[] = [
    blocks.lead.sample,
    ...Array.from(
      { length: 14 },
      (_, id): Block => ({
        kind: 'article',
        v: 1,
        audience: null,
        article: {
          ...article,
          id,
          url: `https://courier.example/a-long-address-of-a-story-${id}`,
          standfirst: article.standfirst.repeat(2),
        },
      }),
    ),
    blocks.appeal.sample,
    blocks.thanks.sample,
    footer,
  ];

  it('of fifteen articles with pictures stays under 80 KB', async () => {
    const { html } = await render(fifteen);
    assert.ok(Buffer.byteLength(html) < sizeLimits.warn, `${Buffer.byteLength(html)} bytes`);
  });

  it('past 100 KB is refused, since mail programs would cut it off', async () => {
    await assert.rejects(render([...fifteen, ...fifteen]), /cut it off/);
  });

  it('carries its slots and segments whole, and balanced, in HTML and in text', async () => {
    const { html, text } = await render(fifteen);
    for (const part of [html, text]) {
      for (const name of ['address', 'unsubscribe', 'preferences'])
        assert.ok(part.includes(`\uE000${name}\uE001`), name);
      for (const audience of ['reader', 'patron'])
        assert.match(part, new RegExp(`\uE002${audience}\uE003[^\uE002]*\uE004${audience}\uE005`));
    }
    const without = html.replace(/\uE002(\w+)\uE003[\s\S]*?\uE004\1\uE005/g, '');
    for (const tag of ['table', 'tr', 'td', 'div'])
      assert.equal(
        without.match(new RegExp(`<${tag}[\\s>]`, 'g'))?.length,
        without.match(new RegExp(`</${tag}>`, 'g'))?.length,
        tag,
      );
    assert.equal(without.match(/<!--\[if/g)?.length, without.match(/<!\[endif\]-->/g)?.length);
  });

  it('shows hostile content literally, and no content can forge a slot', async () => {
    const hostile = hostileStrings()
      .filter((text) => text.trim() !== '')
      .slice(0, 120);
    const items = hostile.map((title) => ({ title, url: 'https://courier.example/x', updated: false }));
    const { html, text } = await render([
      { kind: 'headlines', v: 1, audience: null, title: 'T', items },
      footer,
    ]);
    assert.doesNotMatch(html, /<script|<img src=x|onerror=alert\(1\)>/i);
    assert.equal(html.split('\uE000address\uE001').length, 2);
    assert.equal(text.split('\uE000address\uE001').length, 2);
    assert.ok(
      html.includes('&#60;script&#62;alert(1)&#60;/script&#62;') ||
        html.includes('&lt;script&gt;alert(1)&lt;/script&gt;'),
    );
  });

  it('says its language and direction, hides its preheader, and has one first heading', async () => {
    const { html } = await render(fifteen, { language: 'ar' });
    assert.match(html, /<html[^>]*lang="?ar"?/);
    assert.match(html, /dir="?rtl"?/);
    assert.equal(html.match(/<h1/g)?.length, 1);
    assert.equal(directionOf('he-IL'), 'rtl');
  });

  it('reads well as text: lines of at most 78 characters, but for addresses', async () => {
    const { text } = await render(fifteen);
    const shown = text.replace(/[\uE002\uE004]\w+[\uE003\uE005]/g, '');
    const long = shown.split('\n').filter((line) => line.length > 78 && !/https?:|\uE000/.test(line));
    assert.deepEqual(long, []);
    assert.ok(text.includes('49000 Dnipro'));
  });
});

describe('colours', () => {
  it('can be read in both modes, whatever accent is set', () => {
    for (const accent of ['#ffff00', '#000000', '#ffffff', '#0b5394', '#ff0000', '#00ff88', '#777777']) {
      const { light, dark } = createLook({ accent, headingFont: 'serif', bodyFont: 'sans', logo: null });
      for (const { sheet, panel, ink, soft, accent: shown, onAccent } of [light, dark]) {
        for (const colour of [ink, soft, shown])
          assert.ok(
            contrast(colour, sheet) >= 4.5 && contrast(colour, panel) >= 4.4,
            `${accent}: ${colour} on ${sheet}`,
          );
        assert.ok(contrast(onAccent, shown) >= 4.5);
      }
    }
  });
});

describe('each message', () => {
  for (const name of Object.keys(messages) as MessageName[]) {
    for (const language of ['en', 'uk', 'de', 'ar']) {
      it(`${name} renders in ${language}, with its link in the text`, async () => {
        const { sample } = messages[name];
        const { subject, html, text } = await renderMessage(name, sample, {
          publication,
          language,
          baseUrl: 'https://news.example',
        });
        assert.ok(subject.includes('The Courier'));
        for (const url of urlsIn(sample)) assert.ok(html.includes(url) && text.includes(url));
        assert.doesNotMatch(html, /width="?1"? height="?1"?/);
      });
    }
  }
});
