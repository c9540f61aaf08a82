/** Interactive elements, by their types. https://docs.slack.dev/reference/block-kit/block-elements */
import type { ComponentType } from 'preact';
import { Button, FeedbackButtons, IconButton } from './buttons.tsx';
import { Checkboxes, RadioButtons } from './choices.tsx';
import type { ElementProps } from './context.ts';
import { componentOf, type DrawnElement } from './drawn.ts';
import { FileInput } from './file-input.tsx';
import { textAt } from './json.ts';
import { Overflow } from './overflow.tsx';
import { DateOrTime, DateTime } from './pickers.tsx';
import { Picture } from './picture.tsx';
import { ConversationsSelect, ExternalSelect, StaticSelect, UsersSelect } from './selects.tsx';
import { NumberInput, RichTextInput, TextInput } from './text-inputs.tsx';
import { Unknown } from './unknown.tsx';

const components: Record<DrawnElement, ComponentType<ElementProps>> = {
  button: Button,
  channels_select: ConversationsSelect,
  checkboxes: Checkboxes,
  conversations_select: ConversationsSelect,
  datepicker: DateOrTime,
  datetimepicker: DateTime,
  email_text_input: TextInput,
  external_select: ExternalSelect,
  feedback_buttons: FeedbackButtons,
  file_input: FileInput,
  icon_button: IconButton,
  image: ({ element }) => <Picture url={textAt(element, 'image_url')} words={textAt(element, 'alt_text')} />,
  multi_channels_select: ConversationsSelect,
  multi_conversations_select: ConversationsSelect,
  multi_external_select: ExternalSelect,
  multi_static_select: StaticSelect,
  multi_users_select: UsersSelect,
  number_input: NumberInput,
  overflow: Overflow,
  plain_text_input: TextInput,
  radio_buttons: RadioButtons,
  rich_text_input: RichTextInput,
  static_select: StaticSelect,
  timepicker: DateOrTime,
  url_text_input: TextInput,
  users_select: UsersSelect,
  workflow_button: Button,
};

/** One element. Another type or action id in its place resets its state. */
export function Element(props: ElementProps) {
  const type = textAt(props.element, 'type');
  const Drawn = componentOf(components, type);
  if (!Drawn) return <Unknown what={props.element} />;
  return <Drawn key={`${textAt(props.element, 'action_id')} ${type}`} {...props} />;
}
