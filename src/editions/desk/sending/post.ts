import type { Request, Response } from 'express';
import type { Edition } from '../../edition.ts';
import type { Act, DeskEditionWords } from '../words/desk-edition-words.ts';

/** Does it, and gives the name of the word that says so, or null where it has answered itself. */
type Run = (
  request: Request,
  response: Response,
  edition: Edition,
) => Promise<keyof DeskEditionWords['done'] | null>;

/** Has a form that is posted do something to an edition. */
export type Post = (act: Act, run: Run) => void;
