/** The steps of the guide, as the sandbox's control server names them. `sandbox/own/guide.ts` says what each means. */

/** A signer who can sign now, and the token of their signing page. */
export interface SignerOnTurn {
  readonly email: string;
  readonly token: string;
}

/** A step of the guide; the panel shows the next one to do. */
export type Step =
  | {
      readonly step: 'type';
      readonly documentUrl: string;
      readonly signer: string;
      readonly isCovered: boolean;
    }
  | { readonly step: 'sign'; readonly signers: readonly SignerOnTurn[] }
  | {
      readonly step: 'form';
      readonly wants: { readonly documentUrl: string; readonly signer: string } | null;
    }
  | {
      readonly step: 'look';
      readonly documentUrl: string;
      readonly isOnCard: boolean;
      readonly isCovered: boolean;
    }
  | {
      readonly step: 'ended';
      readonly how: 'declined' | 'cancelled' | 'expired';
      readonly documentUrl: string;
      readonly signer: string;
    }
  | { readonly step: 'check' | 'wait' | 'place' | 'connect' };
