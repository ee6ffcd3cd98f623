import type { Stripe } from 'stripe';

interface Detail {
  code?: string;
  param?: string;
  decline_code?: string;
  payment_intent?: Stripe.PaymentIntent;
  charge?: string;
}

/** An error as Stripe answers it: its type, its code, the parameter that was wrong. */
export class ApiError extends Error {
  readonly status: number;
  readonly type: string;
  readonly detail: Detail;

  constructor(status: number, type: string, message: string, detail: Detail = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.detail = detail;
  }

  body(requestId: string): object {
    const { type, message, detail } = this;
    return { error: { type, message, ...detail, request_log_url: `sandbox:${requestId}` } };
  }
}

/** A parameter that is wrong, or a step that the object's state does not allow. */
export function invalid(message: string, detail: Detail = {}): ApiError {
  return new ApiError(400, 'invalid_request_error', message, detail);
}

/** There is no such object. */
export function missing(kind: string, id: string, param = 'id'): ApiError {
  return new ApiError(404, 'invalid_request_error', `No such ${kind}: '${id}'`, {
    code: 'resource_missing',
    param,
  });
}
