import { z } from 'zod';
import { column, rule, section } from '../parts.ts';
import { ruler } from '../plain.ts';
import { audience, defineBlock } from '../types.ts';

const schema = z.object({ kind: z.literal('divider'), v: z.literal(1), audience });

type Divider = z.infer<typeof schema>;

/** A line between two parts. */
export const divider = defineBlock<Divider>({
  schema,
  mjml: (_block, context) => section(column(rule(context)), context, { top: 4, bottom: 22 }),
  text: () => ruler,
  sample: { kind: 'divider', v: 1, audience: null },
});
