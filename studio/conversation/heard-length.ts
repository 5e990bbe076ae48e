/** How many characters of a text its heard part covers; spaces may differ. Where they part ways, so far as they agree. */
export function heardLength(text: string, heard: string): number {
  let place = 0;
  let covered = 0;
  for (const character of heard) {
    if (isSpace(character)) continue;
    while (place < text.length && isSpace(text[place] ?? '')) place += 1;
    if (!text.startsWith(character, place)) return covered;
    place += character.length;
    covered = place;
  }
  return covered;
}

function isSpace(character: string): boolean {
  return character.trim() === '';
}
