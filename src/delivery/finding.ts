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
