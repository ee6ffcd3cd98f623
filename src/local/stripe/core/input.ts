import { z } from 'zod';
import { ApiError, invalid } from './api-error.ts';

// What comes over the wire is text; these say what it stands for.
export const text: z.ZodString = z.string().max(5_000);
export const int = z
  .string()
  .regex(/^-?\d{1,15}$/, { error: 'Invalid integer' })
  .transform(Number);
export const number = z
  .string()
  .regex(/^-?\d{1,12}(\.\d{1,12})?$/, { error: 'Invalid number' })
  .transform(Number);
export const bool = z
  .enum(['true', 'false'], { error: 'Invalid boolean' })
  .transform((value) => value === 'true');
export const currency = z
  .string()
  .regex(/^[a-zA-Z]{3}$/, { error: 'Invalid currency' })
  .transform((value) => value.toLowerCase());

/** Something that an empty text clears. */
export function emptyable<T extends z.ZodType>(schema: T) {
  return z.union([z.literal('').transform(() => null), schema]);
}

export const metadata = emptyable(
  z
    .record(z.string().max(40), z.string().max(500))
    .refine((given) => Object.keys(given).length <= 50, { error: 'Metadata can have up to 50 keys' }),
);

/** A parameter that Stripe knows and that changes nothing here. */
export const unheeded = z.unknown().optional();

export const expandShape = { expand: z.array(text).optional() };
// Made once: of each schema a function is compiled.
export const expandOnly = z.strictObject(expandShape);
export const pageShape = {
  ...expandShape,
  limit: int.refine((limit) => limit >= 1 && limit <= 100, { error: 'limit is 1 to 100' }).optional(),
  starting_after: text.optional(),
  ending_before: text.optional(),
};
const rangeShape = z.strictObject({
  gt: int.optional(),
  gte: int.optional(),
  lt: int.optional(),
  lte: int.optional(),
});
export const created = z.union([int.transform((at) => ({ gte: at, lte: at })), rangeShape]).optional();

/** Whether a time is in the range that was asked for. */
export function inRange(at: number, range: z.infer<typeof created>): boolean {
  if (range === undefined) return true;
  const { gt, gte, lt, lte }: z.infer<typeof rangeShape> = range;
  return (
    at > (gt ?? -Infinity) && at >= (gte ?? -Infinity) && at < (lt ?? Infinity) && at <= (lte ?? Infinity)
  );
}

/** The parameters of a call by its schema. @throws ApiError naming the first that is wrong. */
export function read<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw describe(parsed.error.issues[0], input);
}

function describe(issue: z.core.$ZodIssue | undefined, input: unknown): ApiError {
  if (issue === undefined) return invalid('The parameters cannot be read.');
  if (issue.code === 'unrecognized_keys') {
    const param = nameOf([...issue.path, issue.keys[0] ?? '']);
    return invalid(`Received unknown parameter: ${param}`, { code: 'parameter_unknown', param });
  }
  const deeper = issue.code === 'invalid_union' ? deepest(issue) : null;
  if (deeper !== null) return describe({ ...deeper, path: [...issue.path, ...deeper.path] }, input);
  const param = nameOf(issue.path);
  if (valueAt(input, issue.path) === undefined)
    return invalid(`Missing required param: ${param}.`, { code: 'parameter_missing', param });
  return invalid(`Invalid ${param}: ${issue.message}`, { code: 'parameter_invalid', param });
}

/** Of a union's branches, the complaint of the one that fits best. */
function deepest(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue | null {
  const all = issue.errors.flat();
  return all.find(({ code }) => code === 'unrecognized_keys') ?? all.toSorted(byDepth)[0] ?? null;
}

function byDepth(a: z.core.$ZodIssue, b: z.core.$ZodIssue): number {
  return b.path.length - a.path.length;
}

function nameOf(path: PropertyKey[]): string {
  return path.map((part, index) => (index === 0 ? String(part) : `[${String(part)}]`)).join('');
}

function valueAt(input: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined,
    input,
  );
}

/** Metadata after a call: given keys replace, an empty text removes a key, an empty whole clears. */
export function mergeMetadata(
  known: Record<string, string>,
  given: Record<string, string> | null | undefined,
): Record<string, string> {
  if (given === undefined) return known;
  if (given === null) return {};
  return Object.fromEntries(Object.entries({ ...known, ...given }).filter(([, value]) => value !== ''));
}
