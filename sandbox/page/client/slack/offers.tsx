/** The completions for what is being typed, above the composer. Keyboard focus stays in the composer. */
import type { Offer } from './completion.ts';

export function Offers(props: {
  readonly id: string;
  readonly title: string;
  readonly offers: readonly Offer[];
  readonly chosen: number;
  readonly onChoose: (offer: Offer) => void;
}) {
  const { id, title, offers, chosen, onChoose } = props;
  return (
    <div class="floating">
      <p class="group small" aria-hidden="true">
        {title}
      </p>
      <div id={id} role="listbox" aria-label={title}>
        {offers.map((offer, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys are heard by the composer, which has the focus
          <div
            key={offer.insert}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            class={index === chosen ? 'active' : ''}
            // The press is stopped here: otherwise the composer would lose the focus, and the completions
            // would close.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(offer)}
          >
            <div>
              <b>{offer.label}</b> {offer.detail}
            </div>
            {offer.hint !== '' && <small>{offer.hint}</small>}
          </div>
        ))}
      </div>
    </div>
  );
}
