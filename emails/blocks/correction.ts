import { z } from 'zod';
import { escapeHtml, paragraphsOf } from '../escape.ts';
import { anchor, column, paragraphs, prose, rule, section } from '../parts.ts';
import { stack, underline, wrap } from '../plain.ts';
import { longDate } from '../texts.ts';
import { audience, type Context, defineBlock, linkItem } from '../types.ts';

const schema = z.object({
  kind: z.literal('correction'),
  v: z.literal(1),
  audience,
  /** The day of what was wrong. */
  date: z.iso.date({ error: 'is not a day such as 2026-11-28' }),
  /** What was said, and what is so; paragraphs of plain text. */
  wrong: z.string().default(''),
  right: z.string().default(''),
  link: linkItem.nullable().default(null),
});

type Correction = z.infer<typeof schema>;

/** What was wrong in an edition of before, and what is right. */
export const correction = defineBlock<Correction>({
  schema,
  mjml: ({ date, wrong, right, link }, context) => {
    const { look, texts } = context;
    const style = 'margin:0;font-size:20px;line-height:1.25';
    const heading = `<h2 style="${style}">${escapeHtml(texts.correction.title)}</h2>`;
    const words = [
      prose(heading, context, { size: 20, height: '1.25', font: look.heading }),
      prose(escapeHtml(dayOf(date, context)), context, { size: 13, colour: look.light.soft, css: 'soft' }),
      said(texts.correction.wrong, wrong, context),
      said(texts.correction.right, right, context),
      link === null ? '' : prose(linkHtml(link, context), context, { size: 15, padding: '4px 0 0' }),
    ];
    const above = rule(context, '0 0 16px', 2, true);
    return section(column(above + words.join('')), context, { top: 8, bottom: 26 });
  },
  text: ({ date, wrong, right, link }, context) => {
    const { texts } = context;
    return stack(
      underline(`${texts.correction.title}, ${dayOf(date, context)}`, '-'),
      saidText(texts.correction.wrong, wrong),
      saidText(texts.correction.right, right),
      link !== null && `${wrap(link.title)}\n${context.link(link.url)}`,
    );
  },
  isEmpty: ({ wrong, right }) => `${wrong}${right}`.trim() === '',
  sample: {
    kind: 'correction',
    v: 1,
    audience: null,
    date: '2026-11-21',
    wrong: 'The new berth takes ships of 40,000 tonnes.',
    right: 'It takes ships of up to 14,000 tonnes. The figure that we gave is that of the whole port.',
    link: { title: 'Grain port reopens its second berth', url: 'https://courier.example/port' },
  },
});

function dayOf(date: string, { language }: Context): string {
  return longDate(`${date}T12:00:00Z`, language, 'UTC');
}

function said(label: string, text: string, context: Context): string {
  if (text.trim() === '') return '';
  const heading = `<p style="margin:0 0 2px;font-size:13px;font-weight:700">${escapeHtml(label)}</p>`;
  return prose(heading + paragraphs(paragraphsOf(text)), context, { height: '1.55', padding: '12px 0 0' });
}

function saidText(label: string, text: string): string {
  return text.trim() === '' ? '' : stack(`${label}:`, ...paragraphsOf(text).map((part) => wrap(part)));
}

function linkHtml({ title, url }: { title: string; url: string }, { look, link }: Context): string {
  const style = 'display:block;padding:8px 0;line-height:1.35;';
  return anchor(link(url), escapeHtml(title), look.light.accent, 'underline', { css: 'accent', style });
}
