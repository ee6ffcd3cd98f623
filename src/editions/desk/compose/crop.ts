import type { Crop } from '../../compose/contract.ts';

export const shapes = ['whole', 'wide', 'classic', 'square'] as const;
export type Shape = (typeof shapes)[number];
export const places = ['centre', 'start', 'end'] as const;
export type PlaceInPicture = (typeof places)[number];

interface Size {
  width: number;
  height: number;
}

const ratios: Record<Exclude<Shape, 'whole'>, number> = { wide: 16 / 9, classic: 3 / 2, square: 1 };
// Two shapes that differ by less look the same.
const tolerance = 0.02;

/** The largest part of a picture that has a shape, at one of its ends or in its middle; null is the whole of it. */
export function cropOf(shape: Shape, place: PlaceInPicture, { width, height }: Size): Crop {
  if (shape === 'whole') return null;
  const ratio = ratios[shape];
  const own = width / height;
  const part = own > ratio ? { width: ratio / own, height: 1 } : { width: 1, height: own / ratio };
  if (part.width > 1 - tolerance && part.height > 1 - tolerance) return null;
  const at = (free: number): number => rounded(place === 'centre' ? free / 2 : place === 'start' ? 0 : free);
  return {
    x: at(1 - part.width),
    y: at(1 - part.height),
    width: rounded(part.width),
    height: rounded(part.height),
  };
}

/** The shape that a part of a picture has; `own` where it is none of ours. */
export function shapeOf(crop: Crop, { width, height }: Size): Shape | 'own' {
  if (crop === null) return 'whole';
  const ratio = (crop.width * width) / (crop.height * height);
  const found = Object.entries(ratios).find(([, one]) => Math.abs(one - ratio) < tolerance * one);
  return (found?.[0] as Shape | undefined) ?? 'own';
}

/** Where in a picture its part lies: nearer to an end, or in the middle. */
export function placeOf(crop: Crop): PlaceInPicture {
  if (crop === null) return 'centre';
  const { x, y, width, height } = crop;
  const [at, free] = 1 - width > 1 - height ? [x, 1 - width] : [y, 1 - height];
  if (free < tolerance) return 'centre';
  const share = at / free;
  return share < 0.25 ? 'start' : share > 0.75 ? 'end' : 'centre';
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
