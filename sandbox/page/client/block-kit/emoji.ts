/**
 * The emoji that can be shown for `:name:`. Slack knows thousands: one that is not in this list is shown by its name,
 * as Slack shows an unknown name.
 */
const emoji: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  bell: '🔔',
  bulb: '💡',
  calendar: '📅',
  email: '✉️',
  exclamation: '❗',
  eyes: '👀',
  file_folder: '📁',
  hourglass: '⌛',
  hourglass_flowing_sand: '⏳',
  information_source: 'ℹ️',
  link: '🔗',
  lock: '🔒',
  memo: '📝',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  page_facing_up: '📄',
  pencil: '📝',
  pencil2: '✏️',
  point_right: '👉',
  question: '❓',
  rocket: '🚀',
  smile: '😄',
  tada: '🎉',
  thumbsup: '👍',
  warning: '⚠️',
  wave: '👋',
  white_check_mark: '✅',
  x: '❌',
};

/** The character of an emoji's name; null for one that is not known here. */
export function emojiNamed(name: string): string | null {
  return Object.hasOwn(emoji, name) ? (emoji[name] ?? null) : null;
}

/** Plain text with the known names replaced, as Slack does where a text has its `emoji` flag. */
export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+'-]+):/g, (whole, name: string) => emojiNamed(name) ?? whole);
}
