/** The steps of the guide, as the sandbox's control server names them. `sandbox/own/guide.ts` says what each means. */

/** A signer who can sign now, the token of their signing page, and the handle of one who signs in Slack. */
export interface SignerOnTurn {
  readonly email: string;
  readonly token: string;
  readonly slackHandle: string | null;
}

/** A step of the guide; the panel shows the next one to do. */
export type Step =
  | {
      readonly step: 'type';
      readonly documentUrl: string;
      readonly signer: string;
      readonly isCovered: boolean;
    }
  | {
      readonly step: 'sign';
      readonly signers: readonly SignerOnTurn[];
      readonly cardFollows: boolean;
    }
  | { readonly step: 'bounced'; readonly email: string }
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
