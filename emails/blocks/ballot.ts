import { z } from 'zod';
import { escapeHtml, keepLastWords } from '../escape.ts';
import { anchor, callToAct, panel, prose } from '../parts.ts';
import { stack, underline, wrap } from '../plain.ts';
import { topicTextsOf } from '../topic-texts.ts';
import { type Context, defineBlock } from '../types.ts';

const schema = z.object({
  kind: z.literal('ballot'),
  v: z.literal(1),
  /** Those who may vote in it. */
  audience: z.string().regex(/^ballot:\d+$/, { error: 'is not a ballot such as ballot:7' }),
  url: z.url({ protocol: /^https?$/ }),
  language: z.string(),
  title: z.string().min(1),
  question: z.string().min(1),
  options: z.array(z.object({ title: z.string().min(1), details: z.string().default('') })).min(2),
  maxChoices: z.number().int().min(1).default(1),
  /** When it closes, in words. */
  end: z.string().min(1),
});

type Ballot = z.infer<typeof schema>;

/**
 * What patrons vote on. Each option leads to itself on the page of the vote by a fragment, which no server is told:
 * a link that was followed must not say what somebody leans to.
 */
export const ballot = defineBlock<Ballot>({
  schema,
  mjml: (block, context) => {
    const { look } = context;
    const texts = topicTextsOf(block.language);
    const small = { size: 13, height: '1.5', colour: look.light.soft, css: 'soft' };
    const kicker = `<p class="accent" style="margin:0 0 6px;font-size:12px;line-height:1.3;font-weight:700;color:${look.light.accent}">${escapeHtml(texts.vote)}</p>`;
    const heading = `<h2 style="margin:0;font-size:24px;line-height:1.2">${escapeHtml(keepLastWords(block.title))}</h2>`;
    const question = `<p style="margin:10px 0 0">${escapeHtml(block.question)}</p>`;
    const words = [
      prose(kicker, context),
      prose(heading, context, { size: 24, height: '1.2', font: look.heading }),
      prose(question, context, { size: 16, height: '1.55' }),
      prose(
        block.options.map((option, index) => optionHtml(block, option, index, context)).join(''),
        context,
        {
          padding: '8px 0 0',
        },
      ),
      callToAct(texts.voteNow, context.link(block.url), context),
      prose(`${escapeHtml(texts.openUntil(block.end))} ${escapeHtml(texts.secret)}`, context, {
        ...small,
        padding: '12px 0 0',
      }),
    ];
    return panel(words.join(''), context);
  },
  text: ({ url, language, title, question, options, maxChoices, end }, { link }) => {
    const texts = topicTextsOf(language);
    const choose = maxChoices === 1 ? texts.chooseOne : texts.chooseSome(maxChoices);
    const listed = options.map(
      (option, index) => `${wrap(option.title, '  ').replace(/^ {2}/, '* ')}\n  ${link(url)}#o${index + 1}`,
    );
    return stack(
      underline(`${texts.vote}: ${title}`, '-'),
      wrap(`${question} ${choose}`),
      listed.join('\n'),
      `${texts.voteNow}: ${link(url)}`,
      wrap(`${texts.openUntil(end)} ${texts.secret}`),
    );
  },
  sample: {
    kind: 'ballot',
    v: 1,
    audience: 'ballot:1',
    url: 'https://courier.example/ballots/next-long-read',
    language: 'en',
    title: 'The next long read',
    question: 'What should our reporters look into in December?',
    options: [
      { title: 'Who owns the new grain terminal', details: '' },
      { title: 'A winter in a school without heating', details: '' },
      { title: 'Where the river’s fish went', details: '' },
    ],
    maxChoices: 1,
    end: 'Friday, 4 December 2026 at 18:00',
  },
});

function optionHtml(
  { url }: Ballot,
  { title }: Ballot['options'][number],
  index: number,
  { look, link }: Context,
): string {
  const style = `display:block;padding:11px 0;line-height:1.35;font-size:16px;font-weight:700;border-top:1px solid ${look.light.rule};`;
  return anchor(`${link(url)}#o${index + 1}`, escapeHtml(title), look.light.accent, 'underline', {
    css: 'accent line',
    style,
  });
}
