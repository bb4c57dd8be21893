/**
 * Value status: why there is, or is not, a number (SDMX observation status, narrowed to what the Survey and
 * national statistics need). A printed zero is mapped to the status its edition's rules give it.
 */
export const VALUE_STATUSES = ['observed', 'nil', 'not_available', 'confidential', 'not_assessed'] as const;

export type ValueStatus = (typeof VALUE_STATUSES)[number];
