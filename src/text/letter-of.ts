/** How a subject is called beside the others: A, B, C. */
export function letterOf(place: number): string {
  return String.fromCharCode(65 + place);
}
