import { z } from 'zod';
import { must, type Routes } from '../core/call.ts';
import { expandShape, read, text, unheeded } from '../core/input.ts';
import { makePortalSession } from '../objects/portal-session.ts';

const flow = z.strictObject({
  type: z.enum(['payment_method_update'], {
    error: 'must be payment_method_update: the sandbox has no other flow',
  }),
  after_completion: z
    .strictObject({
      type: z.enum(['redirect', 'portal_homepage', 'hosted_confirmation']),
      redirect: z.strictObject({ return_url: text }).optional(),
      hosted_confirmation: unheeded,
    })
    .optional(),
});

/** `/v1/billing_portal/sessions` */
export const portal: Routes = {
  'POST /v1/billing_portal/sessions': ({ world, input }) => {
    const given = read(
      z.strictObject({
        ...expandShape,
        customer: text,
        return_url: z.url({ error: 'Not a valid URL' }).optional(),
        flow_data: flow.optional(),
        locale: text.optional(),
        configuration: unheeded,
      }),
      input,
    );
    const customer = must(world.tables.customers, 'customer', given.customer, 'customer');
    const { flow_data: asked } = given;
    return makePortalSession(world, {
      customer: customer.id,
      returnUrl: given.return_url ?? null,
      flow:
        asked === undefined
          ? null
          : { type: asked.type, returnUrl: asked.after_completion?.redirect?.return_url ?? null },
      locale: given.locale ?? null,
    });
  },
};
