/** The form in which a signer types the password that the sender gave to them. */
import { useState } from 'preact/hooks';

export interface PasswordFormProps {
  readonly isWrong: boolean;
  readonly onPassword: (password: string) => void;
}

export function PasswordForm({ isWrong, onPassword }: PasswordFormProps) {
  const [typed, setTyped] = useState('');
  const submit = (event: Event): void => {
    event.preventDefault();
    onPassword(typed);
  };
  return (
    <form class="card alone" onSubmit={submit}>
      <h1>This document has a password</h1>
      <p class="soft">The sender has given it to you.</p>
      <label class="field">
        Password
        <input
          type="password"
          required
          autoComplete="off"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </label>
      {isWrong && (
        <p class="notice error" role="alert">
          This is not the password.
        </p>
      )}
      <button type="submit" class="main">
        Open the document
      </button>
    </form>
  );
}
