import { messageOf } from '../errors.ts';

/** What a check of the doctor found. */
export interface Finding {
  /** `warning`: well enough to send, or not to be known, and yet to be looked at. */
  state: 'ok' | 'warning' | 'failed';
  detail: string;
  /** What to paste or to run, where something is to be done. */
  fix: string | null;
}

export function found(detail: string): Finding {
  return { state: 'ok', detail, fix: null };
}

export function warn(detail: string, fix: string | null = null): Finding {
  return { state: 'warning', detail, fix };
}

export function fail(detail: string, fix: string | null = null): Finding {
  return { state: 'failed', detail, fix };
}

/** A finding by the name of its check. */
export interface Check extends Finding {
  name: string;
}

/** Looks at one thing; an error is what was found. */
export async function check(name: string, look: () => Promise<Finding>): Promise<Check> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    return { name, ...fail(messageOf(error)) };
  }
}
