/** The groups of countries that the published release knows. */
import type { Session } from '../connection/session.ts';

export interface KnownGroup {
  readonly groupCode: string;
  readonly groupName: string;
  /** Listed from memory, not from the publisher's list. */
  readonly isRecalled: boolean;
}

export async function readCountryGroups(session: Session): Promise<readonly KnownGroup[]> {
  const { rows } = await session.query(
    `select group_code as "groupCode", group_name as "groupName", is_recalled as "isRecalled"
     from reporting.dim_country_group order by 1`,
  );
  return rows as unknown as KnownGroup[];
}
