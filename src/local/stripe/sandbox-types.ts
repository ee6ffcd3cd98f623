/** How far the clock goes on. */
export interface Span {
  days?: number;
  months?: number;
  years?: number;
  ms?: number;
}
