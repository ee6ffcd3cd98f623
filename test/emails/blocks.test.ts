import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Block,
  type BlockArticle,
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
  why: '\uE000why\uE001',
  segment: (audience: string) => ({ open: `\uE002${audience}\uE003`, close: `\uE004${audience}\uE005` }),
};
const withCredit = (story: BlockArticle, credit: string): BlockArticle => ({
  ...story,
  image: story.image && { ...story.image, credit },
});
const render = (list: Block[], changes: Partial<typeof edition> = {}, { postalAddress } = publication) =>
  renderDigest(
    {
      publication: { ...publication, postalAddress },
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

  it('of fifteen articles stays under 80 KB where each picture has a credit of its own too', async () => {
    const credited = fifteen.map((block, index) =>
      block.kind === 'article' && block.article.image !== null
        ? { ...block, article: withCredit(block.article, `Photographer number ${index}`) }
        : block,
    );
    const { html } = await render(credited);
    assert.ok(html.includes('Photographer number 14'));
    assert.ok(Buffer.byteLength(html) < sizeLimits.warn, `${Buffer.byteLength(html)} bytes`);
  });

  it('prints a credit that all pictures share once, and for all of them', async () => {
    const { html } = await render(fifteen);
    assert.equal(html.split('Courier Studio').length, 2);
    assert.ok(html.includes('Pictures: Courier Studio'));
  });

  it('prints every credit where they differ, or where not everybody is shown the first', async () => {
    const [lead, second] = [blocks.lead.sample, blocks.article.sample];
    const other = { ...second, article: withCredit(second.article, 'Somebody else') };
    const mixed = await render([lead, other, footer]);
    assert.ok(
      mixed.html.includes('Picture: Courier Studio') && mixed.html.includes('Picture: Somebody else'),
    );
    const some = await render([{ ...lead, audience: 'patron' }, second, footer]);
    assert.equal(some.html.split('Picture: Courier Studio').length, 3);
  });

  it('keeps a short last word with the one before, in HTML only and in plain words only', async () => {
    const titles = ['The night nurse who knows every bridge', 'What <b> the grain & sea say now'];
    const items = titles.map((title) => ({ title, url: 'https://courier.example/x', updated: false }));
    const { html, text } = await render([
      { kind: 'headlines', v: 1, audience: null, title: 'T', items },
      footer,
    ]);
    assert.ok(html.includes('who knows every\u00A0bridge'));
    assert.ok(html.includes('&#60;b&#62; the grain &#38; sea say now'));
    for (const title of titles) assert.ok(text.includes(title), title);
  });

  it('does not say the name twice where the postal address begins with it', async () => {
    const { html, text } = await render(
      [footer],
      {},
      {
        ...publication,
        postalAddress: 'The Courier\n1 Test Street',
      },
    );
    assert.match(html, /<strong>The Courier<\/strong><br>1 Test Street/);
    assert.match(text, /-\n\n[\s\S]*\nThe Courier\n1 Test Street\n$/);
    assert.doesNotMatch(text, /The Courier\nThe Courier/);
  });

  it('leads to the story from headline, standfirst and picture', async () => {
    const { html } = await render([blocks.article.sample, footer]);
    assert.equal(html.split('href="https://courier.example/story-2"').length, 4);
  });

  it('is made however large it is, so that an editor sees what to take out', async () => {
    const { html } = await render([...fifteen, ...fifteen]);
    assert.ok(Buffer.byteLength(html) > sizeLimits.stop, `${Buffer.byteLength(html)} bytes`);
  });

  it('carries its slots and segments whole, and balanced, in HTML and in text', async () => {
    const { html, text } = await render([blocks.section.sample, ...fifteen.slice(8)]);
    for (const part of [html, text]) {
      for (const name of ['address', 'unsubscribe', 'preferences'])
        assert.ok(part.includes(`\uE000${name}\uE001`), name);
      for (const audience of ['appeal', 'patron'])
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
    assert.doesNotMatch(html, /class="mj-column[^"]*" style="[^"]*direction:ltr/);
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
      for (const { page, sheet, panel, ink, soft, accent: shown, onAccent } of [light, dark]) {
        for (const colour of [ink, soft, shown])
          for (const ground of [page, sheet, panel])
            assert.ok(contrast(colour, ground) >= 4.5, `${accent}: ${colour} on ${ground}`);
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
        // The button, and for a mail program that shows none, a link one can see.
        const shown = (url: string): number => html.split(`href="${url}"`).length - 1;
        assert.equal(shown(sample.url ?? ''), 2);
        // The ways out are links one can see already.
        for (const url of urlsIn(sample)) assert.ok(shown(url) >= 1);
      });
    }
  }

  it('names one newsletter in a sentence, lists several, and says what is in them', async () => {
    const [first] = messages.welcome.sample.newsletters;
    assert.ok(first);
    const second = { name: 'The Week in Review', description: 'The stories that last.' };
    const frame = { publication, language: 'en', baseUrl: 'https://news.example' };
    const welcome = (newsletters: Array<typeof first>) =>
      renderMessage('welcome', { ...messages.welcome.sample, newsletters }, frame);
    const one = await welcome([first]);
    assert.doesNotMatch(one.html, /<li/);
    const two = await welcome([first, second]);
    assert.equal(two.html.match(/<li/g)?.length, 2);
    for (const { name, description } of [first, second])
      for (const part of [two.html, two.text]) assert.ok(part.includes(name) && part.includes(description));
  });
});
