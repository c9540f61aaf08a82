/** Elements that are pressed and hold no value. */
import { goTo, linkTarget } from '../addresses.ts';
import type { ElementProps } from './context.ts';
import { withEmoji } from './emoji.ts';
import { isOn, objectAt, plainTextAt, textAt } from './json.ts';
import { usePressing } from './pressing.tsx';
import type { Json } from './surface.ts';

function labelOf(element: Json): string {
  const text = objectAt(element, 'text');
  return isOn(text, 'emoji') ? withEmoji(textAt(text, 'text')) : textAt(text, 'text');
}

export function Button({ element, blockId }: ElementProps) {
  const pressing = usePressing(element, blockId);
  const style = textAt(element, 'style');
  const url = textAt(element, 'url');
  const common = {
    class: `button ${style}${pressing.isBusy ? ' busy' : ''}`,
    'aria-label': textAt(element, 'accessibility_label') || undefined,
    'aria-busy': pressing.isBusy || undefined,
    children: labelOf(element),
  };
  if (url !== '') return <LinkButton url={url} common={common} pressing={pressing} element={element} />;
  return (
    <span class="row">
      {/* It stays in the tab order while it is busy: a press meanwhile does nothing. */}
      <button
        type="button"
        aria-disabled={pressing.isBusy || undefined}
        onClick={() => pressing.press()}
        {...common}
      />
      {pressing.shown}
    </span>
  );
}

/** A button with a link; the press is reported to the app all the same. */
function LinkButton(props: {
  readonly url: string;
  readonly element: Json;
  readonly common: object;
  readonly pressing: ReturnType<typeof usePressing>;
}) {
  const { href, isHere } = linkTarget(props.url);
  const isAsking = objectAt(props.element, 'confirm') !== null;
  const follow = (): void => {
    if (!isHere) window.open(href, '_blank', 'noopener,noreferrer');
    else if (href !== '#') goTo(href);
  };
  const click = (event: MouseEvent): void => {
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    // This page follows its own links, and any link that asks for confirmation. The browser follows the others, and a
    // press with a key held down.
    const isOurs = isAsking || (isHere && isPlain);
    if (isOurs) event.preventDefault();
    props.pressing.press(undefined, isOurs ? follow : undefined);
  };
  return (
    <span class="row">
      <a
        href={href}
        onClick={click}
        {...(isHere ? {} : { target: '_blank', rel: 'noopener noreferrer' })}
        {...props.common}
      />
      {props.pressing.shown}
    </span>
  );
}

export function IconButton({ element, blockId }: ElementProps) {
  const { press, shown } = usePressing(element, blockId);
  return (
    <span class="row">
      <button
        type="button"
        class="sign"
        title={labelOf(element)}
        aria-label={textAt(element, 'accessibility_label') || labelOf(element)}
        onClick={() => press()}
      >
        🗑
      </button>
      {shown}
    </span>
  );
}

export function FeedbackButtons({ element, blockId }: ElementProps) {
  const { press, shown } = usePressing(element, blockId);
  const choice = (key: string, sign: string) => {
    const button = objectAt(element, key);
    const words = plainTextAt(button, 'text');
    return (
      <button
        type="button"
        class="sign"
        title={words}
        aria-label={textAt(button, 'accessibility_label') || words}
        onClick={() => press(textAt(button, 'value'))}
      >
        {sign}
      </button>
    );
  };
  return (
    <span class="row">
      {choice('positive_button', '👍')}
      {choice('negative_button', '👎')}
      {shown}
    </span>
  );
}
