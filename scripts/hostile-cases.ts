/** What a hostile file is: its bytes, what is wrong with it, and what the program must say about it. */
export interface HostileCase {
  readonly file: string;
  /** One sentence. */
  readonly wrong: string;
  /** Codes of all issues of severity error or warning that it raises. */
  readonly issues: readonly string[];
  /** The list names some of the issues, not all. */
  readonly atLeast?: true;
  /** 3 data refused, 4 reconciliation failed, 0 accepted. */
  readonly exitCode: 0 | 3 | 4;
  readonly content: string | Uint8Array;
}
