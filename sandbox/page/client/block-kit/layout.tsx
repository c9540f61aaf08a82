/** The classic blocks; newer ones are in `newer.tsx`. https://docs.slack.dev/reference/block-kit/blocks */
import { useId } from 'preact/hooks';
import { Element } from './elements.tsx';
import { objectAt, objectsAt, plainTextAt, textAt } from './json.ts';
import { Picture } from './picture.tsx';
import type { Json } from './surface.ts';
import { Text } from './text.tsx';

export interface BlockProps {
  readonly block: Json;
}

export function Section({ block }: BlockProps) {
  const accessory = objectAt(block, 'accessory');
  const fields = objectsAt(block, 'fields');
  const text = objectAt(block, 'text');
  const id = useId();
  // An accessory that holds a value is named by the section's text.
  const named = {
    controlId: `${id}-control`,
    labelId: `${id}-label`,
    describedBy: undefined,
    isInvalid: false,
    isRequired: false,
    isReporting: false,
  };
  return (
    <>
      <div class="words" id={named.labelId}>
        {text && <Text text={text} />}
        {fields.length > 0 && (
          <div class="facts">
            {fields.map((field, index) => (
              <div key={index}>
                <Text text={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <div class="accessory">
          <Element element={accessory} blockId={textAt(block, 'block_id')} named={named} />
        </div>
      )}
    </>
  );
}

export function Actions({ block }: BlockProps) {
  const blockId = textAt(block, 'block_id');
  return (
    <>
      {objectsAt(block, 'elements').map((element, index) => (
        <Element key={textAt(element, 'action_id') || index} element={element} blockId={blockId} />
      ))}
    </>
  );
}

export function Context({ block }: BlockProps) {
  return (
    <>
      {objectsAt(block, 'elements').map((element, index) =>
        textAt(element, 'type') === 'image' ? (
          <Element key={index} element={element} blockId="" />
        ) : (
          <Text key={index} text={element} />
        ),
      )}
    </>
  );
}

export function Divider() {
  return <hr />;
}

export function Header({ block }: BlockProps) {
  return (
    <h3>
      <Text text={objectAt(block, 'text')} />
    </h3>
  );
}

export function Image({ block }: BlockProps) {
  const title = plainTextAt(block, 'title');
  return (
    <figure>
      {title !== '' && <figcaption>{title}</figcaption>}
      <Picture url={textAt(block, 'image_url')} words={textAt(block, 'alt_text')} />
    </figure>
  );
}

export function Alert({ block }: BlockProps) {
  return (
    <div class={`notice ${textAt(block, 'level')}`} role="note">
      <Text text={objectAt(block, 'text')} />
    </div>
  );
}
