import { lstatSync } from 'node:fs';
import { AppError } from '../errors.ts';

/**
 * Makes sure that nobody else can change what is in a folder, which may stand where all may write.
 * @param owners the users that may own it
 * @throws AppError naming the folder and what is wrong with it.
 */
export function requireOwnFolder(path: string, owners: number[]): void {
  // Windows has no such owners, and no folder there that all users share.
  if (process.getuid === undefined) return;
  const stat = lstatSync(path);
  const isOwn = stat.isDirectory() && owners.includes(stat.uid) && (stat.mode & 0o022) === 0;
  if (isOwn) return;
  const seen = stat.isDirectory()
    ? `belongs to user ${stat.uid} and has the mode ${(stat.mode & 0o7777).toString(8)}`
    : 'is no folder';
  throw new AppError(
    'unsafe_folder',
    500,
    `${path} ${seen}; only a folder of user ${owners.join(' or ')} that no one else may write to is used. Remove it, or set DATABASE_URL`,
  );
}
