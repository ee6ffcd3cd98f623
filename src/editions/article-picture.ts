import type { BlockArticle } from '../../emails/index.ts';
import type { Article } from '../articles/article.ts';
import { storeImage } from '../articles/images/store-image.ts';
import type { Services } from '../services.ts';

/**
 * An article's picture as a block shows it, fetched once and kept; null where it has none, or none can be had. Where its
 * source describes it with nothing, nor is it here: the mail falls back to the headline, and the pre-flight says so.
 */
export async function pictureOf(services: Services, { image }: Article): Promise<BlockArticle['image']> {
  if (image === null) return null;
  const stored = await storeImage(services, image.url);
  if (stored === null) return null;
  const { hash, width, height } = stored;
  return { src: `/i/${hash}`, width, height, alt: image.alt, credit: image.credit };
}
