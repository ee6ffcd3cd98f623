import type { Request, Response } from 'express';
import { deskFrameOf } from '../access/desk-frame.ts';
import { loadPublication } from '../publication/publication.ts';
import type { Services } from '../services.ts';
import type { Scene } from './pages/parts.ts';

/** What is around a page of the desk, with its clock. */
export async function sceneOf(
  { db }: Pick<Services, 'db'>,
  request: Request,
  response: Response,
): Promise<Scene> {
  const publication = await loadPublication(db);
  return {
    frame: deskFrameOf(request, response, publication),
    timeZone: publication?.timeZone ?? 'UTC',
    now: new Date(),
  };
}
