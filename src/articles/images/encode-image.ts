import type { Sharp } from 'sharp';

/** A picture as it is kept: JPEG, or PNG where it is see-through. */
export async function encodeImage(image: Sharp, isSeeThrough: boolean) {
  const encoded = isSeeThrough ? image.png({ palette: true }) : image.jpeg({ quality: 80, mozjpeg: true });
  const { data, info } = await encoded.toBuffer({ resolveWithObject: true });
  return {
    data,
    width: info.width,
    height: info.height,
    mediaType: isSeeThrough ? 'image/png' : 'image/jpeg',
  };
}
