import { z } from 'zod';

/** A TCP port. */
export const port = z.coerce.number().int().min(1).max(65535);
