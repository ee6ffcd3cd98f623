import { z } from 'zod';
import { escapeHtml } from '../escape.ts';
import { anchor, column, prose, rule, section, senderHtml, senderText } from '../parts.ts';
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
    const { newsletter, address } = context.footer;
    const lines = [
      escapeHtml(text),
      fieldsOf(context),
      address === null ? '' : escapeHtml(context.texts.why(newsletter, address)),
      senderHtml(context.footer),
    ];
    const html = lines
      .filter((line) => line !== '')
      .map((line, index) => `<p style="margin:${index === 0 ? 0 : 10}px 0 0">${line}</p>`)
      .join('');
    const options = {
      size: 13,
      height: '1.6',
      colour: context.look.light.soft,
      css: 'soft',
      align: 'center',
    };
    const line = rule(context, '0 0 14px', 3, true);
    return section(column(line + prose(html, context, options)), context, { top: 28, bottom: 40 });
  },
  text: ({ text }, context) => {
    const { newsletter, address } = context.footer;
    return stack(
      ruler,
      wrap(text),
      linksOf(context)
        .map(([label, href]) => `${label}: ${href}`)
        .join('\n'),
      address !== null && wrap(context.texts.why(newsletter, address)),
      senderText(context.footer),
    );
  },
  sample: { kind: 'footer', v: 1, audience: null, text: '' },
});

/** The links, each a field that a thumb finds: 44 pixels high, with room to both sides. */
function fieldsOf(context: Context): string {
  const options = { style: 'display:inline-block;padding:12px 9px;font-size:14px;line-height:22px;' };
  return linksOf(context)
    .map(([label, href]) => anchor(href, escapeHtml(label), context.look.light.ink, 'underline', options))
    .join(' ');
}

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
