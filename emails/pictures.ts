import { escapeHtml } from './escape.ts';
import { prose } from './parts.ts';
import type { BlockArticle, BlockImage, Context } from './types.ts';

/** A story that has a picture. */
export type Pictured = BlockArticle & { image: BlockImage };

export function isPictured(story: BlockArticle): story is Pictured {
  return story.image !== null;
}

/** A picture as wide as the sheet that leads to its article, with its credit where the words begin. */
export function picture(story: Pictured, width: number, context: Context): string {
  const { src, alt, height } = attributes(story, width, context);
  const tag =
    `<mj-image css-class="picture" src="${src}" alt="${alt}" width="${width}px" height="${height}px" ` +
    `href="${escapeHtml(context.link(story.url))}" padding="0" fluid-on-mobile="true" />`;
  const { credit } = story.image;
  if (credit === '') return tag;
  const words = prose(escapeHtml(context.texts.photo(credit)), context, {
    size: 11,
    height: '1.4',
    colour: context.look.light.soft,
    css: 'soft lead-credit',
    padding: context.rtl ? '6px 32px 0 12px' : '6px 12px 0 32px',
  });
  return tag + words;
}

/** A small picture and its credit in one cell, as the words beside it: an image of MJML's costs twice the bytes. */
export function thumbnail(story: Pictured, width: number, context: Context): string {
  const { src, alt, height } = attributes(story, width, context);
  const image = `<a href="${escapeHtml(context.link(story.url))}"><img src="${src}" alt="${alt}" width="${width}" height="${height}" style="display:block;width:100%;height:auto"></a>`;
  const { credit } = story.image;
  const words =
    credit === '' ? '' : `<p style="margin:4px 0 0">${escapeHtml(context.texts.photo(credit))}</p>`;
  return prose(image + words, context, {
    size: 11,
    height: '1.4',
    colour: context.look.light.soft,
    css: 'soft',
  });
}

function attributes({ image, title }: Pictured, width: number, context: Context) {
  return {
    src: escapeHtml(context.asset(image.src)),
    // A link needs a name where nobody has described the picture.
    alt: escapeHtml(image.alt || title),
    height: Math.round((width * image.height) / image.width),
  };
}
