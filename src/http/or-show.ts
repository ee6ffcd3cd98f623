import type { Response } from 'express';
import { AppError } from '../errors.ts';

// What a person can do something about: wrong input, what is gone, what has changed meanwhile.
const mendable = [400, 404, 409];

/**
 * Does it; where it cannot be done, has the page shown again with what was wrong, in its language. Whatever is nobody's to
 * mend there is thrown.
 * @param show the page again, with what was wrong in words; it may be something else than the error says
 */
export async function orShow(
  response: Response,
  language: string,
  act: () => Promise<unknown>,
  show: (problem: string, error: AppError) => Promise<unknown> | unknown,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof AppError) || !mendable.includes(error.status)) throw error;
    response.status(error.status);
    await show(error.sayIn(language), error);
  }
}
