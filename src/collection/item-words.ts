/** A name as an item has it: what would separate it from the value is escaped. */
export function escapedName(name: string): string {
  return name.replaceAll(/[:=@;\\]/g, '\\$&');
}

/** A text as the value of an item: what would be read as a longer separator, or as an escape, is escaped. */
export function escapedText(text: string): string {
  return text.replaceAll(/\\(?=[:=@;])/g, '\\\\').replace(/^[:=@;]/, '\\$&');
}
