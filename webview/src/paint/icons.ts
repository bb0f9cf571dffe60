/** Outlines in a square of 16, drawn with a line of 1.5: the same for DOM and canvas. */
export const icons = {
  success: "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M5.2 8.2l2 2l3.7-4.2",
  failure: "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6",
  running: "M8 1.8a6.2 6.2 0 1 1-6.2 6.2",
  clock: "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M8 4.6v3.6l2.4 1.5",
  never:
    "M6.4 2a6.2 6.2 0 0 1 3.2 0M12.6 3.8a6.2 6.2 0 0 1 1.5 2.9M13.9 9.9a6.2 6.2 0 0 1-2 2.9M9.2 14.1a6.2 6.2 0 0 1-3.2-.2M3.4 12.2a6.2 6.2 0 0 1-1.5-3M2.2 6a6.2 6.2 0 0 1 1.9-2.8",
  canceled: "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M3.7 3.7l8.6 8.6",
  warning: "M8 2.2L14.2 13.4H1.8ZM8 6.4v3.2M8 11.2v.6",
  external: "M6.5 3.5H2.8v9.7h9.7V9.5M9 2.5h4.5V7M13.3 2.7L7.5 8.5",
  question: "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M6 6.2a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4M8 11.2v.5",
  error: "M8 1.8a6.2 6.2 0 1 0 0 12.4a6.2 6.2 0 1 0 0-12.4M8 4.6v4.2M8 10.8v.6",
  opened: "M3.5 6l4.5 4.5L12.5 6",
  closed: "M6 3.5l4.5 4.5L6 12.5",
  play: "M4.5 2.8v10.4l8.3-5.2Z",
  plus: "M8 3v10M3 8h10",
  minus: "M3 8h10",
  fit: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  toRight: "M2.5 8h10.5M9.5 4.5L13 8l-3.5 3.5",
  toBottom: "M8 2.5v10.5M4.5 9.5L8 13l3.5-3.5",
  tidy: "M2.5 3.2h4v3.2h-4ZM9.5 3.2h4v3.2h-4ZM9.5 9.6h4v3.2h-4ZM6.5 4.8h3M11.5 6.4v3.2",
  collapse: "M4 6l4-3.5L12 6M4 10l4 3.5l4-3.5",
  expand: "M4 5.5L8 9l4-3.5M4 10L8 13.5l4-3.5M2.5 2.5h11",
  cursor: "M5.5 2.5h5M5.5 13.5h5M8 2.5v11",
  close: "M3.5 3.5l9 9M12.5 3.5l-9 9",
} as const;

export type IconName = keyof typeof icons;
