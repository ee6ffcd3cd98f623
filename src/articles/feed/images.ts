import { absoluteAddress } from '../absolute-address.ts';
import { plainText } from '../plain-text.ts';
import type { FeedImage } from './parsed-feed.ts';
import { childrenOf, descendantsOf, type Element, innerText, textOf } from './xml.ts';

/** The picture that stands with an item: the widest of Media RSS, else an enclosure, a thumbnail or iTunes' own. */
export function readImage(item: Element, base: string | undefined): FeedImage | null {
  const media = descendantsOf(item, ['media:content'])
    .filter(isPicture)
    .sort((a, b) => widthOf(b) - widthOf(a));
  const enclosures = childrenOf(item, 'enclosure', 'link').filter(isEnclosedPicture);
  const candidates = [
    ...media,
    ...enclosures,
    ...descendantsOf(item, ['media:thumbnail']),
    ...childrenOf(item, 'itunes:image', 'image'),
  ];
  for (const element of candidates) {
    const address =
      element.attributes['url'] ??
      element.attributes['href'] ??
      (textOf(element, 'url') || innerText(element));
    const url = absoluteAddress(address, base);
    if (url !== null) return { url, ...captionOf(element, item) };
  }
  return null;
}

function isPicture({ attributes }: Element): boolean {
  const { medium = '', type = '', url = '' } = attributes;
  return (
    medium === 'image' ||
    type.startsWith('image/') ||
    (medium === '' && type === '' && /\.(jpe?g|png|webp|gif|avif)($|\?)/i.test(url))
  );
}

function isEnclosedPicture({ name, attributes }: Element): boolean {
  return (
    (attributes['type'] ?? '').startsWith('image/') &&
    (name === 'enclosure' || attributes['rel'] === 'enclosure')
  );
}

function widthOf({ attributes }: Element): number {
  return Number(attributes['width']) || 0;
}

/** Media RSS puts the caption inside of the picture, its group or the item. */
function captionOf(element: Element, item: Element): { alt: string; credit: string } {
  const places = [element, element.parent, item].filter((place): place is Element => place !== null);
  const first = (...names: string[]): string =>
    places.map((place) => textOf(place, ...names)).find((text) => text !== '') ?? '';
  return {
    alt: plainText(first('media:description', 'media:title'), 500),
    credit: plainText(first('media:credit'), 200),
  };
}
