// The main job, as code for every runtime. It creates, cancels and closes chains at `baseUrl`, and tries
// an invalid request. It returns the warnings, whether the conflict was recognized, and the errors.

/**
 * @param {typeof import('identification-chain')} api
 * @param {string} baseUrl
 * @param {object} request
 */
export async function doTheJob(
  { createClient, isConflictError, isValidationError },
  baseUrl,
  request,
) {
  const chains = createClient({ orgId: 'acme', baseUrl, token: 'sandbox-token' });
  const first = await chains.createChain(request);
  await chains.cancelChain(first.id, { reason: 'The customer hung up.' });
  const conflict = await chains.cancelChain(first.id).catch((error) => error);
  const second = await chains.createChain(JSON.stringify(request));
  await chains.closeChain(second.id);
  const invalid = await chains
    .createChain({ ...request, expires_in: '15' })
    .catch((error) => error);
  return {
    warnings: first.warnings.map(({ rule }) => rule),
    conflict: isConflictError(conflict),
    issues: isValidationError(invalid)
      ? invalid.issues.filter(({ severity }) => severity === 'error').map(({ path }) => path)
      : String(invalid),
  };
}
