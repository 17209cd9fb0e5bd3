// The device on which an end user validates a chain.

import { anything, checkedOptions, type Kinds } from '../options.ts';

/** The end user's device on which a chain is validated: headers of the API. */
export interface Device {
  /** The installation of the application (`x-installation_id`). */
  readonly installationId: string;
  /** The fingerprint of the device (`x-fingerprint`). */
  readonly fingerprint: string;
  /** The address of the device (`x-forwarded-for`). */
  readonly forwardedFor: string;
  /** Where the device is (`x-location`). */
  readonly location?: string | undefined;
}

const deviceKinds: Kinds<Device> = {
  installationId: anything,
  fingerprint: anything,
  forwardedFor: anything,
  location: anything,
};

/**
 * The values of a device's headers, in the contract's order.
 *
 * @throws {TypeError} for an unknown member.
 */
export function deviceHeaders(device: Device): unknown[] {
  const { installationId, fingerprint, forwardedFor, location } = checkedOptions(
    'validateChain: device: ',
    device,
    deviceKinds,
  );
  return [installationId, fingerprint, forwardedFor, location];
}
