// The icons of the page, drawn with the colour of the text around them.

const paths = {
  chevron: 'M6 4l4 4-4 4',
  copy: 'M6 2.5h5.5a2 2 0 0 1 2 2V10M3.5 5.5h5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-5A1.5 1.5 0 0 1 2 12V7a1.5 1.5 0 0 1 1.5-1.5z',
  check: 'M3 8.5l3.5 3.5L13 5',
  alert:
    'M8 5v3.5M8 11.2v.1M7 2.6L1.9 11.5a1.2 1.2 0 0 0 1 1.8h10.2a1.2 1.2 0 0 0 1-1.8L9 2.6a1.2 1.2 0 0 0-2 0z',
  cross: 'M4 4l8 8M12 4l-8 8',
  again: 'M13 8a5 5 0 1 1-1.6-3.7M13 2v3h-3',
  bolt: 'M9 1.5L3 9h4.5L7 14.5 13 7H8.5z',
  chain:
    'M6.5 9.5l3-3M7 4.5l1.3-1.3a3 3 0 0 1 4.3 4.3L11.3 8.8M9 11.5l-1.3 1.3a3 3 0 0 1-4.3-4.3L4.7 7.2',
} as const;

/** An icon beside a text that says the same. */
export function Icon({ name }: { readonly name: keyof typeof paths }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
