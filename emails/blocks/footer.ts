import { z } from 'zod';
import { escapeHtml } from '../escape.ts';
import { anchor, column, prose, section } from '../parts.ts';
import { ruler, stack, wrap } from '../plain.ts';
import { audience, type Context, defineBlock } from '../types.ts';

const schema = z.object({
  kind: z.literal('footer'),
  v: z.literal(1),
  audience,
  /** A line of the newsroom's own above what the law asks for. */
  text: z.string().default(''),
});

type Footer = z.infer<typeof schema>;

/** Why one gets this, how to change or end it, and who sent it from where. */
export const footer = defineBlock<Footer>({
  schema,
  mjml: ({ text }, context) => {
    const { look, texts } = context;
    const { publication, postalAddress, newsletter, address } = context.footer;
    const links = linksOf(context)
      .map(([label, href]) => anchor(href, escapeHtml(label), look.light.ink, 'underline'))
      .join(' &nbsp;·&nbsp; ');
    const lines = [
      text === '' ? '' : escapeHtml(text),
      links,
      address === null ? '' : escapeHtml(texts.why(newsletter, address)),
      `<strong>${escapeHtml(publication)}</strong><br>${escapeHtml(postalAddress).replaceAll('\n', '<br>')}`,
    ];
    const html = lines
      .filter((line) => line !== '')
      .map((line, index) => `<p style="margin:${index === 0 ? 0 : 14}px 0 0">${line}</p>`)
      .join('');
    const options = { size: 13, height: '1.6', colour: look.light.soft, css: 'soft', align: 'center' };
    const line = `<mj-divider css-class="rule-strong" border-width="3px" border-color="${look.light.ink}" padding="0 0 24px" />`;
    return section(column(line + prose(html, context, options)), context, { top: 28, bottom: 40 });
  },
  text: ({ text }, context) => {
    const { publication, postalAddress, newsletter, address } = context.footer;
    return stack(
      ruler,
      wrap(text),
      linksOf(context)
        .map(([label, href]) => `${label}: ${href}`)
        .join('\n'),
      address !== null && wrap(context.texts.why(newsletter, address)),
      `${publication}\n${postalAddress}`,
    );
  },
  sample: { kind: 'footer', v: 1, audience: null, text: '' },
});

function linksOf({
  texts,
  footer: { preferences, unsubscribe, viewOnline, subscribe },
}: Context): Array<[string, string]> {
  const all: Array<[string, string | null]> = [
    [texts.viewOnline, viewOnline],
    [texts.preferences, preferences],
    [texts.unsubscribe, unsubscribe],
    [texts.subscribe, subscribe],
  ];
  return all.filter((entry): entry is [string, string] => entry[1] !== null);
}
