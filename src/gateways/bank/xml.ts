import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type Outcome, ok, refuse } from '../../domain/outcome.ts';

export type XmlRefusal = 'notUtf8' | 'doctypeRefused' | 'notWellFormed';

/** An element as an object, its attributes under `@name`, its text under `#text`; one that holds text alone as a string. */
export interface XmlDocument {
  readonly text: string;
  readonly tree: Readonly<Record<string, unknown>>;
}

/**
 * XML from outside: UTF-8 only, no DOCTYPE, entities left as they stand (so nothing can expand), namespace prefixes
 * dropped, every value a string. `repeatable`: elements that are an array even where they occur once.
 */
export function parseXml(bytes: Uint8Array, repeatable: ReadonlySet<string>): Outcome<XmlDocument, XmlRefusal> {
  const text = utf8(bytes);
  if (text === undefined) return refuse('notUtf8');
  const declared = /^<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)["']/.exec(text.slice(0, 200))?.[1];
  if (declared !== undefined && declared.toUpperCase() !== 'UTF-8') return refuse('notUtf8');
  if (/<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST)/i.test(text)) return refuse('doctypeRefused');
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    removeNSPrefix: true,
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: 40,
    isArray: (name) => repeatable.has(name),
  });
  try {
    // The parser forgives a file that ends in the middle; the validator does not.
    if (XMLValidator.validate(text) !== true) return refuse('notWellFormed');
    return ok({ text, tree: parser.parse(text) });
  } catch {
    return refuse('notWellFormed');
  }
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
