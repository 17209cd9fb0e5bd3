// A program without a library: what a runtime needs for itself.

export const check = () => true;

export async function send(_request: unknown, fetch: () => Promise<Response>) {
  return (await fetch()).json();
}
