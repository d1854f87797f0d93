/** What may be attached to a case: letters and scans as PDF, photos as phones make them. */
export const documentTypes = ['application/pdf', 'image/jpeg', 'image/png', 'image/heic'] as const;
export type DocumentType = (typeof documentTypes)[number];

/** Brands of ISO base media files (ISO/IEC 23008-12) that are HEIC photos. */
const heicBrands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1'];
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** The type by the first bytes; a file's name and what a browser says of it are not asked. */
export function documentTypeOf(content: Uint8Array): DocumentType | undefined {
  const head = Buffer.from(content.subarray(0, 16));
  if (head.toString('latin1', 0, 5) === '%PDF-') return 'application/pdf';
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return 'image/jpeg';
  if (head.subarray(0, 8).equals(png)) return 'image/png';
  const isHeic = head.toString('latin1', 4, 8) === 'ftyp' && heicBrands.includes(head.toString('latin1', 8, 12));
  return isHeic ? 'image/heic' : undefined;
}
