/**
 * Personal numbers as they may be shown (脱敏). All of them keep their length; what is too short to be masked with
 * sense is hidden whole.
 */

/** '420582197805120022' → '420582********0022': six in front, four behind. */
export function maskIdNumber(idNumber: string): string {
  return mask(idNumber, 6, 4);
}

/** '6217002870001234567' → '6217***********4567': four in front, four behind. */
export function maskAccount(account: string): string {
  return mask(account, 4, 4);
}

function mask(text: string, front: number, behind: number): string {
  const characters = [...text];
  // With fewer than four hidden characters the rest can be guessed.
  if (characters.length < front + behind + 4) return '*'.repeat(characters.length);
  const hidden = characters.length - front - behind;
  return [...characters.slice(0, front), '*'.repeat(hidden), ...characters.slice(front + hidden)].join('');
}
