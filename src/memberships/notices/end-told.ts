/** Under what it is noted that somebody hears of the end of their membership by the receipt of their own act. */
export function endTold(membershipId: number): string {
  return `ended:${membershipId}`;
}
