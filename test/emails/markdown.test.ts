import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { linksInMarkdown, markdownHtml, markdownText } from '../../emails/markdown.ts';
import { createLook } from '../../emails/look.ts';
import { hostileStrings } from '../support/blns.ts';

const theme = { accent: '#0b5394', headingFont: 'serif' as const, bodyFont: 'sans' as const, logo: null };
const context = {
  look: createLook(theme),
  rtl: false,
  link: (url: string) => `https://count.example/?${url}`,
};
const html = (text: string) => markdownHtml(text, context).replaceAll(/ (style|class)="[^"]*"/g, '');
const plain = (text: string) => markdownText(text, context);

describe('a note in Markdown', () => {
  it('has bold, italic, links, lists and quotes, and nothing else', () => {
    assert.equal(
      html('A **bold** and *quiet* word'),
      '<p>A <strong>bold</strong> and <em>quiet</em> word</p>',
    );
    assert.equal(html('One\ntwo\n\nThree'), '<p>One<br>two</p><p>Three</p>');
    assert.equal(html('- one\n- two'), '<ul><li>one</li><li>two</li></ul>');
    assert.equal(html('3. one\n4. two'), '<ol start="3"><li>one</li><li>two</li></ol>');
    assert.equal(html('> said'), '<blockquote><p>said</p></blockquote>');
    for (const literal of [
      '# Heading',
      '```code```',
      '![picture](https://x.example/p.png)',
      '| a | b |',
      '~~x~~',
    ])
      assert.doesNotMatch(html(literal), /<(h\d|code|pre|img|table|s|del)\b/);
  });

  it('leads only to the web and to mail, its links counted like others', () => {
    assert.equal(
      html('[a](https://x.example/?a=1&b=2)'),
      '<p><a href="https://count.example/?https://x.example/?a=1&#38;b=2">a</a></p>',
    );
    assert.equal(
      html('[write](mailto:desk@courier.example)'),
      '<p><a href="mailto:desk@courier.example">write</a></p>',
    );
    for (const wrong of [
      'javascript:alert(1)',
      'data:text/html,x',
      '/path',
      '//x.example',
      'ftp://x.example',
      'vbscript:x',
      'file:///etc/passwd',
      'https:',
      'mailto:',
      'JaVaScRiPt:x',
    ])
      assert.doesNotMatch(html(`[a](${wrong})`), /<a /, wrong);
    assert.deepEqual(linksInMarkdown('[a](https://x.example/a) and [b](mailto:a@b.example)'), [
      { title: 'a', url: 'https://x.example/a' },
    ]);
  });

  it('is the same in plain text, with every address', () => {
    assert.equal(
      plain(
        'Good **morning**, see [the page](https://x.example).\n\n- one\n- two\n\n> they\n> said\n\n1. first\n2. second',
      ),
      'Good morning, see the page (https://count.example/?https://x.example).\n\n* one\n* two\n\n> they\n> said\n\n1. first\n2. second',
    );
    assert.ok(
      plain('word '.repeat(60))
        .split('\n')
        .every((line) => line.length <= 72),
    );
  });

  it('lets nothing hostile through', () => {
    const own = /^<\/?(p|strong|em|ul|ol|li|blockquote|a|br)( (href|style|class|start)="[^"<>]*")*>$/;
    for (const text of [
      ...hostileStrings(),
      '<script>x</script>',
      '<b onclick=x>',
      '[x](https://x.example/"onclick="x)',
      '**<img src=x>**',
      '{{x}}',
      '[a](<https://x.example/\n>)',
    ]) {
      const tags = markdownHtml(text, context).match(/<[^>]*>/g) ?? [];
      for (const tag of tags) assert.match(tag, own, text);
      assert.equal(typeof plain(text), 'string');
    }
    const deep = '> '.repeat(2_000) + 'x';
    assert.ok(html(deep).length > 0);
    assert.ok(html('*'.repeat(20_000)).length > 0 && html('['.repeat(20_000)).length > 0);
  });
});
