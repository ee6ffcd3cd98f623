import type { Request } from 'express';
import { NotFound } from '../errors.ts';
import { say } from './say.ts';

/** A form's field as one text; '' where it is missing or is something else. */
export function textField(request: Request, name: string): string {
  const value = fieldsOf(request)[name];
  return typeof value === 'string' ? value : '';
}

/** A form's field that may be there more than once, such as ticked boxes of one name. */
export function listField(request: Request, name: string): string[] {
  return [fieldsOf(request)[name]].flat().filter((value) => typeof value === 'string');
}

/**
 * The id that stands in an address.
 * @throws NotFound for what is none
 */
export function idIn(request: Request): number {
  const text = String(request.params['id']);
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new NotFound(say.noPage);
}

function fieldsOf(request: Request): Record<string, unknown> {
  const body: unknown = request.body;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}
