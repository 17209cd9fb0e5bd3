// The end user's device, which `validateChain` sends as headers.

import { anything, checkedOptions, type Kinds } from '../options.ts';

/** The end user's device, for `validateChain`. Each member is a header of the API. */
export interface Device {
  /** The id of the app's installation (`x-installation_id`). */
  readonly installationId: string;
  /** The fingerprint of the device (`x-fingerprint`). */
  readonly fingerprint: string;
  /** The IP address of the device (`x-forwarded-for`). */
  readonly forwardedFor: string;
  /** The location of the device (`x-location`). */
  readonly location?: string | undefined;
}

const deviceKinds: Kinds<Device> = {
  installationId: anything,
  fingerprint: anything,
  forwardedFor: anything,
  location: anything,
};

/**
 * Returns the values of a device's headers, in the contract's order.
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
