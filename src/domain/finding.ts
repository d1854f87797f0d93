/** A finding as it is compared with others': the same words are the same finding, however they are spaced and punctuated. */
export function bareWords(text: string): string {
  return text.normalize('NFKC').replace(/[\p{P}\p{Z}\p{C}]/gu, '');
}
