/** The input block: a label, its control, a hint, and an error. */
import { useId } from 'preact/hooks';
import { useSurface } from './context.ts';
import { Element } from './elements.tsx';
import { isOn, objectAt, plainTextAt, textAt } from './json.ts';
import type { BlockProps } from './layout.tsx';
import { Text } from './text.tsx';
import { Unknown } from './unknown.tsx';

/** Elements with several controls, which are named as a group, because a label points to a single control. */
const groups: readonly string[] = ['checkboxes', 'radio_buttons'];

export function Input({ block }: BlockProps) {
  const id = useId();
  const { errors } = useSurface();
  const blockId = textAt(block, 'block_id');
  const element = objectAt(block, 'element');
  if (element === null) return <Unknown what={block} />;
  const [error, hint] = [errors[blockId], objectAt(block, 'hint')];
  const [errorId, hintId, controlId, labelId] = ['error', 'hint', 'control', 'label'].map(
    (part) => `${id}-${part}`,
  );
  const describedBy = [error !== undefined && errorId, hint && hintId].filter(Boolean).join(' ');
  const label = (
    <>
      {plainTextAt(block, 'label')}
      {isOn(block, 'optional') && <span class="small"> (optional)</span>}
    </>
  );
  const named = {
    controlId: controlId ?? '',
    labelId: labelId ?? '',
    describedBy: describedBy || undefined,
    isInvalid: error !== undefined,
    isRequired: !isOn(block, 'optional'),
    isReporting: isOn(block, 'dispatch_action'),
  };
  return (
    <div class={error === undefined ? 'field' : 'field bad'}>
      {groups.includes(textAt(element, 'type')) ? (
        <div class="label" id={labelId}>
          {label}
        </div>
      ) : (
        <label class="label" id={labelId} for={controlId}>
          {label}
        </label>
      )}
      <Element element={element} blockId={blockId} named={named} />
      {error !== undefined && (
        <p class="wrong" id={errorId}>
          {error}
        </p>
      )}
      {hint && (
        <p class="small" id={hintId}>
          <Text text={hint} />
        </p>
      )}
    </div>
  );
}
