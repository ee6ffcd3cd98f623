import type { BlockArticle } from '../../emails/index.ts';
import type { Article } from '../articles/article.ts';
import { storeImage } from '../articles/images/store-image.ts';
import type { Services } from '../services.ts';

/** An article's picture as a block shows it, fetched once and kept; null where it has none, or none can be had. */
export async function pictureOf(
  services: Services,
  { image, title }: Article,
): Promise<BlockArticle['image']> {
  if (image === null) return null;
  const stored = await storeImage(services, image.url);
  if (stored === null) return null;
  const { hash, width, height } = stored;
  return { src: `/i/${hash}`, width, height, alt: image.alt || title, credit: image.credit };
}
