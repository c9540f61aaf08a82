/** The choices of each kind of select, and how its value is written. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Choice, Combobox } from './combobox.tsx';
import { type ControlValue, type ElementProps, useControlValue, useSurface } from './context.ts';
import { numberAt, objectAt, objectsAt, plainTextAt, stringsAt, textAt } from './json.ts';
import type { DrawingContext, Json, MentionedChannel, MentionedUser } from './surface.ts';

function isMany(element: Json): boolean {
  return textAt(element, 'type').startsWith('multi_');
}

/** The choices that match what was typed, in the order of the list; matches at the start of a word first. */
function matchingChoices(choices: readonly Choice[], typed: string): Choice[] {
  const wanted = typed.trim().toLowerCase().replace(/^[@#]/, '');
  const wordsOf = ({ label, more = '' }: Choice): string => `${label} ${more}`.toLowerCase();
  const fitting = choices.filter((choice) => wordsOf(choice).includes(wanted));
  // Options in groups keep their order, even if one in a later group matches better.
  if (wanted === '' || choices.some(({ group }) => group !== undefined)) return fitting;
  const begins = (choice: Choice): boolean =>
    wordsOf(choice)
      .split(/[\s@#]+/)
      .some((word) => word.startsWith(wanted));
  return [...fitting.filter(begins), ...fitting.filter((choice) => !begins(choice))];
}

function optionChoice(option: Json, group?: string): Choice {
  const more = plainTextAt(option, 'description');
  return {
    key: textAt(option, 'value'),
    label: plainTextAt(option, 'text'),
    ...(more === '' ? {} : { more }),
    ...(group === undefined ? {} : { group }),
  };
}

/** The choices of a select, from its options or its groups of options. */
function choicesOf(element: Json): Choice[] {
  const grouped = objectsAt(element, 'option_groups').flatMap((group) =>
    objectsAt(group, 'options').map((option) => optionChoice(option, plainTextAt(group, 'label'))),
  );
  return [...objectsAt(element, 'options').map((option) => optionChoice(option)), ...grouped];
}

function allOptions(element: Json): Json[] {
  const groups = objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options'));
  return [...objectsAt(element, 'options'), ...groups];
}

/** The selected options, whether the select takes one or several. */
function heldOptions({ value }: ControlValue): Json[] {
  const one = objectAt(value, 'selected_option');
  return [...(one ? [one] : []), ...objectsAt(value, 'selected_options')];
}

function enterOptions(
  held: ControlValue,
  element: Json,
  known: readonly Json[],
  keys: readonly string[],
): void {
  const chosen = keys.flatMap((key) => known.find((option) => textAt(option, 'value') === key) ?? []);
  held.enter(isMany(element) ? { selected_options: chosen } : { selected_option: chosen[0] ?? null });
}

function common({ element, named }: ElementProps) {
  return {
    naming: named,
    isMany: isMany(element),
    most: numberAt(element, 'max_selected_items'),
    placeholder: plainTextAt(element, 'placeholder') || 'Select an item',
  };
}

export function StaticSelect(props: ElementProps) {
  const { element, blockId } = props;
  const held = useControlValue(element, blockId);
  const [typed, setTyped] = useState('');
  return (
    <Combobox
      {...common(props)}
      choices={matchingChoices(choicesOf(element), typed)}
      chosen={heldOptions(held).map((option) => optionChoice(option))}
      note="No results"
      onSearch={setTyped}
      onChoose={(keys) => enterOptions(held, element, allOptions(element), keys)}
    />
  );
}

/**
 * A select of people or conversations. Slack has one id under `selected_KIND`, several under
 * `selected_KINDs`.
 */
function IdSelect(props: ElementProps & { readonly kind: string; readonly all: readonly Choice[] }) {
  const { element, blockId, kind, all } = props;
  const { value, enter } = useControlValue(element, blockId);
  const [typed, setTyped] = useState('');
  const several = isMany(element);
  const key = several ? `selected_${kind}s` : `selected_${kind}`;
  const ids = several ? stringsAt(value, key) : [textAt(value, key)].filter(Boolean);
  return (
    <Combobox
      {...common(props)}
      choices={matchingChoices(all, typed)}
      chosen={ids.map((id) => all.find((choice) => choice.key === id) ?? { key: id, label: id })}
      note="No results"
      onSearch={setTyped}
      onChoose={(keys) => enter({ [key]: several ? keys : (keys[0] ?? null) })}
    />
  );
}

export function UsersSelect(props: ElementProps) {
  return <IdSelect {...props} kind="user" all={peopleIn(useSurface().drawingContext)} />;
}

export function ConversationsSelect(props: ElementProps) {
  const { drawingContext } = useSurface();
  const isChannels = textAt(props.element, 'type').includes('channels');
  const filter = objectAt(props.element, 'filter') ?? {};
  const kinds = stringsAt(filter, 'include');
  const isOffered = ({ kind = '', isMember = true, isShared = false }: MentionedChannel): boolean =>
    isMember &&
    (kinds.length === 0 || kinds.includes(kind)) &&
    !(isShared && filter['exclude_external_shared_channels'] === true);
  const named = Object.entries(drawingContext.channels)
    .filter(([, channel]) => isOffered(channel))
    .map(([key, { name }]) => ({ key, label: `#${name}` }));
  const hasPeople = !isChannels && (kinds.length === 0 || kinds.includes('im'));
  const people = hasPeople ? peopleIn(drawingContext) : [];
  return <IdSelect {...props} kind={isChannels ? 'channel' : 'conversation'} all={[...named, ...people]} />;
}

function peopleIn({ users }: DrawingContext): Choice[] {
  const isBot = ([, { kind }]: [string, MentionedUser]): boolean => kind === 'bot';
  const offered = Object.entries(users).filter(([, { kind }]) => kind !== 'deactivated');
  return [...offered.filter((user) => !isBot(user)), ...offered.filter(isBot)].map(
    ([key, { name, handle }]) => ({ key, label: name, more: `@${handle}` }),
  );
}

/** After this many typed characters Slack asks the app for options, unless the app says otherwise. */
const leastTyped = 3;
const pauseMs = 250;

export function ExternalSelect(props: ElementProps) {
  const { element, blockId } = props;
  const held = useControlValue(element, blockId);
  const { acts } = useSurface();
  const [typed, setTyped] = useState('');
  const [found, setFound] = useState<{ options: readonly Json[]; note: string }>({ options: [], note: '' });
  const latest = useRef(acts);
  latest.current = acts;
  const least = numberAt(element, 'min_query_length') ?? leastTyped;
  const { actionId } = held.placed;
  useEffect(() => {
    if (typed.length < least) {
      return setFound({ options: [], note: `Type at least ${least} characters.` });
    }
    setFound({ options: [], note: 'Loading…' });
    let isWanted = true;
    const timer = setTimeout(() => {
      latest.current.suggest({ blockId, actionId }, typed).then(
        (options) => isWanted && setFound({ options, note: 'No results' }),
        (error: Error) => isWanted && setFound({ options: [], note: error.message }),
      );
    }, pauseMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [typed, least, blockId, actionId]);
  const known = [...heldOptions(held), ...found.options];
  return (
    <Combobox
      {...common(props)}
      choices={found.options.map((option) => optionChoice(option))}
      chosen={heldOptions(held).map((option) => optionChoice(option))}
      note={found.note}
      onSearch={setTyped}
      onChoose={(keys) => enterOptions(held, element, known, keys)}
    />
  );
}
