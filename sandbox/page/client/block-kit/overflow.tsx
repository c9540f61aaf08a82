/** The overflow menu (⋯), whose options are pressed like buttons. */
import { goTo, linkTarget } from '../addresses.ts';
import { MenuButton } from '../menu-button.tsx';
import type { ElementProps } from './context.ts';
import { objectsAt, plainTextAt, textAt } from './json.ts';
import { usePressing } from './pressing.tsx';
import type { Json } from './surface.ts';

export function Overflow({ element, blockId }: ElementProps) {
  const { isBusy, press, shown } = usePressing(element, blockId);
  const choose = (option: Json): void => {
    const url = textAt(option, 'url');
    press(textAt(option, 'value'), url === '' ? undefined : () => follow(url));
  };
  const items = objectsAt(element, 'options').map((option) => ({
    text: plainTextAt(option, 'text'),
    detail: plainTextAt(option, 'description'),
    choose: () => choose(option),
  }));
  return (
    <span class="row">
      <MenuButton label="More actions" kind="sign" items={items} isBusy={isBusy}>
        ⋯
      </MenuButton>
      {shown}
    </span>
  );
}

function follow(url: string): void {
  const { href, isHere } = linkTarget(url);
  if (!isHere) window.open(href, '_blank', 'noopener,noreferrer');
  else if (href !== '#') goTo(href);
}
