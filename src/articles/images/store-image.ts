import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { messageOf } from '../../errors.ts';
import { guardedFetch } from '../../guarded-fetch.ts';
import type { Services } from '../../services.ts';
import { insertImage, selectImageFetch, upsertImageFetch } from '../queries.ts';
import { encodeImage } from './encode-image.ts';

/** A picture of ours, served at `/i/<hash>`. */
export interface StoredImage {
  hash: string;
  width: number;
  height: number;
}

// Twice the 600 pixels that a mail is wide, for sharp screens; what is smaller stays as it is.
const maxWidth = 1_200;
const retryAfterMs = 3_600_000;

/**
 * Fetches a picture once, makes it small enough for a mail and keeps it by the hash of its bytes. Null where it
 * cannot be had or is no picture; the reason is kept, and after an hour it is tried again.
 */
export async function storeImage(
  services: Services,
  url: string,
  now: Date = new Date(),
): Promise<StoredImage | null> {
  const known = await selectImageFetch(services.db, url);
  if (known?.hash && known.width && known.height)
    return { hash: known.hash, width: known.width, height: known.height };
  if (known && now.getTime() - known.fetchedAt.getTime() < retryAfterMs) return null;
  try {
    return await fetchImage(services, url);
  } catch (error) {
    await upsertImageFetch(services.db, url, null, messageOf(error));
    services.log.warn({ error: messageOf(error) }, 'a picture could not be had');
    return null;
  }
}

async function fetchImage({ db, config }: Services, url: string): Promise<StoredImage> {
  const options = {
    allowedOrigins: config.fetchAllowedOrigins,
    maxBytes: 20_000_000,
    timeoutMs: 20_000,
    headers: { accept: 'image/*' },
  };
  const response = await guardedFetch(url, options);
  if (response.status !== 200) throw new Error(`the server answered with ${response.status}`);
  const { data, width, height, mediaType } = await prepareImage(response.body);
  const hash = createHash('sha256').update(data).digest('hex').slice(0, 32);
  await db.transaction().execute(async (trx) => {
    await insertImage(trx, { hash, mediaType, width, height, data });
    await upsertImageFetch(trx, url, hash, null);
  });
  return { hash, width, height };
}

/** Turned upright, without the camera's data, at most 1,200 pixels wide; JPEG, or PNG where it is see-through. */
async function prepareImage(bytes: Buffer) {
  const image = sharp(bytes, { limitInputPixels: 80_000_000, failOn: 'error' });
  const { hasAlpha, format, width: originalWidth } = await image.metadata();
  if (format === 'svg') throw new Error('an SVG can hold scripts and is not shown in mails');
  if (originalWidth < 40) throw new Error(`it is ${originalWidth} pixels wide; 40 or more are needed`);
  return encodeImage(image.rotate().resize({ width: maxWidth, withoutEnlargement: true }), hasAlpha);
}
