/** A person's or the app's picture: initials on a colour that is always the same for them. */

const tones = 8;

/** The first letters of the first and the last word of a name. */
export function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) =>
    word === undefined ? '' : (Array.from(word)[0] ?? ''),
  );
  return letters.join('').toUpperCase() || '?';
}

function toneOf(id: string): number {
  return Array.from(id).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % tones;
}

export function Avatar(props: { readonly id: string; readonly name: string; readonly isApp?: boolean }) {
  const { id, name, isApp = false } = props;
  return (
    <span class="avatar" style={isApp ? {} : { '--number': toneOf(id) }} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}
