import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { Db } from '../../db.ts';
import { insertImage, selectImage } from '../queries.ts';
import { encodeImage } from './encode-image.ts';
import type { StoredImage } from './store-image.ts';

/** In parts of the whole width and height. */
export interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

const smallest = 40;

/**
 * Makes a copy of a stored picture that shows a part of it, and keeps it by the hash of its bytes. Null where there is
 * no such picture, or the part is less than 40 pixels wide or high.
 */
export async function cropImage(db: Db, hash: string, part: Part): Promise<StoredImage | null> {
  const stored = await selectImage(db, hash);
  if (stored === undefined) return null;
  const image = sharp(stored.data, { failOn: 'error' });
  const { width, height } = await image.metadata();
  const left = Math.min(width - 1, Math.round(part.x * width));
  const top = Math.min(height - 1, Math.round(part.y * height));
  const size = {
    width: Math.min(width - left, Math.round(part.width * width)),
    height: Math.min(height - top, Math.round(part.height * height)),
  };
  if (size.width < smallest || size.height < smallest) return null;
  const cropped = await encodeImage(image.extract({ left, top, ...size }), stored.mediaType === 'image/png');
  const { data, ...facts } = cropped;
  const name = createHash('sha256').update(data).digest('hex').slice(0, 32);
  await insertImage(db, { hash: name, data, ...facts });
  return { hash: name, width: facts.width, height: facts.height };
}
